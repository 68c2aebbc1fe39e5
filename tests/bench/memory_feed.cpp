// The encoder alone, as the peer of a whole stream: frames drawn beforehand, from memory to x264 at
// their own pace. Prints {"frames": N, "late": N, "cpu_ms_per_frame": X}.
// Usage: memory-feed WIDTH HEIGHT FPS SECONDS [FILE]: the stream goes to FILE, or nowhere.
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {
namespace {

struct Task {
  int width;
  int height;
  int fps;
  int seconds;
  std::string file;

  std::string caps() const {
    return "video/x-raw,format=NV12,width=" + std::to_string(width) +
           ",height=" + std::to_string(height) + ",framerate=" + std::to_string(fps) + "/1";
  }
};

double cpu_ms() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto ms = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
  };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

/// One sweep of the bars' block, which lasts four seconds: played in a loop it has no jump.
std::vector<BufferHandle> draw(const Task& task) {
  const std::string line =
      "scenesrc is-live=false frame-stamp=true num-buffers=" + std::to_string(4 * task.fps) +
      " ! " + task.caps() + " ! appsink name=out sync=false";
  const ElementHandle pipeline(gst_parse_launch(line.c_str(), nullptr));
  const ElementHandle sink(gst_bin_get_by_name(GST_BIN(pipeline.get()), "out"));
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  std::vector<BufferHandle> frames;
  while (GstSample* raw = gst_app_sink_pull_sample(GST_APP_SINK(sink.get()))) {
    const MiniObjectHandle<GstSample> sample(raw);
    frames.emplace_back(gst_buffer_copy_deep(gst_sample_get_buffer(sample.get())));
  }
  gst_element_set_state(pipeline.get(), GST_STATE_NULL);
  return frames;
}

ElementHandle encoder(const Task& task) {
  const std::string line =
      "appsrc name=in is-live=true format=time block=true max-buffers=1 ! x264enc tune=zerolatency "
      "speed-preset=ultrafast threads=1 bitrate=6000 key-int-max=" +
      std::to_string(task.fps) +
      " ! h264parse config-interval=-1 ! video/x-h264,stream-format=byte-stream,alignment=au ! ";
  ElementHandle pipeline(
      gst_parse_launch((line + "filesink name=out sync=false").c_str(), nullptr));
  const ElementHandle sink(gst_bin_get_by_name(GST_BIN(pipeline.get()), "out"));
  g_object_set(sink.get(), "location", task.file.c_str(), nullptr);
  const ElementHandle source(gst_bin_get_by_name(GST_BIN(pipeline.get()), "in"));
  const CapsHandle caps(gst_caps_from_string(task.caps().c_str()));
  gst_app_src_set_caps(GST_APP_SRC(source.get()), caps.get());
  return pipeline;
}

void feed(const Task& task) {
  const auto frames = draw(task);
  const ElementHandle pipeline = encoder(task);
  const ElementHandle source(gst_bin_get_by_name(GST_BIN(pipeline.get()), "in"));
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  const double cpu_before = cpu_ms();
  const gint64 start = g_get_monotonic_time();
  const int total = task.fps * task.seconds;
  int late = 0;
  for (int i = 0; i < total; ++i) {
    const gint64 due = start + i * G_USEC_PER_SEC / task.fps;
    const gint64 now = g_get_monotonic_time();
    // As late as a stream of ours may be before it leaves frames out.
    late += now > due + 250'000 ? 1 : 0;
    if (due > now) {
      g_usleep(static_cast<gulong>(due - now));
    }
    GstBuffer* frame = gst_buffer_copy(frames[static_cast<std::size_t>(i) % frames.size()].get());
    GST_BUFFER_PTS(frame) =
        gst_util_uint64_scale(static_cast<guint64>(i), GST_SECOND, static_cast<guint64>(task.fps));
    gst_app_src_push_buffer(GST_APP_SRC(source.get()), frame);
  }
  gst_app_src_end_of_stream(GST_APP_SRC(source.get()));
  const BusHandle bus(gst_element_get_bus(pipeline.get()));
  const MessageHandle end(
      gst_bus_timed_pop_filtered(bus.get(), 10 * GST_SECOND,
                                 static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR)));
  std::printf("{\"frames\": %d, \"late\": %d, \"cpu_ms_per_frame\": %.3f}\n", total, late,
              (cpu_ms() - cpu_before) / total);
  gst_element_set_state(pipeline.get(), GST_STATE_NULL);
}

}  // namespace
}  // namespace gimbal

int main(int argc, char** argv) {
  gst_init(nullptr, nullptr);
  if (argc < 5) {
    std::fprintf(stderr, "usage: memory-feed WIDTH HEIGHT FPS SECONDS [FILE]\n");
    return 2;
  }
  gimbal::feed({std::atoi(argv[1]), std::atoi(argv[2]), std::atoi(argv[3]), std::atoi(argv[4]),
                argc > 5 ? argv[5] : "/dev/null"});
  return 0;
}
