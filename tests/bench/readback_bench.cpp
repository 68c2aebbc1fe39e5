// CPU time of bringing an RGBA frame from OpenGL into system memory as YUV 4:2:0: glreadback
// beside what GStreamer has, in the same run. All threads of the process count, and whatever each
// way makes the source do besides drawing.
#include <gst/gst.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "gst-plugins/support/handles.hpp"
#include "tests/bench/cpu_seconds.hpp"

namespace gimbal {
namespace {

constexpr int kWarmUp = 10;
constexpr int kRounds = 5;

[[noreturn]] void give_up(const std::string& text) {
  std::fprintf(stderr, "readback_bench: %s\n", text.c_str());
  std::exit(1);
}

struct Counter {
  int frames = 0;
  double cpu_at_start = 0;
};

GstPadProbeReturn count_frame(GstPad*, GstPadProbeInfo*, gpointer data) {
  auto* counter = static_cast<Counter*>(data);
  if (++counter->frames == kWarmUp) {
    counter->cpu_at_start = cpu_seconds();
  }
  return GST_PAD_PROBE_OK;
}

/// What makes the frames, in OpenGL's memory.
struct Source {
  const char* name;
  const char* behind_eglsrc;
};

/// Milliseconds of CPU time a frame of `source ! way ! fakesink`, from the tenth frame on.
double run(const Source& source, const std::string& way, int frames) {
  const std::string description =
      "eglsrc is-live=false num-buffers=" + std::to_string(kWarmUp + frames) +
      " ! video/x-raw(memory:GLMemory),width=1280,height=720 ! " + source.behind_eglsrc + way +
      " fakesink name=sink sync=false";
  GError* raw_error = nullptr;
  const ElementHandle pipeline(gst_parse_launch(description.c_str(), &raw_error));
  if (const ErrorHandle error(raw_error); error) {
    give_up(error->message);
  }
  Counter counter;
  const ElementHandle sink(gst_bin_get_by_name(GST_BIN(pipeline.get()), "sink"));
  const PadHandle pad(gst_element_get_static_pad(sink.get(), "sink"));
  gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, count_frame, &counter, nullptr);
  const BusHandle bus(gst_element_get_bus(pipeline.get()));
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  const MessageHandle end(
      gst_bus_timed_pop_filtered(bus.get(), GST_CLOCK_TIME_NONE,
                                 static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR)));
  const double cpu = cpu_seconds() - counter.cpu_at_start;
  gst_element_set_state(pipeline.get(), GST_STATE_NULL);
  if (counter.frames != kWarmUp + frames) {
    give_up(way + ": " + std::to_string(counter.frames) + " frames came");
  }
  return 1000 * cpu / frames;
}

struct Way {
  const char* elements;
  int frames;
  double cpu = 0;  // the least of all rounds: other programs only ever add to it
};

void compare(const Source& source, const std::string& format) {
  const std::string caps = "video/x-raw,format=" + format + " !";
  Way drawing{"", 600};
  std::array<Way, 4> ways = {{{"glreadback !", 600},
                              {"glreadback depth=1 !", 600},
                              {"gldownload ! videoconvert !", 200},
                              {"glcolorconvert ! gldownload !", 60}}};
  for (int round = 0; round < kRounds; ++round) {
    const auto measure = [&](Way& way, const std::string& behind) {
      const double cpu = run(source, way.elements + behind, way.frames);
      way.cpu = round == 0 ? cpu : std::min(way.cpu, cpu);
    };
    measure(drawing, "");
    for (Way& way : ways) {
      measure(way, caps);
    }
  }
  std::printf("%s to %s in memory, 1280x720, CPU ms a frame without the %.3f of drawing it\n",
              source.name, format.c_str(), drawing.cpu);
  const double ours = ways[0].cpu - drawing.cpu;
  for (const Way& way : ways) {
    const double cpu = way.cpu - drawing.cpu;
    std::printf("  %-30s %7.3f  glreadback costs %.3f of it\n", way.elements, cpu, ours / cpu);
  }
}

}  // namespace
}  // namespace gimbal

int main(int argc, char** argv) {
  gst_init(&argc, &argv);
  // In software eglsrc paints its scenes in memory, which OpenGL gets only if an element asks for a
  // texture. The second source is one that OpenGL has drawn.
  for (const gimbal::Source source :
       {gimbal::Source{"RGBA of eglsrc", ""},
        gimbal::Source{"RGBA drawn by OpenGL", "gleffects_identity ! "}}) {
    for (const char* format : {"NV12", "I420"}) {
      gimbal::compare(source, format);
    }
  }
}
