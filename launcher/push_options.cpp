#include "launcher/push_options.hpp"

#include <array>
#include <utility>

#include "gst-plugins/trackingsink/runner_target.hpp"
#include "lib/base/text.hpp"

namespace gimbal {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kShortestInterval = kSecond / 100;
constexpr std::int64_t kLongestInterval = 3600 * kSecond;

std::string dashed(const char* option) {
  return std::string("--") + option;
}

std::string finish_mode(const PushArguments& raw, const DetectorOptionNames& names,
                        DetectorOptions& detector) {
  const std::string mode = raw.mode.value_or("");
  if (mode == "sim") {
    detector.mode = DetectorMode::kSim;
  } else if (mode == "file") {
    detector.mode = DetectorMode::kFile;
  } else if (mode == "stdin") {
    detector.mode = DetectorMode::kStdin;
  } else {
    return dashed(names.mode) + (raw.mode.given() ? " " + mode + " is not known" : " is missing") +
           ": choose sim (a made-up scene), file or stdin";
  }
  detector.input_file = raw.input_file.value_or("");
  if (detector.mode == DetectorMode::kFile && detector.input_file.empty()) {
    return dashed(names.input_file) + " is missing: name the file that the detector writes";
  }
  if (detector.mode == DetectorMode::kFile && detector.input_file.ends_with('/')) {
    return dashed(names.input_file) + " " + detector.input_file + " is a folder: name a file in it";
  }
  if (detector.mode != DetectorMode::kFile && raw.input_file.given()) {
    return dashed(names.input_file) + " is for " + dashed(names.mode) + " file";
  }
  return "";
}

/// "0.5" is seconds, as runners' own tools have it; "500ms" and "0.5s" are understood as well.
std::string finish_interval(const PushArguments& raw, const DetectorOptionNames& names,
                            DetectorOptions& detector) {
  const std::string said = raw.interval.value_or("0.2");
  const std::string text = parse_number(said) ? said + "s" : said;
  const auto interval = parse_duration(names.interval, text, kLongestInterval);
  if (!interval || *interval < kShortestInterval) {
    return dashed(names.interval) + " " + said +
           " is not an interval: say seconds, for example 0.5, or 500ms (0.01 to 3600 seconds)";
  }
  detector.interval = std::chrono::nanoseconds(*interval);
  return "";
}

std::string finish_source(const PushArguments& raw, const DetectorOptionNames& names,
                          DetectorOptions& detector) {
  constexpr glong kShortest = 2;
  constexpr glong kLongest = 32;
  detector.source = raw.source.value_or("");
  const glong length =
      is_utf8(detector.source) ? g_utf8_strlen(detector.source.c_str(), -1) : glong{0};
  const bool fits = !raw.source.given() || (length >= kShortest && length <= kLongest);
  return fits ? "" : dashed(names.source) + " is a name of 2 to 32 characters";
}

std::string finish_format(const PushArguments& raw, const DetectorOptionNames& names,
                          DetectorOptions& detector) {
  const auto format = tracking_format_from_name(raw.format.value_or("auto"));
  if (!format) {
    return dashed(names.format) + ": " + format.error();
  }
  detector.format = *format;
  if (raw.size.given()) {
    const auto size = parse_size(names.size, raw.size.raw);
    if (!size) {
      return size.error();
    }
    detector.size = *size;
  }
  if (raw.fps.given()) {
    const auto rate = parse_frame_rate_of(names.fps, raw.fps.raw);
    if (!rate) {
      return rate.error();
    }
    detector.frame_rate = *rate;
  }
  detector.camera = raw.camera.value_or("");
  return check_camera(names.camera, raw.camera);
}

std::string check_runner(const PushOptions& options) {
  // Any job will do: this is about the rest.
  const auto key = trackingsink::find_api_key(options.api_key, options.api_key_file);
  const auto target = trackingsink::runner_target(options.runner_url, "any", "");
  return check_all({key ? "" : in_words_of_options(key.error()),
                    target ? "" : in_words_of_options(target.error())});
}

void replace_words(std::string& text, const std::string& word, const std::string& by) {
  for (std::size_t at = text.find(word); at != std::string::npos;
       at = text.find(word, at + by.size())) {
    if (at == 0 || text[at - 1] == ' ') {
      text.replace(at, word.size(), by);
    }
  }
}

}  // namespace

