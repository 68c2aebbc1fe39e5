// `gimbal track`: tells a runner what a detector sees.
#include <gst/gst.h>

#include "launcher/commands.hpp"
#include "launcher/log.hpp"
#include "launcher/stop_request.hpp"
#include "launcher/track_options.hpp"
#include "launcher/track_session.hpp"

namespace gimbal {

int track_command(const std::vector<std::string>& arguments, int video_fd) {
  const auto options = read_track_options(arguments, video_fd);
  if (!options) {
    return end_without_stream("track", options.error());
  }
  StopRequest signals;
  gst_init(nullptr, nullptr);
  init_log();
  TrackSession session("track", options->push, in_words_of_options);
  signals.on_stop([&session] { session.end(0); });
  const std::string problem = session.open();
  if (!problem.empty()) {
    report_error("track", problem);
    return 1;
  }
  return session.run(options->job_id);
}

}  // namespace gimbal
