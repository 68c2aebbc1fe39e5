#include "gst-plugins/cudainterop/session.hpp"

#include <gst/gl/gstglfuncs.h>

#include <algorithm>
#include <array>
#include <utility>

#include "gst-plugins/cudainterop/nv12_target.hpp"
#include "gst-plugins/support/gl_renderer.hpp"
#include "gst-plugins/support/gl_thread.hpp"
#include "gst-plugins/support/mapped_memory.hpp"

namespace gimbal::cudainterop {
namespace {

std::string gl_renderer(GstGLContext* gl) {
  return "OpenGL on " + gl_renderer_name(gl);
}

/// On the GL thread: is its context on `device`? Else both are named.
std::optional<Error> verify_pairing(GstGLContext* gl, CUdevice device) {
  const std::string cuda_side = describe_device(device);
  if ((gst_gl_context_get_gl_api(gl) & (GST_GL_API_OPENGL | GST_GL_API_OPENGL3)) == 0) {
    return Error{"CUDA shares textures with desktop OpenGL only, and this context is OpenGL ES (" +
                 gl_renderer(gl) + ", " + cuda_side + "). Set GST_GL_API=opengl3."};
  }
  std::array<CUdevice, 32> devices{};
  unsigned count = 0;
  if (auto error =
          check(CuGLGetDevices(&count, devices.data(), static_cast<unsigned>(devices.size()),
                               CU_GL_DEVICE_LIST_ALL),
                "cuGLGetDevices")) {
    return Error{gl_renderer(gl) + " cannot share textures with " + cuda_side + ": " + error->text +
                 ". Render on the NVIDIA GPU (eglsrc: cuda-device or device), or use glreadback "
                 "instead of cudainterop."};
  }
  const auto* end = devices.data() + std::min<std::size_t>(count, devices.size());
  if (std::find<const CUdevice*>(devices.data(), end, device) != end) {
    return std::nullopt;
  }
  const std::string gl_side = count == 0 ? "no CUDA device" : describe_device(devices.front());
  return Error{gl_renderer(gl) + " is " + gl_side + ", but CUDA works on " + cuda_side +
               ". Put both on one GPU: eglsrc cuda-device=" + std::to_string(device) +
               ", or cudainterop and the encoder on the other device."};
}

}  // namespace

Session::Session(GstGLContext* gl, std::shared_ptr<CudaStream> stream)
    : gl_(static_cast<GstGLContext*>(gst_object_ref(gl))),
      stream_(std::move(stream)),
      textures_(gl, stream_->context()) {}

Result<std::unique_ptr<Session>> Session::create(GstGLContext* gl,
                                                 std::shared_ptr<CudaStream> stream) {
  GstCudaContext* cuda = stream->context();
  std::unique_ptr<Session> self(new Session(gl, std::move(stream)));
  std::optional<Error> error;
  on_gl_thread(gl, [&] {
    const CUdevice device = device_of(cuda);
    self->devices_ = gl_renderer(gl) + ", " + describe_device(device);
    error = verify_pairing(gl, device);
  });
  if (error) {
    return *error;
  }
  const CurrentContext current(cuda);
  if (current.error()) {
    return self->name_devices(*current.error());
  }
  if (const auto not_opened = self->stream_->open()) {
    return self->name_devices(*not_opened);
  }
  auto converter = Converter::create(self->stream_->handle());
  if (!converter) {
    return self->name_devices({converter.error()});
  }
  self->converter_ = std::move(*converter);
  return self;
}

Session::~Session() {
  on_gl_thread(gl_.get(), [this] { textures_.clear(); });
  const CurrentContext current(stream_->context());
  converter_.reset();
}

Error Session::name_devices(const Error& error) const {
  return {error.text + " [" + devices_ + "]"};
}

std::optional<Error> Session::convert(GstBuffer* input, GstMemory* output, const Matrix& matrix) {
  const MappedMemory mapped(output, GST_MAP_WRITE | static_cast<int>(GST_MAP_CUDA));
  if (!mapped) {
    return name_devices({"The CUDA memory of an output frame could not be mapped"});
  }
  const Nv12Target target = nv12_target(output, mapped);
  std::optional<Error> error;
  on_gl_thread(gl_.get(), [&] { error = submit(input, target, matrix); });
  // Waiting here leaves the GL thread free to draw the next frame. It is also due after an error:
  // nothing may still write to memory that goes back to its pool.
  const CurrentContext current(stream_->context());
  if (!current.error()) {
    const auto finished = converter_->finish();
    if (!error) {
      error = finished;
    }
  } else if (!error) {
    error = current.error();
  }
  return error ? std::optional<Error>(name_devices(*error)) : std::nullopt;
}

/// On the GL thread.
std::optional<Error> Session::submit(GstBuffer* input, const Nv12Target& target,
                                     const Matrix& matrix) {
  if (GstGLSyncMeta* sync = gst_buffer_get_gl_sync_meta(input)) {
    gst_gl_sync_meta_wait(sync, gl_.get());
  }
  GstMemory* memory = gst_buffer_peek_memory(input, 0);
  auto* texture = reinterpret_cast<GstGLMemory*>(memory);
  if (gst_gl_memory_get_texture_target(texture) != GST_GL_TEXTURE_TARGET_2D ||
      gst_gl_memory_get_texture_width(texture) < target.width ||
      gst_gl_memory_get_texture_height(texture) < target.height) {
    return Error{"A frame's texture is not a 2D one of the size in the caps"};
  }
  // Brings to the texture what upstream has written to the memory from the CPU, if it has.
  const MappedMemory mapped(memory, GST_MAP_READ | static_cast<int>(GST_MAP_GL));
  if (!mapped) {
    return Error{"The GL memory of an input frame could not be mapped"};
  }
  const CurrentContext current(stream_->context());
  if (current.error()) {
    return current.error();
  }
  const auto resource = textures_.find_or_register(texture);
  if (!resource) {
    return Error{resource.error()};
  }
  return launch_on(*resource, target, matrix);
}

/// On the GL thread, CUDA context current. Mapping makes the stream wait for OpenGL's drawing,
/// unmapping makes OpenGL wait for the stream.
std::optional<Error> Session::launch_on(CUgraphicsResource resource, const Nv12Target& target,
                                        const Matrix& matrix) {
  CUstream stream = stream_->handle();
  if (auto error = check(CuGraphicsMapResources(1, &resource, stream), "cuGraphicsMapResources")) {
    return error;
  }
  CUarray array = nullptr;
  auto error = check(CuGraphicsSubResourceGetMappedArray(&array, resource, 0, 0),
                     "cuGraphicsSubResourceGetMappedArray");
  if (!error) {
    error = converter_->launch(array, target, matrix);
  }
  const auto unmapped =
      check(CuGraphicsUnmapResources(1, &resource, stream), "cuGraphicsUnmapResources");
  return error ? error : unmapped;
}

}  // namespace gimbal::cudainterop
