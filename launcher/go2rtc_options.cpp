#include "launcher/go2rtc_options.hpp"

#include <glib.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>

#include "gst-plugins/support/handles.hpp"
#include "launcher/command_line.hpp"
#include "launcher/encoder_ladder.hpp"
#include "launcher/option_values.hpp"
#include "lib/base/instance_id.hpp"
#include "lib/base/text.hpp"

namespace gimbal {

namespace {

constexpr int kMaxWorkers = 1000;
constexpr int kMaxSide = 16'384;
constexpr int kMaxGop = 100'000;
constexpr int kMaxDevice = 255;

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

/// What GOption fills.
struct Arguments {
  std::map<std::string, gchar*> texts;
  gboolean force_software = FALSE;
  gboolean force = FALSE;

  Arguments() = default;
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;
  ~Arguments() {
    for (const auto& [name, text] : texts) {
      g_free(text);
    }
  }
};

std::vector<GOptionEntry> make_entries(Arguments& arguments) {
  std::vector<GOptionEntry> entries;
  for (const TextOption& option : kTextOptions) {
    const int flags = option.help == nullptr ? G_OPTION_FLAG_HIDDEN : G_OPTION_FLAG_NONE;
    // A file name is any bytes; other text would be refused outside a UTF-8 locale.
    entries.push_back({option.name, 0, flags, G_OPTION_ARG_FILENAME, &arguments.texts[option.name],
                       option.help, option.unit});
  }
  entries.push_back({"force-sw", 0, 0, G_OPTION_ARG_NONE, &arguments.force_software,
                     "no GPU: software renderer and encoder", nullptr});
  entries.push_back({"force", 0, 0, G_OPTION_ARG_NONE, &arguments.force,
                     "overwrite a file that was changed by hand", nullptr});
  entries.push_back({});
  return entries;
}

/// Checks values one after the other and remembers the first that cannot be used.
class Reader {
 public:
  explicit Reader(const Arguments& arguments) : arguments_(arguments) {}

  const std::string& finding() const { return finding_; }

  void refuse(const std::string& text) {
    if (finding_.empty()) {
      finding_ = text;
    }
  }

  std::optional<std::string> text(const char* option) const {
    const gchar* given = arguments_.texts.at(option);
    return given == nullptr ? std::nullopt : std::optional<std::string>(given);
  }

  /// One of `choices`; nothing where the option was not given.
  std::optional<std::string> choice(const char* option,
                                    std::initializer_list<const char*> choices) {
    auto given = text(option);
    if (given && std::find(choices.begin(), choices.end(), *given) == choices.end()) {
      std::string known;
      for (const char* name : choices) {
        known += (known.empty() ? "" : " or ") + std::string(name);
      }
      refuse(said(option, *given) + " is not known: choose " + known);
    }
    return given;
  }

  /// A whole number from `low` to `high`, divisible by `step`.
  std::optional<std::string> whole(const char* option, int low, int high, int step = 1) {
    auto given = text(option);
    const bool digits =
        given && given->size() <= 9 && given->find_first_not_of("0123456789") == std::string::npos;
    const int number = digits ? static_cast<int>(parse_number(*given).value_or(-1)) : -1;
    const bool good = number >= low && number <= high && number % step == 0;
    if (given && !good) {
      refuse(said(option, *given) + " is not " + (step == 2 ? "an even" : "a whole") +
             " number from " + std::to_string(low) + " to " + std::to_string(high));
    }
    return given;
  }

  /// Text that `parse` takes.
  template <class Parse>
  std::optional<std::string> parsed(const char* option, const Parse& parse) {
    auto given = text(option);
    if (given) {
      const auto result = parse(*given);
      refuse(result ? "" : result.error());
    }
    return given;
  }

  static std::string said(const char* option, const std::string& value) {
    return std::string("--") + option + " " + value;
  }

