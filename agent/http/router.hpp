// Which route a request is for: method and path in, route out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gimbal {

struct RouteMatch {
  std::optional<std::size_t> route;  ///< what `add` returned; empty: no such route
  std::string parameter;             ///< what stood for the pattern's `{…}`
  std::string allow;                 ///< known path, other method: the methods it has (405)
};

class Router {
 public:
  /// `pattern` is a whole path; its last segment may be `{name}`, which stands for any one segment
  /// that is not empty. Returns the route's number: 0, 1, 2, …
  std::size_t add(std::string method, const std::string& pattern);

  RouteMatch match(std::string_view method, std::string_view path) const;

 private:
  struct Route {
    std::string method;
    std::string path;  // without the parameter, with the slash before it
    bool has_parameter = false;
  };

  std::vector<Route> routes_;
};

}  // namespace gimbal
