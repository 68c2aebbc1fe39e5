#include "lib/egl/egl_devices.hpp"

#define EGL_NO_X11
#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "lib/egl/egl_vendors.hpp"

namespace gimbal {

namespace {

template <class Function>
Function egl_function(const char* name) {
  return reinterpret_cast<Function>(eglGetProcAddress(name));
}

bool has_extension(const char* list, std::string_view name) {
  const std::string padded = " " + std::string(list == nullptr ? "" : list) + " ";
  return padded.find(" " + std::string(name) + " ") != std::string::npos;
}

std::optional<GpuUuid> uuid_of(EGLDeviceEXT handle, const char* extensions) {
  const auto query = egl_function<PFNEGLQUERYDEVICEBINARYEXTPROC>("eglQueryDeviceBinaryEXT");
  GpuUuid uuid{};
  EGLint size = 0;
  const bool known =
      query != nullptr && has_extension(extensions, "EGL_EXT_device_persistent_id") &&
      query(handle, EGL_DEVICE_UUID_EXT, uuid.size(), uuid.data(), &size) == EGL_TRUE &&
      static_cast<std::size_t>(size) == uuid.size();
  return known ? std::make_optional(uuid) : std::nullopt;
}

/// Whether CUDA may count its devices otherwise than EGL. To ask it takes long.
bool cuda_may_be_renumbered(const std::vector<EglDevice>& devices) {
  const bool told =
      std::getenv("CUDA_VISIBLE_DEVICES") != nullptr || std::getenv("CUDA_DEVICE_ORDER") != nullptr;
  return told && std::any_of(devices.begin(), devices.end(), [](const EglDevice& device) {
           return device.cuda_ordinal.has_value();
         });
}

EglDevice inspect(EGLDeviceEXT handle, int index) {
  const auto query_string = egl_function<PFNEGLQUERYDEVICESTRINGEXTPROC>("eglQueryDeviceStringEXT");
  const auto query_attribute =
      egl_function<PFNEGLQUERYDEVICEATTRIBEXTPROC>("eglQueryDeviceAttribEXT");
  EglDevice device;
  device.handle = handle;
  device.index = index;
  const char* extensions = query_string(handle, EGL_EXTENSIONS);
  device.software = has_extension(extensions, "EGL_MESA_device_software");
  EGLAttrib ordinal = 0;
  if (has_extension(extensions, "EGL_NV_device_cuda") &&
      query_attribute(handle, EGL_CUDA_DEVICE_NV, &ordinal) == EGL_TRUE) {
    device.cuda_ordinal = static_cast<int>(ordinal);
  }
  device.uuid = uuid_of(handle, extensions);
  const char* renderer = has_extension(extensions, "EGL_EXT_device_query_name")
                             ? query_string(handle, EGL_RENDERER_EXT)
                             : nullptr;
  const char* file = has_extension(extensions, "EGL_EXT_device_drm")
                         ? query_string(handle, EGL_DRM_DEVICE_FILE_EXT)
                         : nullptr;
  if (renderer != nullptr) {
    device.name = renderer;
  } else if (file != nullptr) {
    device.name = file;
  } else {
    device.name = device.software ? "software rendering" : "EGL device " + std::to_string(index);
  }
  return device;
}

/// Lower is better.
int rank(const EglDevice& device) {
  if (device.cuda_ordinal) {
    return 0;
  }
  return device.software ? 2 : 1;
}

Error none_matches(const std::vector<EglDevice>& devices, const EglDeviceChoice& choice) {
  std::string wanted;
  if (choice.index >= 0) {
    wanted += " device=" + std::to_string(choice.index);
  }
  if (choice.cuda_ordinal >= 0) {
    wanted += " cuda-device=" + std::to_string(choice.cuda_ordinal);
  }
  return Error{"No EGL device matches" + wanted + ". This machine has: " +
               describe_egl_devices(devices) + ". " + describe_egl_vendors() + "."};
}

}  // namespace

Result<std::vector<EglDevice>> list_egl_devices() {
  const auto query_devices = egl_function<PFNEGLQUERYDEVICESEXTPROC>("eglQueryDevicesEXT");
  if (query_devices == nullptr) {
    return Error{
        "EGL cannot list devices (EGL_EXT_device_enumeration is missing). Install Mesa's EGL "
        "(libegl1, libgl1-mesa-dri) or the NVIDIA driver."};
  }
  EGLint count = 0;
  if (query_devices(0, nullptr, &count) == EGL_FALSE || count <= 0) {
    return Error{"EGL lists no device. " + describe_egl_vendors() +
                 ". Install Mesa's EGL (libegl1, libgl1-mesa-dri) for software rendering, or the "
                 "NVIDIA driver with its EGL vendor file."};
  }
  std::vector<EGLDeviceEXT> handles(static_cast<std::size_t>(count));
  query_devices(count, handles.data(), &count);
  std::vector<EglDevice> devices;
  devices.reserve(handles.size());
  for (int i = 0; i < count; ++i) {
    devices.push_back(inspect(handles[static_cast<std::size_t>(i)], i));
  }
  if (cuda_may_be_renumbered(devices)) {
    const auto cuda = read_cuda_facts();
    number_as_cuda_does(devices, cuda ? cuda->devices : std::vector<CudaDevice>{});
  }
  return devices;
}

void number_as_cuda_does(std::vector<EglDevice>& devices, const std::vector<CudaDevice>& cuda) {
  for (EglDevice& device : devices) {
    if (!device.cuda_ordinal || !device.uuid) {
      continue;
    }
    const auto same = std::find_if(cuda.begin(), cuda.end(), [&](const CudaDevice& other) {
      return other.uuid == *device.uuid;
    });
    if (same == cuda.end()) {
      device.cuda_ordinal.reset();
    } else {
      device.cuda_ordinal = static_cast<int>(same - cuda.begin());
    }
  }
}

bool egl_device_works(const EglDevice& device) {
  const auto get_display =
      egl_function<PFNEGLGETPLATFORMDISPLAYEXTPROC>("eglGetPlatformDisplayEXT");
  if (get_display == nullptr) {
    return false;
  }
  EGLDisplay display = get_display(EGL_PLATFORM_DEVICE_EXT, device.handle, nullptr);
  // Never terminated: EGL hands the same display to everybody in the process.
  return display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr) == EGL_TRUE;
}

