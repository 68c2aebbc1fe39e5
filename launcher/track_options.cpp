#include "launcher/track_options.hpp"

#include <utility>

#include "launcher/command_line.hpp"

namespace gimbal {

namespace {

constexpr DetectorOptionNames kNames{.mode = "mode",
                                     .input_file = "input-file",
                                     .interval = "interval",
                                     .source = "source",
                                     .seed = "seed",
                                     .format = "format",
                                     .size = "source-size",
                                     .fps = "fps",
                                     .camera = "camera"};

}  // namespace

Result<TrackOptions> read_track_options(std::vector<std::string> arguments, int help_fd) {
  Text job_id;
  PushArguments raw;
  std::vector<GOptionEntry> entries{entry("job-id", G_OPTION_ARG_FILENAME, &job_id.raw,
                                          "the runner's job that the records are about", "ID")};
  add_push_entries(raw, kNames, entries);
  entries.push_back({});
  const auto go_on = parse_command_line(
      {"track", "Tells a runner what a detector sees, as the metrics of one of its jobs.",
       "Example: my-detector | gimbal track --runner-base-url http://127.0.0.1:9001 --job-id ID "
       "--mode stdin"},
      entries, std::move(arguments), help_fd);
  if (!go_on || !*go_on) {
    return Error{go_on ? "" : go_on.error()};
  }
  const auto push = finish_push(raw, kNames);
  if (!push) {
    return Error{push.error()};
  }
  TrackOptions options{*push, job_id.value_or("")};
  if (std::string problem = check_required_text("job-id", options.job_id,
                                                "name the runner's job that the records are about");
      !problem.empty()) {
    return Error{std::move(problem)};
  }
  return options;
}

}  // namespace gimbal
