#include "tests/bench/gpu/bench_pipeline.hpp"

#include <gst/cuda/gstcudautils.h>
#include <gst/gl/gl.h>
#include <gst/gl/gstglfuncs.h>

#include "gst-plugins/support/gl_thread.hpp"

namespace gimbal {

Result<std::unique_ptr<BenchPipeline>> BenchPipeline::create(const Setting& setting,
                                                             PictureSize size, int frames,
                                                             const std::string& rest) {
  const std::string description =
      "eglsrc name=src is-live=false cuda-device=0 num-buffers=" + std::to_string(frames) +
      " ! video/x-raw(memory:GLMemory),framerate=60/1,width=" + std::to_string(size.width) +
      ",height=" + std::to_string(size.height) + " ! " + rest;
  GError* raw_error = nullptr;
  ElementHandle pipeline(gst_parse_launch(description.c_str(), &raw_error));
  if (const ErrorHandle error(raw_error); error) {
    return Error{error->message};
  }
  std::unique_ptr<BenchPipeline> self(new BenchPipeline(std::move(pipeline)));
  g_object_set(self->element("src").get(), "shader-file", setting.shader.c_str(), nullptr);
  const ContextHandle context(gst_context_new_cuda_context(setting.cuda));
  gst_element_set_context(self->pipeline_.get(), context.get());
  return self;
}

BenchPipeline::~BenchPipeline() {
  gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
}

void BenchPipeline::play() {
  gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
}

ElementHandle BenchPipeline::element(const char* name) const {
  return ElementHandle(gst_bin_get_by_name(GST_BIN(pipeline_.get()), name));
}

BusHandle BenchPipeline::bus() const {
  return BusHandle(gst_element_get_bus(pipeline_.get()));
}

void BenchPipeline::watch(const char* element_name, const char* pad_name, GstPadProbeCallback probe,
                          gpointer data) const {
  const PadHandle pad(gst_element_get_static_pad(element(element_name).get(), pad_name));
  gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, probe, data, nullptr);
}

std::string error_text(GstMessage* message) {
  GError* raw_error = nullptr;
  char* raw_debug = nullptr;
  gst_message_parse_error(message, &raw_error, &raw_debug);
  const ErrorHandle error(raw_error);
  const CharHandle owned(raw_debug);
  const std::string debug = raw_debug != nullptr ? raw_debug : "";
  // Its last line; those before say where in the source.
  return std::string(GST_MESSAGE_SRC_NAME(message)) + ": " + error->message + " (" +
         debug.substr(debug.rfind('\n') + 1) + ")";
}

void finish_drawing(GstBuffer* frame) {
  GstGLContext* gl = reinterpret_cast<GstGLBaseMemory*>(gst_buffer_peek_memory(frame, 0))->context;
  on_gl_thread(gl, [gl] { gl->gl_vtable->Finish(); });
}

}  // namespace gimbal
