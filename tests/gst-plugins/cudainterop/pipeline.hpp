// A pipeline with cudainterop in it that keeps what goes in and what comes out.
#pragma once

#include <gst/cuda/gstcudamemory.h>
#include <gst/gl/gl.h>
#include <gst/gst.h>
#include <gst/video/video.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gst-plugins/common/roi_meta.hpp"
#include "gst-plugins/support/handles.hpp"
#include "tests/gst-plugins/cudainterop/reference.hpp"

namespace gimbal::cudainterop {

struct Nv12Picture {
  std::vector<std::uint8_t> luma;
  std::vector<std::uint8_t> chroma;
  int luma_stride;
  int chroma_stride;
  std::string colorimetry;
  std::vector<Box> boxes;
  bool has_sync;
  GstCudaContext* context;  // to compare with
};

/// What every input frame says it shows.
inline std::vector<Box> boxes_of_input() {
  return {{3, "player", 0.75, 1.25, 2.5, 30, 40}, {11, "ball", 1, 5, 6, 7, 8}};
}

/// source ! cudainterop ! fakesink, watched on both sides of cudainterop.
class Pipeline {
 public:
  explicit Pipeline(const std::string& source, const std::string& after = "") {
    const std::string text =
        source + " ! cudainterop name=dut " + after + " ! fakesink name=sink async=false";
    pipeline_.reset(gst_parse_launch(text.c_str(), nullptr));
    gst_object_ref_sink(pipeline_.get());
    dut.reset(gst_bin_get_by_name(GST_BIN(pipeline_.get()), "dut"));
    watch("dut", "sink", GST_PAD_PROBE_TYPE_BUFFER, on_input);
    watch("sink", "sink", GST_PAD_PROBE_TYPE_BUFFER, on_output);
    watch(
        "sink", "sink",
        static_cast<GstPadProbeType>(GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM | GST_PAD_PROBE_TYPE_PUSH),
        on_query);
  }
  ~Pipeline() { stop(); }
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  ElementHandle named(const char* name) const {
    return ElementHandle(gst_bin_get_by_name(GST_BIN(pipeline_.get()), name));
  }

  void stop() { gst_element_set_state(pipeline_.get(), GST_STATE_NULL); }

  /// Plays to the end or to an error. The errors that cudainterop posted.
  std::vector<std::string> play() {
    gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
    const BusHandle bus(gst_element_get_bus(pipeline_.get()));
    const auto end = static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    MessageHandle message(gst_bus_timed_pop_filtered(bus.get(), 30 * GST_SECOND, end));
    EXPECT_TRUE(message) << "neither end nor error";
    std::vector<std::string> errors;
    for (; message; message.reset(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR))) {
      if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR) {
        GError* error = nullptr;
        gst_message_parse_error(message.get(), &error, nullptr);
        const ErrorHandle owned(error);
        if (GST_MESSAGE_SRC(message.get()) == GST_OBJECT_CAST(dut.get())) {
          errors.emplace_back(error->message);
        }
      }
    }
    return errors;
  }

  std::string text_property(const char* name) const {
    char* value = nullptr;
    g_object_get(dut.get(), name, &value, nullptr);
    return CharHandle(value).get();
  }

  ElementHandle dut;
  std::vector<RgbaPicture> inputs;
  std::vector<Nv12Picture> outputs;
  std::function<void(int frame)> before_frame;
  std::shared_ptr<GstBuffer> kept;        // the first frame's input, held on to
  bool fresh_textures = false;            // each frame comes in a texture of its own
  GstBufferPool* offered_pool = nullptr;  // what downstream answers to ALLOCATION

 private:
  void watch(const char* element, const char* pad_name, GstPadProbeType type,
             GstPadProbeCallback callback) {
    const ElementHandle owner(named(element));
    const PadHandle pad(gst_element_get_static_pad(owner.get(), pad_name));
    gst_pad_add_probe(pad.get(), type, callback, this, nullptr);
  }

  static GstPadProbeReturn on_input(GstPad* pad, GstPadProbeInfo* info, gpointer data) {
    auto* self = static_cast<Pipeline*>(data);
    if (self->before_frame) {
      self->before_frame(static_cast<int>(self->inputs.size()));
    }
    const CapsHandle caps(gst_pad_get_current_caps(pad));
    GstVideoInfo video;
    EXPECT_TRUE(gst_video_info_from_caps(&video, caps.get()));
    auto* buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
    if (self->fresh_textures) {
      auto* copy = gst_buffer_copy_deep(buffer);
      gst_buffer_unref(buffer);
      buffer = copy;
    }
    info->data = buffer;
    GstVideoFrame frame;
    EXPECT_TRUE(gst_video_frame_map(&frame, &video, buffer, GST_MAP_READ));
    RgbaPicture picture{GST_VIDEO_INFO_WIDTH(&video), GST_VIDEO_INFO_HEIGHT(&video), {}};
    const auto* rows = static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0));
    for (int y = 0; y < picture.height; ++y) {
      const auto* row = rows + y * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0);
      picture.bytes.insert(picture.bytes.end(), row, row + picture.width * 4);
    }
    gst_video_frame_unmap(&frame);
    self->inputs.push_back(std::move(picture));
    add_roi_metas(buffer, boxes_of_input(), GST_VIDEO_INFO_WIDTH(&video),
                  GST_VIDEO_INFO_HEIGHT(&video));
    if (!self->kept) {
      self->kept.reset(gst_buffer_ref(buffer), gst_buffer_unref);
    }
    return GST_PAD_PROBE_OK;
  }

  static GstPadProbeReturn on_output(GstPad* pad, GstPadProbeInfo* info, gpointer data) {
    auto* self = static_cast<Pipeline*>(data);
    const CapsHandle caps(gst_pad_get_current_caps(pad));
    GstVideoInfo video;
    EXPECT_TRUE(gst_video_info_from_caps(&video, caps.get()));
    auto* buffer = GST_PAD_PROBE_INFO_BUFFER(info);
    auto* memory = gst_buffer_peek_memory(buffer, 0);
    EXPECT_TRUE(gst_is_cuda_memory(memory));
    GstVideoFrame frame;
    EXPECT_TRUE(gst_video_frame_map(&frame, &video, buffer, GST_MAP_READ));
    const CharHandle colorimetry(gst_video_colorimetry_to_string(&video.colorimetry));
    const auto plane = [&frame](guint index, int rows) {
      const auto* start =
          static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, index));
      return std::vector<std::uint8_t>(start,
                                       start + rows * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, index));
    };
    const int height = GST_VIDEO_INFO_HEIGHT(&video);
    self->outputs.push_back(
        {plane(0, height), plane(1, (height + 1) / 2), GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0),
         GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 1), colorimetry.get(), get_roi_metas(buffer),
         gst_buffer_get_gl_sync_meta(buffer) != nullptr, GST_CUDA_MEMORY_CAST(memory)->context});
    gst_video_frame_unmap(&frame);
    return GST_PAD_PROBE_OK;
  }

  static GstPadProbeReturn on_query(GstPad*, GstPadProbeInfo* info, gpointer data) {
    auto* self = static_cast<Pipeline*>(data);
    auto* query = GST_PAD_PROBE_INFO_QUERY(info);
    if (GST_QUERY_TYPE(query) != GST_QUERY_ALLOCATION || self->offered_pool == nullptr) {
      return GST_PAD_PROBE_OK;
    }
    gst_query_add_allocation_pool(query, self->offered_pool, 0, 0, 0);
    return GST_PAD_PROBE_HANDLED;
  }

  ElementHandle pipeline_;
};

}  // namespace gimbal::cudainterop
