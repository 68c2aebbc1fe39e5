// Route matching over a short list: no need for more than a walk.
#include "agent/http/router.hpp"

#include <utility>

namespace gimbal {

namespace {

/// What of `path` stands for the parameter; empty where the path is another one.
std::string_view parameter_of(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) {
    return {};
  }
  const std::string_view rest = path.substr(prefix.size());
  return rest.find('/') == std::string_view::npos ? rest : std::string_view();
}

}  // namespace

std::size_t Router::add(std::string method, const std::string& pattern) {
  const auto brace = pattern.find('{');
  const bool has_parameter = brace != std::string::npos;
  routes_.push_back({std::move(method), pattern.substr(0, brace), has_parameter});
  return routes_.size() - 1;
}

RouteMatch Router::match(std::string_view method, std::string_view path) const {
  RouteMatch found;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const Route& route = routes_[i];
    const std::string_view parameter =
        route.has_parameter ? parameter_of(path, route.path) : std::string_view();
    if (route.has_parameter ? parameter.empty() : path != route.path) {
      continue;
    }
    if (method == route.method) {
      return {i, std::string(parameter), ""};
    }
    found.allow += (found.allow.empty() ? "" : ", ") + route.method;
  }
  return found;
}

}  // namespace gimbal
