// gimbal-ingest: what `gimbal ingest` becomes. A program of its own, since the library that speaks
// HTTP takes a while to load, and `gimbal stream` is in a hurry.
#include <gst/gst.h>

#include "launcher/command_line.hpp"
#include "launcher/commands.hpp"
#include "launcher/ingest_job.hpp"
#include "launcher/ingest_options.hpp"
#include "launcher/job_watch.hpp"
#include "launcher/log.hpp"
#include "launcher/stop_request.hpp"
#include "launcher/track_session.hpp"
#include "launcher/video_fd.hpp"

namespace {

using namespace gimbal;

constexpr const char* kName = "ingest";

int fail(const std::string& reason) {
  report_error(kName, reason);
  return 1;
}

/// Pushes to the job until one of them ends. True in `ended` where that was the job.
int track(TrackSession& session, const RunnerAccess& runner, const std::string& job_id,
          bool& ended) {
  const JobWatch watch(runner, job_id, [&](const JobEnd& end) {
    ended = true;
    session.end(end.in_order ? 0 : 1, end.text);
  });
  return session.run(job_id);
}

int ingest(const std::vector<std::string>& arguments, int output_fd) {
  const auto options = read_ingest_options(arguments, output_fd);
  if (!options) {
    return end_without_stream(kName, options.error());
  }
  StopRequest signals;
  gst_init(nullptr, nullptr);
  init_log();
  const auto runner = runner_access(options->push);
  if (!runner) {
    return fail(runner.error());
  }
  // First what can fail here: a job that was started would have to be stopped again.
  TrackSession session(kName, options->push, in_words_of_ingest);
  const std::string problem = session.open();
  if (!problem.empty()) {
    return fail(problem);
  }
  const auto job_id = start_ingest(*runner, *options);
  if (!job_id) {
    return fail(job_id.error());
  }
  if (!write_text(output_fd, *job_id + "\n")) {
    report_error(kName, "standard output takes nothing; the job is " + *job_id);
  }
  signals.on_stop([&session] { session.end(0); });
  bool ended = false;
  const int status = track(session, *runner, *job_id, ended);
  if (ended || !options->stop_on_exit) {
    return status;
  }
  const std::string unstopped = stop_ingest(*runner, *job_id);
  return unstopped.empty() ? status : fail(unstopped);
}

}  // namespace

int main(int argc, char** argv) {
  const int output_fd = take_standard_output();
  return ingest({argv + (argc > 0 ? 1 : 0), argv + argc}, output_fd);
}
