// Frames through GStreamer elements with no thread between: CPU time is the elements' own.
#include <gst/check/gstharness.h>
#include <gst/video/video.h>

#include <stdexcept>

#include "gst-plugins/support/handles.hpp"
#include "lib/camera/ptz_names.hpp"
#include "tests/bench/frame_ring.hpp"
#include "tests/bench/frame_way.hpp"

namespace gimbal {
namespace {

constexpr std::size_t kOutBytes = std::size_t{kOutWidth} * kOutHeight * 3 / 2;

class GStreamerWay : public FrameWay {
 public:
  GStreamerWay(FrameRing& ring, const std::string& elements)
      : ring_(ring), harness_(gst_harness_new_parse(elements.c_str())) {
    gst_harness_set_src_caps_str(harness_.get(),
                                 "video/x-raw,format=NV12,width=3840,height=2160,framerate=30/1,"
                                 "pixel-aspect-ratio=1/1,interlace-mode=progressive,"
                                 "colorimetry=bt709,chroma-site=mpeg2");
    gst_harness_set_sink_caps_str(harness_.get(),
                                  "video/x-raw,format=NV12,width=1280,height=720,framerate=30/1,"
                                  "pixel-aspect-ratio=1/1");
  }

  void take(std::int64_t number) override {
    GstBuffer* buffer = gst_buffer_new_wrapped_full(GST_MEMORY_FLAG_READONLY, ring_.frame(number),
                                                    FrameRing::kFrameBytes, 0,
                                                    FrameRing::kFrameBytes, nullptr, nullptr);
    GST_BUFFER_PTS(buffer) = gst_util_uint64_scale(static_cast<guint64>(number), GST_SECOND, 30);
    GST_BUFFER_DURATION(buffer) = GST_SECOND / 30;
    if (gst_harness_push(harness_.get(), buffer) != GST_FLOW_OK) {
      throw std::runtime_error("the elements refused a frame");
    }
    const BufferHandle out(gst_harness_try_pull(harness_.get()));
    if (!out || gst_buffer_get_size(out.get()) != kOutBytes) {
      throw std::runtime_error("no frame of 1280x720 came out");
    }
  }

 protected:
  GstHarness* harness() const { return harness_.get(); }

 private:
  FrameRing& ring_;
  Handle<GstHarness, gst_harness_teardown> harness_;
};

class MovingWay : public GStreamerWay {
 public:
  using GStreamerWay::GStreamerWay;

  void take(std::int64_t number) override {
    if (number % 60 == 0) {  // to and fro, so that it never comes to a border
      const double speed = number % 120 == 0 ? 0.03 : -0.03;
      GstStructure* move =
          gst_structure_new(kPtzMoveEvent, "command", G_TYPE_UINT64, guint64{0}, "x", G_TYPE_DOUBLE,
                            speed, "y", G_TYPE_DOUBLE, speed / 2, "zoom", G_TYPE_DOUBLE, speed,
                            "timeout", G_TYPE_DOUBLE, 10.0, nullptr);
      gst_harness_push_upstream_event(harness(),
                                      gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, move));
    }
    GStreamerWay::take(number);
  }
};

}  // namespace

std::unique_ptr<FrameWay> gstreamer_way(FrameRing& ring, const std::string& elements) {
  return std::make_unique<GStreamerWay>(ring, elements);
}

std::unique_ptr<FrameWay> moving_way(FrameRing& ring, const std::string& elements) {
  return std::make_unique<MovingWay>(ring, elements);
}

}  // namespace gimbal
