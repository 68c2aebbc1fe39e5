// Opens virtualptz's modules from a file of its own, as the plugin does, for a test that puts that
// file where it likes.
#include <string>

#include "gst-plugins/virtualptz/resampler_modules.hpp"

/// Null and `error` set where it could not be opened.
extern "C" G_MODULE_EXPORT gimbal::Resampler* gimbal_probe_open(bool cuda, std::string* error) {
  auto opened = cuda ? gimbal::open_cuda_resampler(nullptr) : gimbal::open_gl_resampler(nullptr);
  if (!opened) {
    *error = opened.error();
    return nullptr;
  }
  return opened->release();
}