Result<EglDevice> choose_egl_device(const std::vector<EglDevice>& devices,
                                    const EglDeviceChoice& choice) {
  std::vector<EglDevice> matching;
  for (const EglDevice& device : devices) {
    const bool index_fits = choice.index < 0 || device.index == choice.index;
    const bool cuda_fits = choice.cuda_ordinal < 0 || device.cuda_ordinal == choice.cuda_ordinal;
    if (index_fits && cuda_fits) {
      matching.push_back(device);
    }
  }
  if (matching.empty()) {
    return none_matches(devices, choice);
  }
  std::stable_sort(matching.begin(), matching.end(),
                   [](const EglDevice& a, const EglDevice& b) { return rank(a) < rank(b); });
  for (const EglDevice& device : matching) {
    if (egl_device_works(device)) {
      return device;
    }
  }
  return Error{"None of these EGL devices can be initialised: " + describe_egl_devices(matching) +
               ". Check the driver and the permissions of /dev/dri. " + describe_egl_vendors() +
               "."};
}

std::string describe_egl_devices(const std::vector<EglDevice>& devices) {
  std::string text;
  for (const EglDevice& device : devices) {
    text += (text.empty() ? "" : ", ") + std::to_string(device.index) + " \"" + device.name + "\"";
    if (device.cuda_ordinal) {
      text += " (CUDA device " + std::to_string(*device.cuda_ordinal) + ")";
    } else if (device.software) {
      text += " (software)";
    }
  }
  return text.empty() ? "no EGL device" : text;
}

}  // namespace gimbal
