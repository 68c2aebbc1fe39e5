#include "launcher/shutdown_deadline.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <csignal>

namespace gimbal {

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr itimerval kDeadline{{0, 0}, {30, 0}};  // its search for leaks comes at the very end
#else
constexpr itimerval kDeadline{{0, 0}, {0, 300'000}};
#endif

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
  setitimer(ITIMER_REAL, &kDeadline, nullptr);
}

}  // namespace gimbal
