#include "launcher/shutdown_deadline.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <csignal>

namespace gimbal {

namespace {

volatile std::sig_atomic_t exit_status = 0;

void end_now(int) {
  _exit(exit_status);
}

}  // namespace

void begin_shutdown_deadline(int status) {
  exit_status = status;
  struct sigaction action {};
  action.sa_handler = end_now;
  sigaction(SIGALRM, &action, nullptr);
  const itimerval in_300_ms{{0, 0}, {0, 300'000}};
  setitimer(ITIMER_REAL, &in_300_ms, nullptr);
}

}  // namespace gimbal
