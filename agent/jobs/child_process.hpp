// ChildProcess: one child from spawn to reaping. It never outlives the agent.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/support/event_source.hpp"
#include "agent/support/fd_reader.hpp"
#include "lib/base/result.hpp"
#include "lib/base/unique_fd.hpp"
#include "lib/codec/line_splitter.hpp"

namespace gimbal {

/// How a child ended, as `waitpid` says it.
struct ChildExit {
  int wait_status = 0;

  bool succeeded() const { return wait_status == 0; }
  /// "exited with status 3", "killed by signal 9".
  std::string describe() const;
};

class ChildProcess {
 public:
  class Listener {
   public:
    virtual void on_stdout(std::string_view bytes) = 0;
    /// Without its newline; never empty.
    virtual void on_stderr_line(std::string_view line) = 0;
    /// The last call; everything the child wrote has been handed on.
    virtual void on_exit(const ChildExit& exit) = 0;

   protected:
    ~Listener() = default;
  };

  /// Starts `command[0]` in a process group of its own, with nothing on stdin and a control socket
  /// on descriptor `kChildControlFd`. Its stdout is read only where `reads_stdout`. Call on the
  /// main thread: the kernel ends the child together with the thread that started it. `listener`
  /// must outlive the returned object.
  static Result<std::unique_ptr<ChildProcess>> spawn(const std::vector<std::string>& command,
                                                     bool reads_stdout, Listener& listener);
  /// Kills what still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Our end of the control socket; once.
  UniqueFd take_control() { return std::move(control_); }

  /// Asks with SIGTERM; kills the process group where the child is still there 2 seconds later.
  /// Harmless when repeated.
  void terminate();

 private:
  ChildProcess(pid_t pid, UniqueFd control, Listener& listener)
      : listener_(listener), pid_(pid), control_(std::move(control)) {}

  void watch(UniqueFd stdout_fd, UniqueFd stderr_fd);
  void read_stderr(std::string_view bytes);
  void signal_group(int number) const;
  void finish(int wait_status);

  Listener& listener_;
  pid_t pid_;  // 0 once reaped
  UniqueFd control_;
  LineSplitter stderr_lines_{16 * 1024};
  std::optional<FdReader> stdout_;
  std::optional<FdReader> stderr_;
  EventSource exit_watch_;
  EventSource kill_timer_;
};

}  // namespace gimbal
