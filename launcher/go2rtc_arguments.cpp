#include "launcher/go2rtc_arguments.hpp"

#include <algorithm>

#include "lib/base/text.hpp"

namespace gimbal {

namespace {

struct TextOption {
  const char* name;
  const char* unit;
  const char* help;  ///< null: an older spelling, not shown
};

constexpr TextOption kTextOptions[] = {
    {"workers", "N", "cameras (default: 1)"},
    {"instance-prefix", "NAME", "cameras are called NAME-0, NAME-1, … (default: omega)"},
    {"mode", "exec|fifo", "go2rtc starts the cameras, or reads FIFOs (default: exec)"},
    {"profile", "headless|ptz", "gimbal stream or gimbal ptz (default: headless)"},
    {"format", "mpegts|h264", "what go2rtc is given (default: mpegts)"},
    {"source", "URI", "of ptz: a file, a URI or a scene (default: scene:court)"},
    {"width", "PIXELS", "of the picture"},
    {"height", "PIXELS", "of the picture"},
    {"fps", "RATE", "frames a second"},
    {"gop", "FRAMES", "from one keyframe to the next"},
    {"bitrate", "RATE", "bits a second, 6M or 800k"},
    {"renderer", "egl|cpu", "what draws"},
    {"encoder", "NAME", "auto, nvenc, va, x264 or openh264"},
    {"device-idx", "N", "GPU to use"},
    {"exec-wrapper", "PROGRAM", "program to put before each command"},
    {"exec-cmd-template", "COMMAND",
     "command to use instead of gimbal's own, with {instance_id} …"},
    {"fifo-dir", "DIR", "where FIFOs are made (default: gimbal in the user's runtime directory)"},
    {"container-fifo-dir", "DIR", "the same directory as go2rtc in a container sees it"},
    {"output", "-|FILE", "- is standard output (default: go2rtc.yaml)"},
    {"out", nullptr, nullptr},
    {"exec-profile", nullptr, nullptr},
    {"exec-wrap", nullptr, nullptr},
    {"fifo-container", nullptr, nullptr},
};

}  // namespace

Go2rtcArguments::~Go2rtcArguments() {
  for (const auto& [name, text] : texts_) {
    g_free(text);
  }
}

std::vector<GOptionEntry> Go2rtcArguments::entries() {
  std::vector<GOptionEntry> entries;
  for (const TextOption& option : kTextOptions) {
    const int flags = option.help == nullptr ? G_OPTION_FLAG_HIDDEN : G_OPTION_FLAG_NONE;
    // A file name is any bytes; other text would be refused outside a UTF-8 locale.
    entries.push_back({option.name, 0, flags, G_OPTION_ARG_FILENAME, &texts_[option.name],
                       option.help, option.unit});
  }
  entries.push_back(
      {"force-sw", 0, 0, G_OPTION_ARG_NONE, &force_software_, "encode on the CPU", nullptr});
  entries.push_back({"force", 0, 0, G_OPTION_ARG_NONE, &force_,
                     "overwrite a file that was changed by hand", nullptr});
  entries.push_back({});
  return entries;
}

std::optional<std::string> Go2rtcArguments::text(const char* option) const {
  const gchar* given = texts_.at(option);
  return given == nullptr ? std::nullopt : std::optional<std::string>(given);
}

std::optional<std::string> Go2rtcArguments::choice(const char* option,
                                                   std::initializer_list<const char*> choices) {
  auto given = text(option);
  if (given && std::find(choices.begin(), choices.end(), *given) == choices.end()) {
    std::string known;
    for (const char* name : choices) {
      known += known.empty() ? "" : " or ";
      known += name;
    }
    refuse_value(option, "is not known: choose " + known);
  }
  return given;
}

std::optional<std::string> Go2rtcArguments::whole(const char* option, int low, int high, int step) {
  auto given = text(option);
  const bool digits =
      given && given->size() <= 9 && given->find_first_not_of("0123456789") == std::string::npos;
  const int number = digits ? static_cast<int>(parse_number(*given).value_or(-1)) : -1;
  if (given && (number < low || number > high || number % step != 0)) {
    refuse_value(option, std::string("is not ") + (step == 2 ? "an even" : "a whole") +
                             " number from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return given;
}

void Go2rtcArguments::refuse(const std::string& finding) {
  if (finding_.empty()) {
    finding_ = finding;
  }
}

void Go2rtcArguments::refuse_value(const char* option, const std::string& reason) {
  refuse(std::string("--") + option + " " + text(option).value_or("") + " " + reason);
}

}  // namespace gimbal
