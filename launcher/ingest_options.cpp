#include "launcher/ingest_options.hpp"

#include <string_view>
#include <utility>

#include "launcher/command_line.hpp"

namespace gimbal {

namespace {

constexpr DetectorOptionNames kNames{.mode = "tracking-mode",
                                     .input_file = "tracking-input-file",
                                     .interval = "tracking-interval",
                                     .source = "tracking-source",
                                     .seed = "tracking-seed",
                                     .format = "tracking-format",
                                     .size = "tracking-size",
                                     .fps = "tracking-fps",
                                     .camera = "tracking-camera"};

std::string check_profile(const std::string& profile) {
  // The runner would take any other name for balanced.
  const bool known = profile == "quality" || profile == "balanced" || profile == "fluid";
  return known ? "" : "--profile " + profile + " is not known: choose quality, balanced or fluid";
}

}  // namespace

Result<IngestOptions> read_ingest_options(std::vector<std::string> arguments, int help_fd) {
  Text session_id;
  Text source_uri_ref;
  Text profile;
  gboolean no_stop = FALSE;
  PushArguments raw;
  std::vector<GOptionEntry> entries{
      entry("session-id", G_OPTION_ARG_FILENAME, &session_id.raw, "names the recording", "ID"),
      entry("source-uri-ref", G_OPTION_ARG_FILENAME, &source_uri_ref.raw,
            "what the runner reads: a URI, as the runner sees it", "URI"),
      entry("profile", G_OPTION_ARG_STRING, &profile.raw,
            "quality, balanced or fluid (default: balanced)", "NAME"),
      entry("no-stop-on-exit", G_OPTION_ARG_NONE, &no_stop, "leave the job running at the end",
            nullptr),
  };
  add_push_entries(raw, kNames, entries);
  entries.push_back({});
  const auto go_on = parse_command_line(
      {"ingest", "Starts a runner's ingest job, tells it what a detector sees, and stops it.",
       "Example: my-detector | gimbal ingest --runner-base-url http://127.0.0.1:9001 "
       "--session-id final --source-uri-ref rtsp://camera/wide --tracking-mode stdin"},
      entries, std::move(arguments), help_fd);
  if (!go_on || !*go_on) {
    return Error{go_on ? "" : go_on.error()};
  }
  const auto push = finish_push(raw, kNames);
  if (!push) {
    return Error{push.error()};
  }
  IngestOptions options{*push, session_id.value_or(""), source_uri_ref.value_or(""),
                        profile.value_or("balanced"), no_stop == FALSE};
  const std::string finding = check_all({
      check_required_text("session-id", options.session_id, "give the recording a name"),
      check_required_text("source-uri-ref", options.source_uri_ref,
                          "say what the runner is to read"),
      check_profile(options.profile),
  });
  if (!finding.empty()) {
    return Error{finding};
  }
  return options;
}

std::string in_words_of_ingest(const std::string& text) {
  constexpr std::string_view kJobId = "job-id, and ";
  std::string words = text;
  if (const std::size_t at = words.find(kJobId); at != std::string::npos) {
    words.erase(at, kJobId.size());
  }
  return in_words_of_options(words);
}

}  // namespace gimbal