void add_push_entries(PushArguments& raw, const DetectorOptionNames& names,
                      std::vector<GOptionEntry>& entries) {
  // Free text is taken as a file name is: whatever the locale, we speak UTF-8.
  const std::vector<GOptionEntry> ours{
      entry("runner-base-url", G_OPTION_ARG_FILENAME, &raw.runner_url.raw,
            "where the runner is, such as http://127.0.0.1:9001", "URL"),
      entry("api-key", G_OPTION_ARG_FILENAME, &raw.api_key.raw,
            "the runner's key; others on this machine can see it (default: RUNNER_API_KEY of the "
            "environment)",
            "KEY"),
      entry("api-key-file", G_OPTION_ARG_FILENAME, &raw.api_key_file.raw,
            "a file that holds the runner's key", "PATH"),
      entry(names.mode, G_OPTION_ARG_STRING, &raw.mode.raw,
            "sim (a made-up scene), file (that a detector keeps overwriting) or stdin", "NAME"),
      entry(names.input_file, G_OPTION_ARG_FILENAME, &raw.input_file.raw,
            "what the detector writes, of mode file", "PATH"),
      entry(names.interval, G_OPTION_ARG_STRING, &raw.interval.raw,
            "at least, between two pushes: 0.01 to 3600 (default: 0.2)", "SECONDS"),
      entry(names.source, G_OPTION_ARG_FILENAME, &raw.source.raw,
            "what the records say their source is (default: what the detector says)", "NAME"),
      entry(names.seed, G_OPTION_ARG_INT64, &raw.seed, "which play mode sim makes up (default: 1)",
            "N"),
      entry(names.format, G_OPTION_ARG_STRING, &raw.format.raw,
            "auto, record, frigate, deepstream, onvif, mot or coco (default: auto)", "NAME"),
      entry(names.size, G_OPTION_ARG_STRING, &raw.size.raw,
            "of the picture that the detector sees, where it counts pixels", "WIDTHxHEIGHT"),
      entry(names.fps, G_OPTION_ARG_STRING, &raw.fps.raw, "of a detector that numbers frames",
            "RATE"),
      entry(names.camera, G_OPTION_ARG_FILENAME, &raw.camera.raw,
            "the one to take, where the detector's messages name several", "NAME"),
  };
  entries.insert(entries.end(), ours.begin(), ours.end());
}

Result<PushOptions> finish_push(const PushArguments& raw, const DetectorOptionNames& names) {
  PushOptions options;
  options.runner_url = raw.runner_url.value_or("");
  options.api_key = raw.api_key.value_or("");
  options.api_key_file = raw.api_key_file.value_or("");
  options.detector.seed = static_cast<std::uint64_t>(raw.seed);
  const std::string finding = check_all({
      raw.runner_url.given() ? ""
                             : "--runner-base-url is missing: say where the runner is, such as "
                               "http://127.0.0.1:9001",
      check_runner(options),
      finish_mode(raw, names, options.detector),
      finish_interval(raw, names, options.detector),
      finish_source(raw, names, options.detector),
      finish_format(raw, names, options.detector),
  });
  if (!finding.empty()) {
    return Error{finding};
  }
  return options;
}

std::string check_required_text(const char* option, const std::string& text, const char* advice) {
  if (text.empty()) {
    return std::string("--") + option + " is missing: " + advice;
  }
  return is_utf8(text) ? "" : std::string("--") + option + " is not UTF-8";
}

std::string in_words_of_options(const std::string& text) {
  std::string words = text;
  replace_words(words, "runner-url", "--runner-base-url");
  replace_words(words, "job-id", "--job-id");
  replace_words(words, "api-key", "--api-key");  // and api-key-file
  return words;
}

}  // namespace gimbal
