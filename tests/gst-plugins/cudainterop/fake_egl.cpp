// EGL for tests without a GPU, to be preloaded: the device in software says that it is CUDA device
// 0, as NVIDIA's do. All else is the real EGL.
#define EGL_NO_X11
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <dlfcn.h>

#include <cstring>
#include <string>

namespace {

using Function = __eglMustCastToProperFunctionPointerType;

Function real_function(const char* name) {
  static const auto get =
      reinterpret_cast<Function (*)(const char*)>(dlsym(RTLD_NEXT, "eglGetProcAddress"));
  return get(name);
}

const char* query_string(EGLDeviceEXT device, EGLint name) {
  const char* real = reinterpret_cast<PFNEGLQUERYDEVICESTRINGEXTPROC>(
      real_function("eglQueryDeviceStringEXT"))(device, name);
  static std::string extensions;
  if (name != EGL_EXTENSIONS || real == nullptr) {
    return real;
  }
  extensions = std::string(real) + " EGL_NV_device_cuda";
  return extensions.c_str();
}

EGLBoolean query_attribute(EGLDeviceEXT device, EGLint attribute, EGLAttrib* value) {
  if (attribute == EGL_CUDA_DEVICE_NV) {
    *value = 0;
    return EGL_TRUE;
  }
  return reinterpret_cast<PFNEGLQUERYDEVICEATTRIBEXTPROC>(real_function("eglQueryDeviceAttribEXT"))(
      device, attribute, value);
}

}  // namespace

extern "C" Function eglGetProcAddress(const char* name) {  // NOLINT(readability-identifier-naming)
  if (std::strcmp(name, "eglQueryDeviceStringEXT") == 0) {
    return reinterpret_cast<Function>(&query_string);
  }
  if (std::strcmp(name, "eglQueryDeviceAttribEXT") == 0) {
    return reinterpret_cast<Function>(&query_attribute);
  }
  return real_function(name);
}
