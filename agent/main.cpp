// gimbal-agent: runs virtual cameras as jobs behind a REST API and shows them on a page.
#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "agent/http/runner.hpp"
#include "agent/http/server.hpp"
#include "agent/options.hpp"
#include "agent/support/event_source.hpp"
#include "agent/support/handles.hpp"

namespace {

constexpr int kExitFailure = 1;
constexpr int kExitUsage = 2;

int fail(int status, const std::string& text) {
  std::fprintf(stderr, "gimbal-agent: %s\n", text.c_str());
  return status;
}

/// Where callers find the agent when nobody has said so: nothing can connect to a wildcard address.
std::string default_base_url(const std::string& url, const std::string& host) {
  if (host == "0.0.0.0" || host == "::") {
    return "http://127.0.0.1" + url.substr(url.rfind(':'));
  }
  return url;
}

int run(const gimbal::Options& options) {
  const auto program = gimbal::find_gimbal_program();
  if (!program) {
    return fail(kExitFailure, program.error());
  }
  gimbal::Runner runner;
  runner.program = *program;
  runner.output = options.output;
  gimbal::Server server(options.api_key);
  gimbal::add_job_routes(server, runner);
  gimbal::add_ingest_routes(server, runner);
  gimbal::add_preview_routes(server, runner);
  gimbal::add_tracking_routes(server, runner);
  gimbal::add_page_routes(server);
  const auto url = server.listen(options.host, options.port);
  if (!url) {
    return fail(kExitFailure, url.error());
  }
  runner.public_base_url = options.public_base_url.empty() ? default_base_url(*url, options.host)
                                                           : options.public_base_url;

  const gimbal::MainLoopHandle loop(g_main_loop_new(nullptr, FALSE));
  bool ending = false;
  const auto end = [&] {
    if (!std::exchange(ending, true)) {
      runner.jobs.stop_all([&] { g_main_loop_quit(loop.get()); });
    }
  };
  const auto on_term = gimbal::EventSource::on_signal(SIGTERM, end);
  const auto on_int = gimbal::EventSource::on_signal(SIGINT, end);

  if (!options.ignored_variables.empty()) {
    std::fprintf(stderr, "gimbal-agent: not supported yet and ignored: %s\n",
                 options.ignored_variables.c_str());
  }
  std::printf("gimbal-agent: listening on %s/\n", url->c_str());
  std::fflush(stdout);
  g_main_loop_run(loop.get());
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  ::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is an error of that write alone
  const auto options = gimbal::parse_options(argc, argv);
  if (!options) {
    return fail(kExitUsage, options.error());
  }
  if (options->show_version) {
    std::puts("gimbal-agent " GIMBAL_VERSION);
    return EXIT_SUCCESS;
  }
  return run(*options);
}
