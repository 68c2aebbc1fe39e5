// What the tests of feeds share: a folder for FIFOs and shared memory, and a feed whose words are
// kept.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "lib/frames/frame_feed.hpp"

namespace gimbal {

/// What a feed has said, for threads that wait for it.
class Notes {
 public:
  FeedJournal::OnNote recorder() {
    return [this](const FeedNote& note) {
      const std::scoped_lock lock(mutex_);
      all_ += note.text + "\n";
      changed_.notify_all();
    };
  }
  /// Waits up to ten seconds until these words have been said so many times.
  void await(const std::string& words, std::size_t times = 1) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(10), [&] { return count_locked(words) >= times; });
    EXPECT_EQ(count_locked(words), times) << words << " in: " << all_;
  }
  std::size_t count(const std::string& words) {
    const std::scoped_lock lock(mutex_);
    return count_locked(words);
  }

 private:
  std::size_t count_locked(const std::string& words) const {
    std::size_t found = 0;
    for (auto at = all_.find(words); at != std::string::npos; at = all_.find(words, at + 1)) {
      ++found;
    }
    return found;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string all_;
};

class FeedTest : public testing::Test {
 protected:
  void SetUp() override {
    std::signal(SIGPIPE, SIG_IGN);
    ASSERT_NE(::mkdtemp(folder_), nullptr);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const char* name) const { return std::string(folder_) + "/" + name; }
  std::string make_fifo(const char* name = "fifo") const {
    EXPECT_EQ(::mkfifo(path(name).c_str(), 0600), 0);
    return path(name);
  }
  std::unique_ptr<FrameFeed> open(const std::string& address, FeedPace pace = FeedPace::kNewest) {
    auto feed = open_frame_feed(address, pace, notes_.recorder());
    EXPECT_TRUE(feed) << feed.error();
    return feed ? std::move(*feed) : nullptr;
  }
  static std::string error_of(const std::string& address) {
    const auto feed = open_frame_feed(address, FeedPace::kNewest, [](const FeedNote&) {});
    return feed ? "" : feed.error();
  }

  Notes notes_;

 private:
  char folder_[32] = "/dev/shm/gimbal-feed-XXXXXX";
};

/// The value that every byte of the picture has; -2 where they differ.
inline int value_of(const Frame& frame) {
  const std::uint8_t* pixels = frame.pixels.data();
  const bool whole =
      std::all_of(pixels, pixels + frame.pixels.size(), [&](int v) { return v == pixels[0]; });
  return whole ? pixels[0] : -2;
}

}  // namespace gimbal
