// One OpenGL context and one CUDA context on the same GPU, and frames going from one to the other.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "gst-plugins/cuda/cuda_stream.hpp"
#include "gst-plugins/cudainterop/converter.hpp"
#include "gst-plugins/cudainterop/gl_texture_cache.hpp"

namespace gimbal::cudainterop {

/// Made and used on one thread, the streaming thread; it goes to the GL thread by itself.
class Session {
 public:
  /// `stream` brings the CUDA context. Fails, naming both devices, where the contexts are not on
  /// the same GPU.
  static Result<std::unique_ptr<Session>> create(GstGLContext* gl,
                                                 std::shared_ptr<CudaStream> stream);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  bool is_of(GstGLContext* gl, GstCudaContext* cuda) const {
    return gl_.get() == gl && stream_->context() == cuda;
  }

  /// Converts the texture of `input` (its first memory is GLMemory of this session's context) into
  /// `output`, CUDA memory of this session's context. The picture is complete on return.
  std::optional<Error> convert(GstBuffer* input, GstMemory* output, const Matrix& matrix);

 private:
  Session(GstGLContext* gl, std::shared_ptr<CudaStream> stream);

  std::optional<Error> submit(GstBuffer* input, const Nv12Target& target, const Matrix& matrix);
  std::optional<Error> launch_on(CUgraphicsResource resource, const Nv12Target& target,
                                 const Matrix& matrix);
  Error name_devices(const Error& error) const;

  GlContextHandle gl_;
  std::shared_ptr<CudaStream> stream_;
  std::string devices_;
  GlTextureCache textures_;
  std::unique_ptr<Converter> converter_;
};

}  // namespace gimbal::cudainterop
