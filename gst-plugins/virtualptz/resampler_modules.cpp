#include "gst-plugins/virtualptz/resampler_modules.hpp"

#include <dlfcn.h>
#include <gmodule.h>

#include <filesystem>
#include <string>

namespace gimbal {

namespace {

constexpr const char* kFunction = "gimbal_new_resampler";

/// The folder of the file that this code is in.
std::filesystem::path own_folder() {
  static const char here = 0;
  Dl_info info{};
  return dladdr(&here, &info) != 0 ? std::filesystem::path(info.dli_fname).parent_path() : "";
}

/// `absent` is the error where there is no such file.
Result<std::unique_ptr<Resampler>> open(const char* name, const char* absent,
                                        GstBaseTransform* element) {
  const std::filesystem::path file = own_folder() / name;
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    return Error{std::string(absent) + " (There is no " + file.string() + ".)"};
  }
  GModule* module = g_module_open(
      file.c_str(), static_cast<GModuleFlags>(G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL));
  gpointer function = nullptr;
  if (module == nullptr || g_module_symbol(module, kFunction, &function) == FALSE) {
    return Error{"A part of virtualptz could not be loaded: " + std::string(g_module_error()) +
                 ". Install the library it names, or install Gimbal again."};
  }
  // It registers types with GLib and has threads' callbacks in it: it can never go.
  g_module_make_resident(module);
  return std::unique_ptr<Resampler>(
      reinterpret_cast<decltype(&gimbal_new_resampler)>(function)(element));
}

}  // namespace

Result<std::unique_ptr<Resampler>> open_gl_resampler(GstBaseTransform* element) {
  return open("gimbalvirtualptz-gl.module",
              "virtualptz was installed without its part for OpenGL. Put \"gldownload\" in front, "
              "or install Gimbal again.",
              element);
}

Result<std::unique_ptr<Resampler>> open_cuda_resampler(GstBaseTransform* element) {
  return open("gimbalvirtualptz-cuda.module",
              "virtualptz was built without CUDA. Put \"cudadownload\" in front, or build Gimbal "
              "where the CUDA toolkit is.",
              element);
}

}  // namespace gimbal
