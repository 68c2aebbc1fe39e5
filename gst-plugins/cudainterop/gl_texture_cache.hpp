// GL textures registered with CUDA, each once for as long as it lives.
#pragma once

#include <gst/cuda/cuda-gst.h>
#include <gst/gl/gl.h>

#include <memory>
#include <optional>
#include <vector>

#include "gst-plugins/cuda/cuda_error.hpp"
#include "lib/base/result.hpp"

namespace gimbal::cudainterop {

using GlContextHandle = GstObjectHandle<GstGLContext>;

/// One texture registered with CUDA. Unregistered by the cache, or when its memory dies before.
class Registration;

/// All of it on the GL thread with the CUDA context current, except constructor and destructor.
class GlTextureCache {
 public:
  GlTextureCache(GstGLContext* gl, GstCudaContext* cuda);
  ~GlTextureCache();
  GlTextureCache(const GlTextureCache&) = delete;
  GlTextureCache& operator=(const GlTextureCache&) = delete;

  /// The CUDA resource of the memory's texture, registered read-only if it is new. It belongs to
  /// the cache. GL pools recycle memory, so that a stream registers a handful of textures in all.
  Result<CUgraphicsResource> find_or_register(GstGLMemory* memory);
  /// Unregisters all. Called before the cache ends.
  void clear();

 private:
  GlContextHandle gl_;
  CudaContextHandle cuda_;
  std::vector<std::shared_ptr<Registration>> registrations_;
};

}  // namespace gimbal::cudainterop
