// Decodes H.264 frame by frame and says when each one's stamp could be read.
// Standard input: for each frame its length (32 bits, little endian) and its bytes (Annex B,
// whole). Output: a line a frame, "NUMBER DRAWN_MS READ_MS", wall clock. Usage: decode-stamps WIDTH
// HEIGHT
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <gst/video/video.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <vector>

#include "gst-plugins/support/handles.hpp"
#include "lib/stamp/frame_stamp.hpp"

namespace gimbal {
namespace {

std::int64_t wall_clock_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::vector<char> read_unit() {
  std::uint32_t length = 0;
  std::cin.read(reinterpret_cast<char*>(&length), sizeof length);
  std::vector<char> unit(std::cin ? length : 0);
  std::cin.read(unit.data(), static_cast<std::streamsize>(unit.size()));
  return unit;
}

void print_stamp(GstSample* sample, int width, int height) {
  GstVideoInfo info;
  gst_video_info_from_caps(&info, gst_sample_get_caps(sample));
  GstVideoFrame frame;
  gst_video_frame_map(&frame, &info, gst_sample_get_buffer(sample), GST_MAP_READ);
  const auto stamp =
      read_stamp(static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0)),
                 static_cast<std::size_t>(GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0)), width, height);
  gst_video_frame_unmap(&frame);
  if (stamp) {
    std::printf("%u %llu %lld\n", stamp->frame, static_cast<unsigned long long>(stamp->clock_ms),
                static_cast<long long>(wall_clock_ms()));
    std::fflush(stdout);
  }
}

void decode(int width, int height) {
  const ElementHandle pipeline(gst_parse_launch(
      "appsrc name=in format=time caps=video/x-h264,stream-format=byte-stream,alignment=au "
      "! h264parse ! avdec_h264 max-threads=1 ! appsink name=out sync=false",
      nullptr));
  const ElementHandle in(gst_bin_get_by_name(GST_BIN(pipeline.get()), "in"));
  const ElementHandle out(gst_bin_get_by_name(GST_BIN(pipeline.get()), "out"));
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  for (auto unit = read_unit(); !unit.empty(); unit = read_unit()) {
    GstBuffer* buffer = gst_buffer_new_memdup(unit.data(), unit.size());
    gst_app_src_push_buffer(GST_APP_SRC(in.get()), buffer);
    // A decoder that holds frames back would be caught here: one goes in, one comes out.
    const MiniObjectHandle<GstSample> sample(
        gst_app_sink_try_pull_sample(GST_APP_SINK(out.get()), 5 * GST_SECOND));
    if (!sample) {
      std::fprintf(stderr, "decode-stamps: the decoder gives no picture for a frame\n");
      break;
    }
    print_stamp(sample.get(), width, height);
  }
  gst_element_set_state(pipeline.get(), GST_STATE_NULL);
}

}  // namespace
}  // namespace gimbal

int main(int argc, char** argv) {
  gst_init(nullptr, nullptr);
  if (argc != 3) {
    std::fprintf(stderr, "usage: decode-stamps WIDTH HEIGHT\n");
    return 2;
  }
  gimbal::decode(std::atoi(argv[1]), std::atoi(argv[2]));
  return 0;
}
