// A shared library that renders: loaded, checked, and called by include/gimbal/renderer.h.
#pragma once

#include <gimbal/renderer.h>

#include <optional>
#include <string>
#include <utility>

#include "lib/base/result.hpp"

namespace gimbal {

class RendererLibrary {
 public:
  /// Loads the library at `path`, for good: nobody knows what threads and handlers it leaves
  /// behind. The error names what is wrong with it.
  static Result<RendererLibrary> load(const std::string& path);

  /// The library's functions; null where it has none.
  const GimbalRendererApi& api() const { return api_; }

  /// Calls `function`, which is the library's `name`. The error names the library and its reason.
  template <class Function, class... Args>
  std::optional<Error> call(const char* name, Function function, Args... args) const {
    GimbalError error{};
    if (function(args..., &error) == GIMBAL_OK) {
      return std::nullopt;
    }
    return failure(name, error);
  }

  /// An error of this library.
  Error complain(const std::string& text) const { return Error{path_ + ": " + text}; }

 private:
  RendererLibrary(std::string path, const GimbalRendererApi& api)
      : path_(std::move(path)), api_(api) {}

  Error failure(const char* name, GimbalError& error) const;

  std::string path_;
  GimbalRendererApi api_;
};

}  // namespace gimbal
