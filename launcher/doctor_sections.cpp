#include "launcher/doctor_sections.hpp"

#include <gst/gst.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "gst-plugins/support/handles.hpp"
#include "launcher/encoder_ladder.hpp"
#include "launcher/process_deadline.hpp"
#include "launcher/stream_setup.hpp"
#include "lib/cuda/cuda_facts.hpp"
#include "lib/egl/egl_devices.hpp"

namespace gimbal {

namespace {

/// An element a stream is made of, and where to get it.
struct Needed {
  const char* element;
  const char* package;
};

constexpr const char* kOurs = "Gimbal's plugins (GST_PLUGIN_PATH)";
constexpr std::array<Needed, 18> kNeeded{{
    {"eglsrc", kOurs},
    {"scenesrc", kOurs},
    {"glreadback", kOurs},
    {"virtualptz", kOurs},
    {"trackingsink", kOurs},
    {"appsink", "gstreamer1.0-plugins-base"},
    {"h264parse", "gstreamer1.0-plugins-bad"},
    {"mpegtsmux", "gstreamer1.0-plugins-bad"},
    {"flvmux", "gstreamer1.0-plugins-good"},
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

bool has_element(const char* name) {
  return GstObjectHandle<GstElementFactory>(gst_element_factory_find(name)) != nullptr;
}

std::string error_on(GstBus* bus, const std::string& otherwise) {
  const MessageHandle message(gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR));
  if (!message) {
    return otherwise;
  }
  GError* raw_error = nullptr;
  gst_message_parse_error(message.get(), &raw_error, nullptr);
  return ErrorHandle(raw_error)->message;
}

/// Brings an element to READY, where it opens its device. Empty when that works, else why not.
std::string open_element(const char* name) {
  const ElementHandle element(gst_element_factory_make(name, nullptr));
  gst_object_ref_sink(element.get());
  const BusHandle bus(gst_bus_new());
  gst_element_set_bus(element.get(), bus.get());
  const bool opened =
      gst_element_set_state(element.get(), GST_STATE_READY) != GST_STATE_CHANGE_FAILURE;
  gst_element_set_state(element.get(), GST_STATE_NULL);
  gst_element_set_bus(element.get(), nullptr);
  return opened ? "" : error_on(bus.get(), "it does not open");
}

Section examine_elements() {
  Section section{
      "elements", "GStreamer " + std::string(CharHandle(gst_version_string()).get() + 10), {}};
  for (const Needed& needed : kNeeded) {
    if (has_element(needed.element)) {
      section.good(needed.element);
    } else {
      section.bad(needed.element, std::string("missing; install ") + needed.package);
    }
  }
  return section;
}

std::string registry_path() {
  for (const char* variable : {"GST_REGISTRY_1_0", "GST_REGISTRY"}) {
    if (const char* path = std::getenv(variable)) {
      return path;
    }
  }
  return std::string(g_get_user_cache_dir()) + "/gstreamer-1.0/registry." + GIMBAL_HOST_CPU +
         ".bin";
}

Section examine_registry() {
  Section section{"registry", "GStreamer's plugin registry", {}};
  const std::filesystem::path path = registry_path();
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    section.bad(path,
                "not there: it cannot be written, and every start but that of `gimbal stream` "
                "scans all plugins; set GST_REGISTRY to a file in a writable folder");
  } else if (access(path.parent_path().c_str(), W_OK) != 0) {
    section.bad(path,
                "its folder is read-only: it stays as it is when plugins or drivers come; set "
                "GST_REGISTRY to a file in a writable folder");
  } else {
    section.good(path.string() + ", " +
                 std::to_string(std::filesystem::file_size(path, error) / 1024) + " KiB");
  }
  return section;
}

Section examine_devices() {
  Section section{"egl", "EGL devices, in the order of EGL", {}};
  const auto devices = list_egl_devices();
  if (!devices) {
    section.bad("none", devices.error());
    return section;
  }
  for (const EglDevice& device : *devices) {
    const std::string line = describe_egl_devices({device});
    if (egl_device_works(device)) {
      section.good(line);
    } else {
      section.bad(line, "cannot be initialised; check the driver and the permissions of /dev/dri");
    }
  }
  const auto best = choose_egl_device(*devices, {});
  if (best) {
    section.good("chosen without --device: " + std::to_string(best->index));
  }
  return section;
}

/// Draws one frame, for the renderer's name is known only then.
Section examine_drawing() {
  Section section{"gl", "OpenGL", {}};
  const ElementHandle pipeline(
      gst_parse_launch("eglsrc name=source num-buffers=1 is-live=false ! fakesink", nullptr));
  const ElementHandle source(gst_bin_get_by_name(GST_BIN(pipeline.get()), "source"));
  if (!source) {
    section.bad("eglsrc", "missing");
    return section;
  }
  const BusHandle bus(gst_element_get_bus(pipeline.get()));
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  const MessageHandle end(
      gst_bus_timed_pop_filtered(bus.get(), 10 * GST_SECOND,
                                 static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR)));
  if (end && GST_MESSAGE_TYPE(end.get()) == GST_MESSAGE_EOS) {
    gchar* renderer = nullptr;
    gboolean software = FALSE;
    g_object_get(source.get(), "gl-renderer", &renderer, "software", &software, nullptr);
    const CharHandle owned(renderer);
    section.good(std::string(owned.get()) + (software != FALSE ? " (on the CPU)" : ""));
  } else if (end) {
    GError* raw_error = nullptr;
    gst_message_parse_error(end.get(), &raw_error, nullptr);
    section.bad("eglsrc", ErrorHandle(raw_error)->message);
  } else {
    section.bad("eglsrc", "no picture came within 10 seconds");
  }
  gst_element_set_state(pipeline.get(), GST_STATE_NULL);
  return section;
}

Section examine_cuda() {
  Section section{"cuda", "CUDA", {}};
  const auto facts = read_cuda_facts();
  if (!facts) {
    section.bad("driver", facts.error());
  } else {
    const std::string driver = "driver for CUDA " + cuda_version_text(facts->driver_version);
    const std::string old = why_driver_is_too_old(facts->driver_version, GIMBAL_CUDA_TOOLKIT);
    if (old.empty()) {
      section.good(driver);
    } else {
      section.bad(driver, old);
    }
    for (std::size_t i = 0; i < facts->devices.size(); ++i) {
      section.good("device " + std::to_string(i) + " \"" + facts->devices[i].name + "\"");
    }
  }
  if (!has_element("cudainterop")) {
    section.bad("cudainterop", "not built: Gimbal was built without the CUDA toolkit");
    return section;
  }
  const std::string why = open_element("cudainterop");
  if (why.empty()) {
    section.good("cudainterop opens: OpenGL frames can be handed to CUDA without a copy");
  } else {
    section.bad("cudainterop", why);
  }
  return section;
}

Section examine_encoders() {
  Section section{"encoders", "H.264 encoders, in the order they are tried", {}};
  for (const EncoderRung& rung : encoder_ladder()) {
    const std::string name = std::string(rung.name) + " (" + rung.element + ")";
    const std::string why = try_encoder(rung, {});
    if (why.empty()) {
      section.good(name);
    } else {
      section.bad(name, why);
    }
  }
  return section;
}

Section examine_stream() {
  Section section{"stream", "What `gimbal stream` uses", {}};
  const auto setup = choose_setup(StreamOptions{});
  if (!setup) {
    section.bad("nothing", setup.error());
    return section;
  }
  const auto devices = list_egl_devices();
  if (devices && choose_egl_device(*devices, {})) {
    section.good(std::string("path ") + name_of(setup->path));
  } else {
    section.bad(std::string("path ") + name_of(setup->path),
                "no OpenGL, see above; `gimbal stream --renderer cpu` draws without");
  }
  section.good(std::string("encoder ") + setup->encoder->element);
  return section;
}

}  // namespace

std::vector<Section> examine_machine() {
  constexpr std::chrono::seconds kPatience{30};
  const std::vector<std::pair<const char*, Section (*)()>> parts{
      {"the elements", examine_elements},
      {"the registry", examine_registry},
      {"the EGL devices", examine_devices},
      {"OpenGL", examine_drawing},
      {"CUDA", examine_cuda},
      {"the encoders", examine_encoders},
      {"a stream", examine_stream}};
  std::vector<Section> sections;
  for (const auto& [name, examine] : parts) {
    // A driver may hang: then that is what there is to say.
    set_process_deadline(kPatience, std::string("gimbal doctor: looking at ") + name +
                                        " takes over 30 seconds: a driver hangs. Run it with "
                                        "GST_DEBUG=3 to see which.");
    sections.push_back(examine());
  }
  clear_process_deadline();
  return sections;
}

}  // namespace gimbal
