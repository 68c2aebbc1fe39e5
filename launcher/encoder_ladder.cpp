#include "launcher/encoder_ladder.hpp"

#include <dlfcn.h>
#include <glob.h>

#include <algorithm>

#include "gst-plugins/support/handles.hpp"
#include "launcher/encoder_trial.hpp"
#include "launcher/log.hpp"
#include "launcher/plugin_files.hpp"

namespace gimbal {

namespace {

bool has_nvidia_driver() {
  // Once it is there it stays loaded: who asks is about to use it.
  static void* driver = nullptr;
  if (driver == nullptr) {
    driver = dlopen("libcuda.so.1", RTLD_LAZY);
  }
  return driver != nullptr;
}

/// Why the hardware cannot be there, found without loading anything large. Empty where it may be.
std::string missing_hardware(const EncoderRung& rung) {
  const std::string_view name = rung.name;
  if (name == "nvenc") {
    return has_nvidia_driver() ? "" : "no NVIDIA driver (libcuda.so.1 does not load)";
  }
  if (name == "va") {
    glob_t nodes{};
    const bool found = glob("/dev/dri/renderD*", 0, nullptr, &nodes) == 0;
    globfree(&nodes);
    return found ? "" : "no render node in /dev/dri";
  }
  return "";
}

bool allows(const EncoderChoice& choice, const EncoderRung& rung) {
  if (choice.force_software && rung.hardware) {
    return false;
  }
  return choice.name == "auto" || choice.name == rung.name || choice.name == rung.element;
}

int in_kbit(int bitrate) {
  return std::max(1, bitrate / 1000);
}

/// The others say thousands of bits.
bool says_bits(std::string_view element) {
  return element == "openh264enc";
}

}  // namespace

const std::vector<EncoderRung>& encoder_ladder() {
  // GStreamer 1.22 and 1.24 call NVENC's CUDA encoder nvcudah264enc; from 1.26 on it is nvh264enc,
  // which was another, older encoder before. Intel's GPUs have a second, low-power encoder in
  // VA-API, and some of them only that.
  static const std::vector<EncoderRung> ladder{
      {"nvenc", "nvcudah264enc", "encode-nvcudah264", "NV12", true, true,
       "gstreamer1.0-plugins-bad"},
      {"nvenc", "nvh264enc", "encode-nvh264", "NV12", true, true, "gstreamer1.0-plugins-bad"},
      {"va", "vah264enc", "encode-vah264", "NV12", true, false, "gstreamer1.0-plugins-bad"},
      {"va", "vah264lpenc", "encode-vah264lp", "NV12", true, false, "gstreamer1.0-plugins-bad"},
      {"x264", "x264enc", "encode-x264", "NV12", false, false, "gstreamer1.0-plugins-ugly"},
      {"openh264", "openh264enc", "encode-openh264", "I420", false, false,
       "gstreamer1.0-plugins-bad"},
  };
  return ladder;
}

bool is_encoder_name(std::string_view name) {
  const auto& ladder = encoder_ladder();
  return name == "auto" || std::any_of(ladder.begin(), ladder.end(), [&](const auto& rung) {
           return name == rung.name || name == rung.element;
         });
}

bool is_hardware_encoder(std::string_view name) {
  const auto& ladder = encoder_ladder();
  return std::any_of(ladder.begin(), ladder.end(), [&](const auto& rung) {
    return rung.hardware && (name == rung.name || name == rung.element);
  });
}

Slots encoder_slots(const EncoderRung& rung, const EncodingTask& task) {
  Slots slots{{"gop", std::to_string(task.gop)}};
  if (says_bits(rung.element)) {
    slots["bitrate"] = std::to_string(task.bitrate);
  } else {
    slots["kbit"] = std::to_string(in_kbit(task.bitrate));
  }
  if (std::string_view(rung.name) == "x264") {
    slots["preset"] = task.preset;
  }
  return slots;
}

std::string set_encoder_bitrate(GstElement* encoder, int bitrate) {
  const std::string name = GST_OBJECT_NAME(gst_element_get_factory(encoder));
  const GParamSpec* property = g_object_class_find_property(G_OBJECT_GET_CLASS(encoder), "bitrate");
  if (property == nullptr) {
    return name + " has no bit rate";
  }
  if ((property->flags & GST_PARAM_MUTABLE_PLAYING) == 0 && GST_STATE(encoder) > GST_STATE_READY) {
    return name + " cannot change its bit rate while it runs; start the stream with --bitrate";
  }
  g_object_set(encoder, "bitrate", static_cast<guint>(says_bits(name) ? bitrate : in_kbit(bitrate)),
               nullptr);
  return "";
}

void prepare_encoder_trials(const EncoderChoice& choice) {
  for (const EncoderRung& rung : encoder_ladder()) {
    // The last one that most machines try.
    const bool usual = std::string_view(rung.name) == "x264";
    if (allows(choice, rung) && (rung.takes_cuda ? has_nvidia_driver() : usual)) {
      load_plugins_of(rung.element);
    }
  }
}

std::string try_encoder(const EncoderRung& rung, const EncodingTask& task) {
  std::string missing = missing_hardware(rung);
  if (!missing.empty()) {
    return missing;
  }
  load_plugins_of(rung.element);
  if (!GstObjectHandle<GstElementFactory>(gst_element_factory_find(rung.element))) {
    return rung.hardware
               ? std::string("GStreamer offers no ") + rung.element + " on this machine"
               : std::string("GStreamer has no ") + rung.element + "; install " + rung.package;
  }
  const auto text = read_fragment(rung.fragment);
  if (!text) {
    return text.error();
  }
  const auto description = expand_fragment(*text, encoder_slots(rung, task));
  if (!description) {
    return description.error();
  }
  load_plugins_of(*description);
  // Hardware has limits to its pictures' size. On the CPU a small one opens sooner.
  constexpr int kSmall = 64;
  return encode_one_picture(*description, {rung.format, rung.hardware ? task.width : kSmall,
                                           rung.hardware ? task.height : kSmall, task.fps});
}

Result<EncoderRung> choose_encoder(const EncoderChoice& choice, const EncodingTask& task) {
  std::string reasons;
  for (const EncoderRung& rung : encoder_ladder()) {
    if (!allows(choice, rung)) {
      continue;
    }
    const std::string reason = try_encoder(rung, task);
    if (reason.empty()) {
      GST_INFO("encoding with %s", rung.element);
      return rung;
    }
    GST_INFO("%s (%s) does not open: %s", rung.name, rung.element, reason.c_str());
    reasons += (reasons.empty() ? "" : "; ") + std::string(rung.element) + ": " + reason;
  }
  return Error{"no H.264 encoder works here: " + reasons +
               ". Choose another with --encoder; `gimbal doctor` tries them all."};
}

}  // namespace gimbal
