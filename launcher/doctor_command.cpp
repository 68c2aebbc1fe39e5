// `gimbal doctor`: what this machine can do, what it cannot, and why.
#include <gst/gst.h>

#include <array>

#include "gst-plugins/support/handles.hpp"
#include "launcher/command_line.hpp"
#include "launcher/commands.hpp"
#include "lib/egl/egl_devices.hpp"

namespace gimbal {

namespace {

/// An element a stream is made of, and where to get it.
struct Needed {
  const char* element;
  const char* package;
};

constexpr std::array<Needed, 15> kNeeded{{
    {"eglsrc", "Gimbal's plugins (GST_PLUGIN_PATH)"},
    {"glreadback", "Gimbal's plugins (GST_PLUGIN_PATH)"},
    {"virtualptz", "Gimbal's plugins (GST_PLUGIN_PATH)"},
    {"x264enc", "gstreamer1.0-plugins-ugly"},
    {"h264parse", "gstreamer1.0-plugins-bad"},
    {"mpegtsmux", "gstreamer1.0-plugins-bad"},
    {"jpegenc", "gstreamer1.0-plugins-good"},
    {"uridecodebin3", "gstreamer1.0-plugins-base"},
    {"videoconvert", "gstreamer1.0-plugins-base"},
    {"videorate", "gstreamer1.0-plugins-base"},
    {"deinterlace", "gstreamer1.0-plugins-good"},
    {"videoflip", "gstreamer1.0-plugins-good"},
    {"clocksync", "libgstreamer1.0-0"},
    {"rtspsrc", "gstreamer1.0-plugins-good"},
    {"avdec_h264", "gstreamer1.0-libav"},
}};

/// Lines of "  ok   what" and "  --   what: why".
class Report {
 public:
  void heading(const std::string& text) { text_ += (text_.empty() ? "" : "\n") + text + "\n"; }
  void good(const std::string& what) { text_ += "  ok   " + what + "\n"; }
  void bad(const std::string& what, const std::string& why) {
    text_ += "  --   " + what + ": " + why + "\n";
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

bool has_element(const char* name) {
  return GstObjectHandle<GstElementFactory>(gst_element_factory_find(name)) != nullptr;
}

/// Brings `element` to READY, where it opens its device. Empty when that works, else why not.
std::string open_element(const char* name) {
  const ElementHandle element(gst_element_factory_make(name, nullptr));
  if (!element) {
    return "GStreamer has no such element";
  }
  gst_object_ref_sink(element.get());
  const BusHandle bus(gst_bus_new());
  gst_element_set_bus(element.get(), bus.get());
  const bool opened =
      gst_element_set_state(element.get(), GST_STATE_READY) != GST_STATE_CHANGE_FAILURE;
  const MessageHandle message(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR));
  gst_element_set_state(element.get(), GST_STATE_NULL);
  gst_element_set_bus(element.get(), nullptr);
  if (opened) {
    return "";
  }
  if (!message) {
    return "it does not open";
  }
  GError* raw_error = nullptr;
  gst_message_parse_error(message.get(), &raw_error, nullptr);
  return ErrorHandle(raw_error)->message;
}

void report_elements(Report& report) {
  report.heading("GStreamer " + std::string(CharHandle(gst_version_string()).get() + 10));
  for (const Needed& needed : kNeeded) {
    if (has_element(needed.element)) {
      report.good(needed.element);
    } else {
      report.bad(needed.element, std::string("missing; install ") + needed.package);
    }
  }
}

void report_devices(Report& report) {
  report.heading("EGL devices, in the order of EGL");
  const auto devices = list_egl_devices();
  if (!devices) {
    report.bad("none", devices.error());
    return;
  }
  for (const EglDevice& device : *devices) {
    const std::string line = describe_egl_devices({device});
    if (egl_device_works(device)) {
      report.good(line);
    } else {
      report.bad(line, "cannot be initialised; check the driver and the permissions of /dev/dri");
    }
  }
  const auto best = choose_egl_device(*devices, {});
  if (best) {
    report.good("chosen without --device: " + std::to_string(best->index));
  }
}

/// True where frames can stay on the GPU up to CUDA.
bool report_cuda(Report& report) {
  report.heading("CUDA");
  if (!has_element("cudainterop")) {
    report.bad("cudainterop", "not built: Gimbal was built without the CUDA toolkit");
    return false;
  }
  const std::string why = open_element("cudainterop");
  if (why.empty()) {
    report.good("cudainterop opens: OpenGL frames can be handed to CUDA without a copy");
    return true;
  }
  report.bad("cudainterop", why);
  return false;
}

void report_encoders(Report& report) {
  report.heading("H.264 encoders");
  for (const char* name : {"nvcudah264enc", "nvh264enc", "vah264enc", "x264enc", "openh264enc"}) {
    const std::string why = has_element(name) ? open_element(name) : "not there";
    if (why.empty()) {
      report.good(name);
    } else {
      report.bad(name, why);
    }
  }
}

}  // namespace

int doctor_command(const std::vector<std::string>& arguments, int video_fd) {
  const auto go_on = parse_command_line(
      {"doctor", "Says what this machine can do, what it cannot, and why.", nullptr}, {{}},
      arguments, video_fd);
  if (!go_on) {
    report_error("doctor", go_on.error());
    return 2;
  }
  if (!*go_on) {
    return 0;
  }
  Report report;
  report_elements(report);
  report_devices(report);
  const bool cuda = report_cuda(report);
  report_encoders(report);
  report.heading("What `gimbal stream` uses");
  report.good("path readback: eglsrc, glreadback, x264enc");
  if (cuda) {
    report.bad("path zero-copy", "cudainterop opens, but `gimbal stream` does not choose it yet");
  }
  write_text(video_fd, report.text());
  return 0;
}

}  // namespace gimbal
