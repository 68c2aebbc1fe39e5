// Where frames lie, and whose resampler that takes.
#pragma once

#include <gst/base/gstbasetransform.h>

#include <memory>

#include "gst-plugins/virtualptz/resampler.hpp"
#include "lib/base/result.hpp"

namespace gimbal::virtualptz {

enum class MemoryKind { kSystem, kGl, kCuda };

/// Of fixed caps that this element takes.
MemoryKind memory_kind_of(const GstCaps* caps);

/// "SystemMemory", "GLMemory", "CUDAMemory".
const char* name_of(MemoryKind kind);

/// A resampler for frames of that kind, for `element`, which outlives it and hands on its contexts.
/// GL and CUDA are loaded here and nowhere else. The error tells the user what to do.
Result<std::shared_ptr<Resampler>> open_resampler(MemoryKind kind, GstBaseTransform* element);

}  // namespace gimbal::virtualptz
