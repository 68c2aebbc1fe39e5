#include "gst-plugins/eglsrc/renderer_library.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

namespace {

constexpr const char* kApiSymbol = "gimbal_renderer_api";

/// The table as it is in the library, which may know fewer or more functions than we do.
std::optional<GimbalRendererApi> copy_of(const void* table) {
  GimbalRendererApi api{};
  std::memcpy(&api.size, table, sizeof api.size);
  if (api.size < offsetof(GimbalRendererApi, destroy) + sizeof api.destroy) {
    return std::nullopt;
  }
  std::memcpy(&api, table, std::min(api.size, sizeof api));
  return api;
}

const char* missing_function(const GimbalRendererApi& api) {
  if (api.create == nullptr) {
    return "create";
  }
  if (api.render == nullptr) {
    return "render";
  }
  return api.destroy == nullptr ? "destroy" : nullptr;
}

}  // namespace

Result<RendererLibrary> RendererLibrary::load(const std::string& path) {
  // A bare name would be looked for among the system's libraries.
  const std::string file = path.find('/') == std::string::npos ? "./" + path : path;
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    return Error{"The renderer cannot be loaded: " + std::string(dlerror())};
  }
  const void* table = dlsym(library, kApiSymbol);
  if (table == nullptr) {
    return Error{path + ": is no renderer, it has no " + kApiSymbol + " (see gimbal/renderer.h)."};
  }
  const auto api = copy_of(table);
  if (!api) {
    return Error{path + ": its " + kApiSymbol +
                 " is too short. Set .size = sizeof(GimbalRendererApi) and rebuild it."};
  }
  if (api->abi != GIMBAL_RENDERER_ABI) {
    return Error{path + ": has renderer ABI " + std::to_string(api->abi) + ", this Gimbal has " +
                 std::to_string(GIMBAL_RENDERER_ABI) + ". Rebuild it with this gimbal/renderer.h."};
  }
  if ((api->flags & ~GIMBAL_TOP_DOWN) != 0) {
    return Error{path + ": has flags that this Gimbal does not know. Use GIMBAL_TOP_DOWN or 0."};
  }
  if (const char* missing = missing_function(*api)) {
    return Error{path + ": its " + kApiSymbol + " has no " + missing + "."};
  }
  return RendererLibrary(path, *api);
}

Error RendererLibrary::failure(const char* name, GimbalError& error) const {
  error.text[sizeof error.text - 1] = '\0';
  if (error.text[0] == '\0') {
    return complain(std::string(name) + " failed and does not say why.");
  }
  const CharHandle text(g_utf8_make_valid(error.text, -1));
  return complain(std::string(name) + " failed: " + text.get());
}

}  // namespace gimbal
