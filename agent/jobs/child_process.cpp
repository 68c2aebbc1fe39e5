// Spawning and ending children.
#include "agent/jobs/child_process.hpp"

#include <glib-unix.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "agent/jobs/command_line.hpp"
#include "agent/support/handles.hpp"

namespace gimbal {

namespace {

constexpr unsigned kKillAfterMs = 2000;

/// Runs in the child between fork and exec: async-signal-safe calls only.
void prepare_child(gpointer data) {
  const pid_t parent = *static_cast<const pid_t*>(data);
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) {  // the agent was gone before the line above could tell
    ::_exit(1);
  }
}

struct SocketPair {
  UniqueFd ours;
  UniqueFd childs;
};

Result<SocketPair> make_socket_pair() {
  std::array<int, 2> fds{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) != 0) {
    return Error{std::string("no control socket: ") + std::strerror(errno)};
  }
  return SocketPair{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

}  // namespace

std::string ChildExit::describe() const {
  if (WIFSIGNALED(wait_status)) {
    return "killed by signal " + std::to_string(WTERMSIG(wait_status));
  }
  return "exited with status " + std::to_string(WEXITSTATUS(wait_status));
}

Result<std::unique_ptr<ChildProcess>> ChildProcess::spawn(const std::vector<std::string>& command,
                                                          bool reads_stdout, Listener& listener) {
  auto sockets = make_socket_pair();
  if (!sockets) {
    return Error{sockets.error()};
  }
  std::vector<const char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command) {
    arguments.push_back(argument.c_str());
  }
  arguments.push_back(nullptr);

  const int source_fd = sockets->childs.get();
  const int target_fd = kChildControlFd;
  pid_t self = ::getpid();
  GPid pid = 0;
  int stdout_fd = -1;
  int stderr_fd = -1;
  GError* raw_error = nullptr;
  const auto flags = static_cast<GSpawnFlags>(G_SPAWN_DO_NOT_REAP_CHILD |
                                              (reads_stdout ? 0 : G_SPAWN_STDOUT_TO_DEV_NULL));
  const bool started = g_spawn_async_with_pipes_and_fds(
      nullptr, arguments.data(), nullptr, flags, prepare_child, &self, -1, -1, -1, &source_fd,
      &target_fd, 1, &pid, nullptr, reads_stdout ? &stdout_fd : nullptr, &stderr_fd, &raw_error);
  const ErrorHandle error(raw_error);
  if (!started) {
    return Error{std::string("cannot start the gimbal program: ") + error->message};
  }

  std::unique_ptr<ChildProcess> child(new ChildProcess(pid, std::move(sockets->ours), listener));
  child->watch(UniqueFd(stdout_fd), UniqueFd(stderr_fd));
  return child;
}

void ChildProcess::watch(UniqueFd stdout_fd, UniqueFd stderr_fd) {
  if (stdout_fd) {
    stdout_.emplace(std::move(stdout_fd),
                    [this](std::string_view bytes) { listener_.on_stdout(bytes); });
  }
  stderr_.emplace(std::move(stderr_fd), [this](std::string_view bytes) { read_stderr(bytes); });
  exit_watch_ = EventSource::on_child_exit(pid_, [this](int wait_status) { finish(wait_status); });
}

void ChildProcess::read_stderr(std::string_view bytes) {
  const auto on_line = [this](std::string_view line) {
    if (!line.empty()) {
      listener_.on_stderr_line(line);
    }
  };
  stderr_lines_.feed(bytes, on_line, [] {});
}

ChildProcess::~ChildProcess() {
  if (pid_ != 0) {
    signal_group(SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

void ChildProcess::terminate() {
  if (pid_ == 0 || kill_timer_) {
    return;
  }
  signal_group(SIGTERM);
  kill_timer_ = EventSource::after_ms(kKillAfterMs, [this] { signal_group(SIGKILL); });
}

void ChildProcess::signal_group(int number) const {
  if (pid_ != 0) {
    ::kill(-pid_, number);
  }
}

void ChildProcess::finish(int wait_status) {
  pid_ = 0;
  kill_timer_.reset();
  if (stdout_) {
    stdout_->drain();
  }
  // A last line without a newline is a line too.
  stderr_->drain();
  read_stderr("\n");
  listener_.on_exit(ChildExit{wait_status});
}

}  // namespace gimbal
