#include "launcher/process_deadline.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <string_view>

namespace gimbal {

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr std::chrono::milliseconds kShutdown{30'000};  // its search for leaks comes at the end
#else
constexpr std::chrono::milliseconds kShutdown{300};
#endif

// What the signal handler reads: set only while its timer is off.
volatile std::sig_atomic_t exit_status = 0;
volatile std::sig_atomic_t line_length = 0;
std::array<char, 512> last_line{};

void end_now(int) {
  if (line_length > 0) {
    [[maybe_unused]] const ssize_t written =
        write(STDERR_FILENO, last_line.data(), static_cast<std::size_t>(line_length));
  }
  _exit(exit_status);
}

void start_timer(std::chrono::milliseconds time) {
  itimerval timer{};
  timer.it_value.tv_sec = time.count() / 1000;
  timer.it_value.tv_usec = time.count() % 1000 * 1000;
  setitimer(ITIMER_REAL, &timer, nullptr);
}

void set(std::chrono::milliseconds time, int status, std::string_view line) {
  start_timer(std::chrono::milliseconds(0));
  struct sigaction action {};
  action.sa_handler = end_now;
  sigaction(SIGALRM, &action, nullptr);
  sigset_t alarm;  // a parent may have left it blocked
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  sigprocmask(SIG_UNBLOCK, &alarm, nullptr);
  std::size_t length = std::min(line.size(), last_line.size() - 1);
  std::copy_n(line.begin(), length, last_line.begin());
  if (length > 0) {
    last_line[length++] = '\n';
  }
  line_length = static_cast<std::sig_atomic_t>(length);
  exit_status = status;
  start_timer(time);
}

}  // namespace

void set_process_deadline(std::chrono::milliseconds time, const std::string& line) {
  set(time, 1, line);
}

void clear_process_deadline() {
  start_timer(std::chrono::milliseconds(0));
}

void begin_shutdown_deadline(int status) {
  set(kShutdown, status, "");
}

}  // namespace gimbal
