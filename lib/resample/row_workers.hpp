// Threads that share the rows of one picture after another.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace gimbal {

/// They sleep between pictures. Nothing is allocated after construction. Signals are the
/// application's: these threads take none.
class RowWorkers {
 public:
  static constexpr int kMostTasks = 65535;  ///< of one `run`

  /// `count` is at least 1: the caller of `run` is one of them. Throws std::system_error where the
  /// system has no thread to give.
  explicit RowWorkers(int count);
  RowWorkers(const RowWorkers&) = delete;
  RowWorkers& operator=(const RowWorkers&) = delete;
  ~RowWorkers();

  int count() const { return static_cast<int>(threads_.size()) + 1; }

  /// Calls `task(i, worker)` for each i in [0, tasks), from several threads at once, and returns
  /// when all are done. `worker` in [0, count()) numbers the thread; the caller is 0. From one
  /// thread at a time; `task` must not throw.
  template <class Task>
  void run(int tasks, const Task& task) {
    run_tasks(tasks, &task, [](const void* self, int i, int worker) {
      (*static_cast<const Task*>(self))(i, worker);
    });
  }

 private:
  using Call = void (*)(const void* task, int i, int worker);

  void run_tasks(int tasks, const void* task, Call call);
  void work(int worker);
  bool take_one(int worker);
  void stop();

  std::vector<std::thread> threads_;
  const void* task_ = nullptr;  // both are set while no task is left to take
  Call call_ = nullptr;
  /// 32 bits of a number that no other `run` has, 16 of the next task, 16 of how many there are: in
  /// one, so that a thread that wakes late cannot take a task of a run that is over.
  std::atomic<std::uint64_t> ticket_{0};
  std::atomic<int> undone_{0};
  std::atomic<std::uint32_t> runs_{0};  // what idle threads wait on
  std::atomic<bool> stopping_{false};
};

}  // namespace gimbal
