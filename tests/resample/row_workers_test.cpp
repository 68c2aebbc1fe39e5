#include "lib/resample/row_workers.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace gimbal {
namespace {

TEST(RowWorkers, EachTaskOnceWhateverTheThreads) {
  for (const int count : {1, 2, 3, 8}) {
    RowWorkers workers(count);
    ASSERT_EQ(workers.count(), count);
    for (int run = 0; run < 2000; ++run) {
      const int tasks = run % 37;
      std::vector<std::atomic<int>> done(static_cast<std::size_t>(tasks));
      std::atomic<bool> known_workers{true};
      workers.run(tasks, [&](int i, int worker) {
        ++done[static_cast<std::size_t>(i)];
        if (worker < 0 || worker >= count) {
          known_workers = false;
        }
      });
      ASSERT_TRUE(std::all_of(done.begin(), done.end(), [](const auto& n) { return n == 1; }))
          << "run " << run << " with " << count << " threads";
      ASSERT_TRUE(known_workers);
    }
  }
}

TEST(RowWorkers, WhatTasksWroteIsSeenAfterwards) {
  RowWorkers workers(4);
  std::vector<int> written(64);
  for (int run = 1; run < 2000; ++run) {
    workers.run(64, [&](int i, int) { written[static_cast<std::size_t>(i)] = run; });
    ASSERT_EQ(std::count(written.begin(), written.end(), run), 64);
  }
}

TEST(RowWorkers, TwoThreadsReallyRunAtOnce) {
  RowWorkers workers(2);
  std::atomic<int> inside{0};
  // Neither task ends before the other one has begun.
  workers.run(2, [&](int, int) {
    ++inside;
    inside.notify_all();
    for (int now = inside; now < 2; now = inside) {
      inside.wait(now);
    }
  });
  EXPECT_EQ(inside, 2);
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

TEST(RowWorkers, IdleThreadsSleep) {
  RowWorkers workers(4);
  workers.run(40, [](int, int) {});
  const double before = cpu_seconds();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_LT(cpu_seconds() - before, 0.05);
}

/// The value of a line "NAME:\tvalue" of a file of /proc.
std::string field_of(const std::filesystem::path& path, const std::string& name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.rfind(name + ":", 0) == 0) {
      return line.substr(line.find_first_not_of(": \t", name.size()));
    }
  }
  return "";
}

TEST(RowWorkers, ThreadsHaveANameAndTakeNoSignals) {
  RowWorkers workers(3);
  workers.run(9, [](int, int) {});
  int seen = 0;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    if (field_of(task.path() / "status", "Name") == "gimbal-rows") {
      ++seen;
      const auto blocked = std::stoull(field_of(task.path() / "status", "SigBlk"), nullptr, 16);
      EXPECT_NE(blocked & (1ULL << (SIGTERM - 1)), 0U);
      EXPECT_NE(blocked & (1ULL << (SIGINT - 1)), 0U);
    }
  }
  EXPECT_EQ(seen, 2);
  sigset_t mine;
  pthread_sigmask(SIG_SETMASK, nullptr, &mine);
  EXPECT_EQ(sigismember(&mine, SIGTERM), 0);
}

}  // namespace
}  // namespace gimbal
