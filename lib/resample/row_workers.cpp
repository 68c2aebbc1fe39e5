#include "lib/resample/row_workers.hpp"

#include <pthread.h>
#include <signal.h>

namespace gimbal {

namespace {

constexpr int kCountBits = 16;
constexpr std::uint64_t kOneTaken = 1U << kCountBits;

constexpr std::uint64_t ticket_for(std::uint32_t run, int tasks) {
  return (std::uint64_t{run} << (2 * kCountBits)) | static_cast<std::uint64_t>(tasks);
}

constexpr int tasks_of(std::uint64_t ticket) {
  return static_cast<int>(ticket & RowWorkers::kMostTasks);
}

constexpr int next_of(std::uint64_t ticket) {
  return static_cast<int>((ticket >> kCountBits) & RowWorkers::kMostTasks);
}

/// While it lives, threads that are made take no signals.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

}  // namespace

RowWorkers::RowWorkers(int count) {
  const SignalsBlocked blocked;
  try {
    for (int worker = 1; worker < count; ++worker) {
      threads_.emplace_back([this, worker] { work(worker); });
      pthread_setname_np(threads_.back().native_handle(), "gimbal-rows");
    }
  } catch (...) {
    stop();
    throw;
  }
}

RowWorkers::~RowWorkers() {
  stop();
}

void RowWorkers::stop() {
  stopping_ = true;
  ++runs_;
  runs_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

void RowWorkers::run_tasks(int tasks, const void* task, Call call) {
  if (threads_.empty() || tasks <= 1) {
    for (int i = 0; i < tasks; ++i) {
      call(task, i, 0);
    }
    return;
  }
  task_ = task;
  call_ = call;
  undone_.store(tasks, std::memory_order_relaxed);
  ticket_.store(ticket_for(runs_ + 1, tasks), std::memory_order_release);
  ++runs_;
  runs_.notify_all();
  while (take_one(0)) {
  }
  for (int left = undone_; left > 0; left = undone_) {
    undone_.wait(left);
  }
}

bool RowWorkers::take_one(int worker) {
  std::uint64_t ticket = ticket_.load(std::memory_order_acquire);
  do {
    if (next_of(ticket) >= tasks_of(ticket)) {
      return false;
    }
  } while (!ticket_.compare_exchange_weak(ticket, ticket + kOneTaken, std::memory_order_acquire));
  call_(task_, next_of(ticket), worker);
  if (undone_.fetch_sub(1) == 1) {
    undone_.notify_one();
  }
  return true;
}

void RowWorkers::work(int worker) {
  while (!stopping_) {
    const std::uint32_t seen = runs_;
    while (take_one(worker)) {
    }
    if (!stopping_) {
      runs_.wait(seen);
    }
  }
}

}  // namespace gimbal
