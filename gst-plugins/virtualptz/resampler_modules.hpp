// The resamplers that are files of their own, so that only a stream in their memory loads their
// libraries. They lie beside the plugin; their names do not end as GStreamer's plugins do.
#pragma once

#include <gmodule.h>
#include <gst/base/gstbasetransform.h>

#include <memory>

#include "gst-plugins/virtualptz/resampler.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

/// A resampler for frames in OpenGL textures, for `element`, which outlives it and hands on its
/// contexts. The error says what is missing. What is loaded once stays so.
Result<std::unique_ptr<Resampler>> open_gl_resampler(GstBaseTransform* element);
/// The same for CUDA memory.
Result<std::unique_ptr<Resampler>> open_cuda_resampler(GstBaseTransform* element);

}  // namespace gimbal

/// What each module has.
// NOLINTNEXTLINE(readability-identifier-naming): a symbol looked up by name
extern "C" G_MODULE_EXPORT gimbal::Resampler* gimbal_new_resampler(GstBaseTransform* element);