 private:
  const Arguments& arguments_;
  std::string finding_;
};

std::string absolute_path(const std::string& path) {
  return CharHandle(g_canonicalize_filename(path.c_str(), nullptr)).get();
}

/// "ffmpeg" and "vpf" are names of earlier producers that `gimbal stream` still takes.
Result<std::string> parse_encoder(const std::string& text) {
  if (is_encoder_name(text) || text == "ffmpeg" || text == "vpf") {
    return text;
  }
  return Error{"--encoder " + text + " is not known: choose auto, nvenc, va, x264 or openh264"};
}

void read_names(Reader& reader, Go2rtcOptions& options) {
  const auto workers = reader.whole("workers", 1, kMaxWorkers);
  options.workers = static_cast<int>(parse_number(workers.value_or("1")).value_or(1));
  options.instance_prefix = reader.text("instance-prefix").value_or("omega");
  const std::string longest = options.instance_prefix + "-" + std::to_string(options.workers - 1);
  if (!is_instance_id(options.instance_prefix) || !is_instance_id(longest)) {
    reader.refuse(Reader::said("instance-prefix", options.instance_prefix) +
                  " is not a name: letters, digits, dots, underscores and hyphens, a letter or a "
                  "digit first, at most " +
                  std::to_string(kMaxInstanceId) + " with the number behind it");
  }
}

/// What is given on to the cameras.
void read_camera(Reader& reader, Go2rtcOptions& options) {
  const auto add = [&](const char* option, const std::optional<std::string>& value) {
    if (value) {
      options.camera.emplace_back(option, *value);
    }
  };
  add("width", reader.whole("width", 16, kMaxSide, 2));
  add("height", reader.whole("height", 16, kMaxSide, 2));
  add("fps", reader.parsed("fps", parse_frame_rate));
  add("gop", reader.whole("gop", 1, kMaxGop));
  add("bitrate", reader.parsed("bitrate", parse_bitrate));
  // A headless producer of old that drew and encoded on the GPU.
  const bool on_gpu = reader.text("exec-profile") == "egl-vpf";
  const auto renderer = reader.choice("renderer", {"cpu", "egl"});
  const auto encoder = reader.parsed("encoder", parse_encoder);
  add("renderer", on_gpu && !renderer ? "egl" : renderer);
  add("encoder", on_gpu && !encoder ? "vpf" : encoder);
  add("device-idx", reader.whole("device-idx", 0, kMaxDevice));
}

void read_source(Reader& reader, Go2rtcOptions& options) {
  const std::string text = reader.text("source").value_or("scene:court");
  const auto source = parse_source(text);
  if (!source) {
    reader.refuse(source.error());
    return;
  }
  options.source_uri = source->scene ? text : source->uri;
}

/// Two options that say the same thing in different words, and what they came to.
std::optional<std::string> agree(Reader& reader, const char* option,
                                 const std::optional<std::string>& value, const char* older,
                                 const std::optional<std::string>& older_value) {
  if (value && older_value && *value != *older_value) {
    reader.refuse(std::string("--") + option + " and --" + older +
                  " contradict each other: leave one out");
  }
  return value ? value : older_value;
}

void read_format(Reader& reader, Go2rtcOptions& options) {
  const auto format = reader.choice("format", {"mpegts", "h264"});
  auto wrap = reader.choice("exec-wrap", {"raw", "mpegts"});
  const auto container = reader.choice("fifo-container", {"mpegts", "h264"});
  const auto profile =
      reader.choice("exec-profile", {"headless-agent", "headless-agent-mpegts", "egl-vpf"});
  if (wrap == "raw") {
    wrap = "h264";
  }
  // Scripts give the older spellings of both modes at once; each is for its own.
  const auto chosen = options.fifo ? agree(reader, "format", format, "fifo-container", container)
                                   : agree(reader, "format", format, "exec-wrap", wrap);
  const bool raw_by_profile = !options.fifo && profile == "headless-agent";
  options.format = chosen.value_or(raw_by_profile ? "h264" : "mpegts");
}

void read_profile(Reader& reader, Go2rtcOptions& options) {
  options.ptz = reader.choice("profile", {"headless", "ptz"}) == "ptz";
  if (!options.ptz) {
    if (reader.text("source")) {
      reader.refuse("--source is for --profile ptz");
    }
    return;
  }
  for (const char* other : {"exec-profile", "renderer", "device-idx"}) {
    if (reader.text(other)) {
      reader.refuse(std::string("--") + other + " is for --profile headless");
    }
  }
  read_source(reader, options);
}

void read_command(Reader& reader, Go2rtcOptions& options) {
  options.command = reader.text("exec-cmd-template").value_or("");
  const auto wrapper = reader.text("exec-wrapper");
  if (!wrapper) {
    return;
  }
  const CharHandle found(g_find_program_in_path(wrapper->c_str()));
  if (!found) {
    reader.refuse(Reader::said("exec-wrapper", *wrapper) + " is not a program that can be run");
    return;
  }
  options.wrapper = absolute_path(found.get());
}

void read_directories(Reader& reader, Go2rtcOptions& options) {
  const std::string usual = std::string(g_get_user_runtime_dir()) + "/gimbal";
  options.fifo_dir = absolute_path(reader.text("fifo-dir").value_or(usual));
  options.go2rtc_fifo_dir = reader.text("container-fifo-dir").value_or(options.fifo_dir);
  if (g_path_is_absolute(options.go2rtc_fifo_dir.c_str()) == FALSE) {
    reader.refuse(Reader::said("container-fifo-dir", options.go2rtc_fifo_dir) +
                  " is not an absolute path");
  }
}

void read_output(Reader& reader, Go2rtcOptions& options) {
  options.output = agree(reader, "output", reader.text("output"), "out", reader.text("out"))
                       .value_or("go2rtc.yaml");
  if (options.output.empty()) {
    reader.refuse("--output needs - or a file name");
  }
}

}  // namespace

Result<Go2rtcOptions> read_go2rtc_options(std::vector<std::string> arguments, int help_fd) {
  Arguments raw;
  const auto go_on =
      parse_command_line({"go2rtc", "Writes a configuration with which go2rtc serves cameras.",
                          "Example: gimbal go2rtc --workers 10 && go2rtc -c go2rtc.yaml"},
                         make_entries(raw), std::move(arguments), help_fd);
  if (!go_on || !*go_on) {
    return Error{go_on ? "" : go_on.error()};
  }
  Reader reader(raw);
  Go2rtcOptions options;
  options.force_software = raw.force_software != FALSE;
  options.force = raw.force != FALSE;
  options.fifo = reader.choice("mode", {"exec", "fifo"}) == "fifo";
  read_names(reader, options);
  read_format(reader, options);
  read_profile(reader, options);
  read_camera(reader, options);
  read_command(reader, options);
  read_directories(reader, options);
  read_output(reader, options);
  if (!reader.finding().empty()) {
    return Error{reader.finding()};
  }
  return options;
}

}  // namespace gimbal
