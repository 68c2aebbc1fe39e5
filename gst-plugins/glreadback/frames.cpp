#include "gst-plugins/glreadback/frames.hpp"

#include <utility>

#include "gst-plugins/common/yuv_frame.hpp"
#include "gst-plugins/support/gl_thread.hpp"
#include "gst-plugins/support/mapped_frame.hpp"
#include "gst-plugins/support/mapped_memory.hpp"

namespace gimbal::glreadback {
namespace {

GstFlowReturn fail(GimbalGlReadback* self, const Error& error) {
  GST_ELEMENT_ERROR(self, RESOURCE, READ,
                    ("Could not read a frame back from OpenGL. %s", error.text.c_str()), (nullptr));
  return GST_FLOW_ERROR;
}

/// Converts `rgba` into the rows of `frame` from `first`, an even number, on.
void write_rows(const GstVideoFrame& frame, const Plane& rgba, int first,
                const YuvCoefficients& coefficients) {
  rgba_to_yuv420(rgba, luma_rows(frame, first, rgba.height), chroma_rows(frame, first),
                 coefficients);
}

/// `count` rows without padding, as wide as `frame`.
Plane rows_like(const GstVideoFrame& frame, Pixels pixels, int count) {
  const int width = GST_VIDEO_FRAME_WIDTH(&frame);
  return {pixels, 4 * static_cast<std::ptrdiff_t>(width), width, count};
}

// --- GL thread ---------------------------------------------------------------------------------

/// Runs `function(context)`, which gives an optional error, on the GL thread.
template <class Function>
std::optional<Error> on_gl_thread_of(GimbalGlReadback* self, Function function) {
  GstGLContext* context = GST_GL_BASE_FILTER(self)->context;
  // What stays if the context has ended and runs nothing any more.
  std::optional<Error> error = Error{"The OpenGL context has ended: start the pipeline again."};
  if (context != nullptr) {
    on_gl_thread(context, [&] { error = function(context); });
  }
  return error;
}

/// What must hold of a frame before it is mapped.
std::optional<Error> check_texture(GstBuffer* buffer, const GstVideoInfo& info) {
  GstMemory* memory = gst_buffer_peek_memory(buffer, 0);
  if (gst_buffer_n_memory(buffer) != 1 || gst_is_gl_memory(memory) == FALSE) {
    return Error{"A frame came that is not one GL texture: put glupload before glreadback."};
  }
  auto* texture = reinterpret_cast<GstGLMemory*>(memory);
  if (gst_gl_memory_get_texture_width(texture) < GST_VIDEO_INFO_WIDTH(&info) ||
      gst_gl_memory_get_texture_height(texture) < GST_VIDEO_INFO_HEIGHT(&info)) {
    return Error{
        "A frame's texture is smaller than its caps say, by a fault of an element before "
        "glreadback: try without it."};
  }
  return std::nullopt;
}

/// Calls `use(texture, size)`, which gives an optional error, once the texture may be read.
template <class Use>
std::optional<Error> with_texture(GstGLContext* context, GstBuffer* buffer,
                                  const GstVideoInfo& info, Use use) {
  if (GstGLSyncMeta* sync = gst_buffer_get_gl_sync_meta(buffer)) {
    gst_gl_sync_meta_wait(sync, context);
  }
  // Brings to the texture what upstream has written to the memory from the CPU, if it has.
  const MappedMemory mapped(gst_buffer_peek_memory(buffer, 0),
                            GST_MAP_READ | static_cast<int>(GST_MAP_GL));
  if (!mapped) {
    return Error{
        "The texture of a frame could not be mapped: try a smaller size, which takes less memory."};
  }
  return use(*reinterpret_cast<const guint*>(mapped.data()),
             TextureSize{GST_VIDEO_INFO_WIDTH(&info), GST_VIDEO_INFO_HEIGHT(&info)});
}

/// Whether the picture is still in the memory beside the texture: the CPU drew it, and OpenGL would
/// get it only now, to give it back. That is how eglsrc draws its scenes in software.
bool is_in_memory(GstMemory* texture) {
  return GST_MEMORY_FLAG_IS_SET(texture, GST_GL_BASE_MEMORY_TRANSFER_NEED_UPLOAD);
}

std::optional<Error> convert_memory(const State& state, GstBuffer* input,
                                    const GstVideoFrame& frame) {
  GstMemory* memory = gst_buffer_peek_memory(input, 0);
  const MappedMemory mapped(memory, GST_MAP_READ);
  if (!mapped) {
    return Error{"The memory of a frame could not be mapped: try a smaller size."};
  }
  const GstGLMemory* texture = reinterpret_cast<GstGLMemory*>(memory);
  const Plane rgba{mapped.data(), GST_VIDEO_INFO_PLANE_STRIDE(&texture->info, texture->plane),
                   GST_VIDEO_FRAME_WIDTH(&frame), GST_VIDEO_FRAME_HEIGHT(&frame)};
  write_rows(frame, rgba, 0, state.coefficients);
  return std::nullopt;
}

std::optional<Error> convert_texture(State& state, GstGLContext* context, GstBuffer* input,
                                     const GstVideoFrame& frame) {
  return with_texture(context, input, state.in_info, [&](guint texture, TextureSize size) {
    return state.reader.read(texture, size, [&](Pixels rows, int first, int count) {
      write_rows(frame, rows_like(frame, rows, count), first, state.coefficients);
    });
  });
}

std::optional<Error> convert(State& state, GstGLContext* context, GstBuffer* input,
                             const GstVideoFrame& frame) {
  if (auto error = check_texture(input, state.in_info)) {
    return error;
  }
  // On a GPU memory that it is to be uploaded from may be slow to read.
  const bool from_memory =
      state.reader.is_software() && is_in_memory(gst_buffer_peek_memory(input, 0));
  return from_memory ? convert_memory(state, input, frame)
                     : convert_texture(state, context, input, frame);
}

std::optional<Error> begin(State& state, GstGLContext* context, GstBuffer* input) {
  if (auto error = check_texture(input, state.in_info)) {
    return error;
  }
  return with_texture(context, input, state.in_info, [&](guint texture, TextureSize size) {
    return state.reader.begin(texture, size);
  });
}

// --- streaming thread --------------------------------------------------------------------------

GstFlowReturn fail_to_write(GimbalGlReadback* self) {
  GST_ELEMENT_ERROR(self, RESOURCE, WRITE,
                    ("Could not write to the buffers that come from behind glreadback: try another "
                     "element there, or a smaller size, which takes less memory."),
                    ("mapping the output buffer failed"));
  return GST_FLOW_ERROR;
}

/// The pixels of the pending frame (null if there is none), with `input` (may be null) under way.
Result<Pixels> exchange(GimbalGlReadback* self, GstBuffer* input) {
  State& state = self->p->state;
  Result<Pixels> pixels = Pixels{nullptr};
  const auto error = on_gl_thread_of(self, [&](GstGLContext* context) -> std::optional<Error> {
    auto failed = input != nullptr ? begin(state, context, input) : std::nullopt;
    if (!failed && state.pending) {
      pixels = state.reader.finish();
    }
    return failed;
  });
  return error ? Result<Pixels>(*error) : pixels;
}

/// A frame like `source` in all but the picture, which is made of `pixels`.
GstFlowReturn make_output(GimbalGlReadback* self, GstBuffer* source, Pixels pixels,
                          GstBuffer** output) {
  GstBaseTransform* base = GST_BASE_TRANSFORM(self);
  const State& state = self->p->state;
  GstBuffer* made = nullptr;
  const GstFlowReturn flow =
      GST_BASE_TRANSFORM_GET_CLASS(base)->prepare_output_buffer(base, source, &made);
  BufferHandle owned(made);
  if (flow != GST_FLOW_OK) {
    return flow;
  }
  {
    const MappedFrame frame(state.out_info, made, GST_MAP_WRITE);
    if (!frame) {
      return fail_to_write(self);
    }
    write_rows(*frame, rows_like(*frame, pixels, GST_VIDEO_FRAME_HEIGHT(&*frame)), 0,
               state.coefficients);
  }
  *output = owned.release();
  return GST_FLOW_OK;
}

}  // namespace

GstFlowReturn convert_now(GimbalGlReadback* self, GstBuffer* input, GstBuffer* output) {
  State& state = self->p->state;
  const MappedFrame frame(state.out_info, output, GST_MAP_WRITE);
  if (!frame) {
    return fail_to_write(self);
  }
  const auto error = on_gl_thread_of(
      self, [&](GstGLContext* context) { return convert(state, context, input, *frame); });
  return error ? fail(self, *error) : GST_FLOW_OK;
}

GstFlowReturn convert_previous(GimbalGlReadback* self, BufferHandle input, GstBuffer** output) {
  const auto pixels = exchange(self, input.get());
  if (!pixels) {
    discard(self);
    return fail(self, Error{pixels.error()});
  }
  const BufferHandle previous = std::exchange(self->p->state.pending, std::move(input));
  return previous ? make_output(self, previous.get(), *pixels, output) : GST_FLOW_OK;
}

GstFlowReturn drain(GimbalGlReadback* self) {
  if (!self->p->state.pending) {
    return GST_FLOW_OK;
  }
  GstBuffer* output = nullptr;
  const GstFlowReturn flow = convert_previous(self, nullptr, &output);
  return output != nullptr ? gst_pad_push(GST_BASE_TRANSFORM_SRC_PAD(self), output) : flow;
}

void discard(GimbalGlReadback* self) {
  State& state = self->p->state;
  if (state.pending) {
    state.pending.reset();
    on_gl_thread_of(self, [&](GstGLContext*) -> std::optional<Error> {
      state.reader.release();
      return std::nullopt;
    });
  }
}

}  // namespace gimbal::glreadback
