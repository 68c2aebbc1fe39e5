#include "gst-plugins/virtualptz/memory_kind.hpp"

#include <utility>

#include "gst-plugins/virtualptz/resampler_modules.hpp"
#include "gst-plugins/virtualptz/system_resampler.hpp"

namespace gimbal::virtualptz {

MemoryKind memory_kind_of(const GstCaps* caps) {
  const GstCapsFeatures* features = gst_caps_get_features(caps, 0);
  if (gst_caps_features_contains(features, "memory:GLMemory") != FALSE) {
    return MemoryKind::kGl;
  }
  if (gst_caps_features_contains(features, "memory:CUDAMemory") != FALSE) {
    return MemoryKind::kCuda;
  }
  return MemoryKind::kSystem;
}

const char* name_of(MemoryKind kind) {
  switch (kind) {
    case MemoryKind::kGl:
      return "GLMemory";
    case MemoryKind::kCuda:
      return "CUDAMemory";
    case MemoryKind::kSystem:
      break;
  }
  return "SystemMemory";
}

Result<std::shared_ptr<Resampler>> open_resampler(MemoryKind kind, GstBaseTransform* element) {
  if (kind == MemoryKind::kSystem) {
    return std::shared_ptr<Resampler>(std::make_shared<SystemResampler>());
  }
  auto opened = kind == MemoryKind::kGl ? open_gl_resampler(element) : open_cuda_resampler(element);
  if (!opened) {
    return Error{opened.error()};
  }
  return std::shared_ptr<Resampler>(std::move(*opened));
}

}  // namespace gimbal::virtualptz
