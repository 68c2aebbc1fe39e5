// Feeds on real FIFOs, pipes and files of shared memory, with writers that behave and that do not.
#include "lib/frames/frame_feed.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <thread>

#include "lib/base/unique_fd.hpp"
#include "tests/lib/frame_bytes.hpp"

namespace gimbal {
namespace {

using namespace std::chrono_literals;

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
    changed_.wait_for(lock, 10s, [&] { return count_locked(words) >= times; });
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

class FrameFeedTest : public testing::Test {
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

UniqueFd open_writer(const std::string& path) {
  return UniqueFd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
}

/// False where the reader went away.
bool write_all(const UniqueFd& fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd.get(), bytes.data(), bytes.size());
    if (count < 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

/// The value that every byte of the next frame has; -1 where they differ or no frame comes.
int next_value(FrameFeed& feed, Frame& frame) {
  if (feed.wait(frame) != FrameFeed::Outcome::kFrame) {
    return -1;
  }
  const std::uint8_t* pixels = frame.pixels.data();
  const bool whole =
      std::all_of(pixels, pixels + frame.pixels.size(), [&](int v) { return v == pixels[0]; });
  return whole ? pixels[0] : -1;
}

int next_value(FrameFeed& feed) {
  Frame frame;
  return next_value(feed, frame);
}

// --- addresses ---------------------------------------------------------------------------------

TEST_F(FrameFeedTest, AddressesThatCanNotWorkSayWhatToDo) {
  EXPECT_NE(error_of("/no/such/fifo").find("mkfifo /no/such/fifo"), std::string::npos);
  EXPECT_NE(error_of("/dev/shm").find("neither a FIFO"), std::string::npos);
  EXPECT_NE(error_of("/dev/shm").find("mkfifo"), std::string::npos);
  EXPECT_NE(error_of("fd:99").find("no such descriptor"), std::string::npos);
  EXPECT_NE(error_of("fd:").find("no such descriptor"), std::string::npos);
  EXPECT_NE(error_of("fd:-1").find("no such descriptor"), std::string::npos);
  EXPECT_NE(error_of("fd:1x").find("no such descriptor"), std::string::npos);
  EXPECT_NE(error_of("shm:camera").find("shm:/camera"), std::string::npos);
  EXPECT_NE(error_of("shm:/a/b").find("shm:/camera"), std::string::npos);
  EXPECT_NE(error_of("shm:/").find("shm:/camera"), std::string::npos);
}

TEST_F(FrameFeedTest, TheWritingEndOfAPipeIsAnError) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const UniqueFd reader(ends[0]);
  const UniqueFd writer(ends[1]);
  EXPECT_NE(error_of("fd:" + std::to_string(ends[1])).find("Give the reading end"),
            std::string::npos);
  EXPECT_EQ(error_of("fd:" + std::to_string(ends[0])), "");
}

// --- pipes -------------------------------------------------------------------------------------

TEST_F(FrameFeedTest, EveryFrameOfAPipeInItsTurn) {
  const auto feed = open(make_fifo(), FeedPace::kEvery);
  std::thread writer([&] {
    const UniqueFd fd = open_writer(path("fifo"));
    for (int i = 0; i < 100; ++i) {
      write_all(fd, frame_bytes(320, 180, static_cast<std::uint8_t>(i)));
    }
  });
  Frame frame;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(next_value(*feed, frame), i);
  }
  writer.join();
}

TEST_F(FrameFeedTest, TheNewestFrameOfAPipe) {
  const auto feed = open(make_fifo());
  const UniqueFd writer = open_writer(path("fifo"));
  for (std::uint8_t i = 1; i <= 50; ++i) {
    ASSERT_TRUE(write_all(writer, frame_bytes(320, 180, i))) << "nobody takes, yet nobody waits";
  }
  ASSERT_TRUE(write_all(writer, frame_bytes(16, 16, 51)));
  Frame frame;
  while (frame.width != 16) {
    ASSERT_GT(next_value(*feed, frame), 0);
  }
  EXPECT_FALSE(feed->take(frame)) << "it was taken";
  EXPECT_EQ(feed->facts().frames, 51U);
  EXPECT_EQ(feed->facts().state, FeedState::kFlowing);
}

TEST_F(FrameFeedTest, BoxesComeWithTheFrame) {
  const auto feed = open(make_fifo());
  const UniqueFd writer = open_writer(path("fifo"));
  write_all(writer, frame_bytes(16, 16, 1, {box_bytes(3, 0.5F, 1, 2, 3, 4, "ball")}));
  Frame frame;
  EXPECT_EQ(next_value(*feed, frame), 1);
  ASSERT_EQ(frame.boxes.size(), 1U);
  EXPECT_EQ(frame.boxes[0].label, "ball");
}

TEST_F(FrameFeedTest, AWriterThatGoesInMidFrameIsSaidAndTheNextOneTakenUp) {
  const auto feed = open(make_fifo());
  UniqueFd writer = open_writer(path("fifo"));
  for (std::uint8_t i = 1; i <= 4; ++i) {
    const std::string frame = frame_bytes(320, 180, i);
    write_all(writer, frame);
    EXPECT_EQ(next_value(*feed), i);
    write_all(writer, std::string_view(frame).substr(0, 100'000));
    writer.reset();
    notes_.await("has gone in the middle of a frame (after 100000 of 230440 bytes)", i);
    writer = open_writer(path("fifo"));  // the very moment that it is said
  }
  write_all(writer, frame_bytes(320, 180, 5));
  EXPECT_EQ(next_value(*feed), 5);
  EXPECT_EQ(feed->facts().broken, 0U);
}

TEST_F(FrameFeedTest, AWriterNeverFindsTheFifoWithoutAReader) {
  const auto feed = open(make_fifo());
  for (int i = 0; i < 20'000; ++i) {
    const UniqueFd writer(::open(path("fifo").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    ASSERT_TRUE(writer) << i;
    ASSERT_TRUE(write_all(writer, frame_bytes(4, 4, 1))) << i;
  }
}

TEST_F(FrameFeedTest, AFifoThatIsMadeAnewIsFollowed) {
  const auto feed = open(make_fifo());
  {
    const UniqueFd writer = open_writer(path("fifo"));
    write_all(writer, frame_bytes(4, 4, 1));
    EXPECT_EQ(next_value(*feed), 1);
    std::filesystem::remove(path("fifo"));
  }
  notes_.await("has gone");
  make_fifo();
  write_all(open_writer(path("fifo")), frame_bytes(4, 4, 2));
  EXPECT_EQ(next_value(*feed), 2);
}

TEST_F(FrameFeedTest, AFifoThatIsMadeAnewBeforeAnyWriterIsFollowed) {
  const auto feed = open(make_fifo());
  std::filesystem::remove(path("fifo"));
  make_fifo();
  write_all(open_writer(path("fifo")), frame_bytes(4, 4, 3));
  EXPECT_EQ(next_value(*feed), 3);
}

TEST_F(FrameFeedTest, GarbageIsSaidAndSkipped) {
  const auto feed = open(make_fifo());
  const UniqueFd writer = open_writer(path("fifo"));
  write_all(writer, std::string(5'000'000, 'x'));
  notes_.await("does not begin with GIMBAL-F");
  write_all(writer, frame_bytes(16, 16, 7));
  EXPECT_EQ(next_value(*feed), 7);
  EXPECT_EQ(notes_.count("GIMBAL-F"), 1U);
  EXPECT_EQ(feed->facts().broken, 1U);
}

TEST_F(FrameFeedTest, AnInheritedPipeEndsForGood) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  const auto feed = open("fd:" + std::to_string(ends[0]), FeedPace::kEvery);
  write_all(writer, frame_bytes(16, 16, 1) + frame_bytes(16, 16, 2));
  writer.reset();
  Frame frame;
  EXPECT_EQ(next_value(*feed, frame), 1);
  EXPECT_EQ(next_value(*feed, frame), 2);
  EXPECT_EQ(feed->wait(frame), FrameFeed::Outcome::kEnd);
  EXPECT_NE(::fcntl(reader.get(), F_GETFD), -1) << "the caller's descriptor stays open";
}

TEST_F(FrameFeedTest, AWaitCanBeInterrupted) {
  for (const std::string& address : {make_fifo(), path("ring")}) {
    const auto feed = open(address, FeedPace::kEvery);
    Frame frame;
    std::thread waiter([&] { EXPECT_EQ(feed->wait(frame), FrameFeed::Outcome::kInterrupted); });
    feed->interrupt();
    waiter.join();
    EXPECT_EQ(feed->wait(frame), FrameFeed::Outcome::kInterrupted) << "until it is resumed";
    feed->resume();
  }
}

TEST_F(FrameFeedTest, EndsAtOnceWhateverItWaitsFor) {
  const std::string fifo = make_fifo();
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) {
    const auto waits_for_writer = open(fifo);
    UniqueFd writer = open_writer(fifo);
    write_all(writer, frame_bytes(16, 16, 1));
    EXPECT_EQ(next_value(*waits_for_writer), 1);
  }
  for (int i = 0; i < 10; ++i) {
    const auto waits_for_taker = open(fifo, FeedPace::kEvery);
    const UniqueFd writer = open_writer(fifo);
    write_all(writer, frame_bytes(16, 16, 1));
    while (waits_for_taker->facts().frames == 0) {
      std::this_thread::yield();
    }
  }
  // The reader looks up every 250 ms by itself: 5 s, were it not told to end.
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2500ms);
}

// --- shared memory -----------------------------------------------------------------------------

/// A writer by mapped memory, with each of its steps apart.
class RingWriter {
 public:
  RingWriter(const std::string& path, std::uint32_t slots, std::uint32_t width,
             std::uint32_t height)
      : slots_(slots), width_(width), height_(height) {
    slot_bytes_ = 64 + 32 + 64 + std::uint64_t{width} * height * 4;  // room for one box
    fd_ = UniqueFd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    EXPECT_EQ(::ftruncate(fd_.get(), static_cast<off_t>(64 + slots * slot_bytes_)), 0);
    put(0, ring_header_bytes(slots, slot_bytes_, 0));
  }

  void write(std::uint64_t number, std::uint8_t value, const std::vector<std::string>& boxes = {}) {
    begin(number);
    const std::string frame = frame_bytes(width_, height_, value, boxes);
    put(slot(number) + 64, frame.substr(0, frame.size() - 8));
    finish(number);
  }
  void begin(std::uint64_t number) { put_number(slot(number), 0); }
  void finish(std::uint64_t number) {
    put_number(slot(number), number);
    publish(number);
  }
  void publish(std::uint64_t number) { put_number(24, number); }
  void put(std::uint64_t offset, const std::string& bytes) {
    EXPECT_EQ(::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset)),
              static_cast<ssize_t>(bytes.size()));
  }
  void truncate(off_t bytes) { EXPECT_EQ(::ftruncate(fd_.get(), bytes), 0); }
  std::uint64_t slot(std::uint64_t number) const { return 64 + number % slots_ * slot_bytes_; }

 private:
  void put_number(std::uint64_t offset, std::uint64_t number) {
    std::string bytes;
    append(bytes, number);
    put(offset, bytes);
  }

  std::uint32_t slots_;
  std::uint32_t width_;
  std::uint32_t height_;
  std::uint64_t slot_bytes_ = 0;
  UniqueFd fd_;
};

/// As `next_value`, at once.
int taken_value(FrameFeed& feed) {
  Frame frame;
  if (!feed.take(frame)) {
    return -1;
  }
  const std::uint8_t* pixels = frame.pixels.data();
  const bool whole =
      std::all_of(pixels, pixels + frame.pixels.size(), [&](int v) { return v == pixels[0]; });
  return whole ? pixels[0] : -2;
}

TEST_F(FrameFeedTest, TheNewestFrameOfSharedMemory) {
  const auto feed = open(path("ring"));
  EXPECT_EQ(taken_value(*feed), -1) << "no file yet";
  RingWriter writer(path("ring"), 3, 64, 48);
  EXPECT_EQ(taken_value(*feed), -1) << "no frame yet";
  writer.write(1, 11, {box_bytes(3, 0.5F, 1, 2, 3, 4, "ball")});
  Frame frame;
  ASSERT_TRUE(feed->take(frame));
  EXPECT_EQ(frame.pixels.data()[0], 11);
  ASSERT_EQ(frame.boxes.size(), 1U);
  EXPECT_EQ(frame.boxes[0].id, 3);
  EXPECT_FALSE(feed->take(frame)) << "it was taken";
  for (std::uint8_t i = 2; i < 10; ++i) {
    writer.write(i, i);
  }
  EXPECT_EQ(taken_value(*feed), 9);
}

TEST_F(FrameFeedTest, AWriterThatDiesInMidFrameLeavesTheLastWholeOne) {
  const auto feed = open(path("ring"));
  RingWriter writer(path("ring"), 2, 64, 48);
  writer.write(1, 1);
  writer.write(2, 2);
  writer.begin(3);
  writer.put(writer.slot(3) + 64, std::string(5000, 'x'));
  EXPECT_EQ(taken_value(*feed), 2);
  EXPECT_EQ(taken_value(*feed), -1);
  EXPECT_EQ(feed->facts().broken, 0U);
}

TEST_F(FrameFeedTest, AFileThatIsMadeAnewOrStartedAnewIsFollowed) {
  const auto feed = open(path("ring"));
  RingWriter(path("ring"), 3, 64, 48).write(1, 1);
  EXPECT_EQ(taken_value(*feed), 1);
  std::filesystem::remove(path("ring"));
  RingWriter second(path("ring"), 3, 32, 32);
  second.write(1, 2);
  EXPECT_EQ(taken_value(*feed), 2);
  second.truncate(0);
  EXPECT_EQ(taken_value(*feed), -1);
  RingWriter third(path("ring"), 4, 80, 60);
  third.write(1, 3);
  third.write(2, 4);
  EXPECT_EQ(taken_value(*feed), 4);
  EXPECT_EQ(feed->facts().broken, 0U);
}

TEST_F(FrameFeedTest, WhatIsWrongInSharedMemoryIsSaidOnce) {
  const auto feed = open(path("ring"));
  RingWriter writer(path("ring"), 3, 64, 48);
  writer.publish(5);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(taken_value(*feed), -1);
  }
  EXPECT_EQ(notes_.count("the slot of frame 5 does not begin with that number"), 1U);
  writer.finish(6);
  EXPECT_EQ(taken_value(*feed), -1);
  EXPECT_EQ(notes_.count("does not begin with GIMBAL-F"), 1U);
  writer.put(writer.slot(7) + 64, header_bytes(640, 480));
  writer.finish(7);
  EXPECT_EQ(taken_value(*feed), -1);
  EXPECT_EQ(notes_.count("too many for its slot"), 1U);
  writer.put(writer.slot(8) + 64, header_bytes(4, 4, 1));
  writer.finish(8);
  EXPECT_EQ(taken_value(*feed), -1);
  EXPECT_EQ(notes_.count("has a label"), 1U);
  writer.put(0, std::string(8, 'x'));
  EXPECT_EQ(taken_value(*feed), -1);
  EXPECT_EQ(taken_value(*feed), -1);
  EXPECT_EQ(notes_.count("does not begin with GIMBAL-R"), 1U);
  writer.put(0, "GIMBAL-R");
  writer.write(9, 9);
  EXPECT_EQ(taken_value(*feed), 9);
}

TEST_F(FrameFeedTest, EachBrokenFrameOfSharedMemoryCounts) {
  const auto feed = open(path("ring"));
  RingWriter writer(path("ring"), 3, 64, 48);
  for (std::uint64_t number = 1; number <= 3; ++number) {
    writer.finish(number);
    EXPECT_EQ(taken_value(*feed), -1);
    EXPECT_EQ(taken_value(*feed), -1);
    EXPECT_EQ(feed->facts().broken, number);
  }
  writer.put(0, std::string(8, 'x'));
  EXPECT_EQ(taken_value(*feed), -1);
  EXPECT_EQ(taken_value(*feed), -1);
  EXPECT_EQ(feed->facts().broken, 4U) << "a file that stays broken counts once";
}

/// Draws pictures of 1280x720 into `writer` as fast as it can, and rests for `pause` after each.
/// Only both ends of a picture are drawn anew: thousands of them while one is copied.
class Scribbler {
 public:
  Scribbler(RingWriter& writer, std::chrono::milliseconds pause)
      : thread_([this, &writer, pause] {
          for (std::uint64_t number = 4; !stop_; ++number) {
            const std::string value(1, static_cast<char>(number));
            writer.begin(number);
            writer.put(writer.slot(number) + 64 + 32, value);
            writer.put(writer.slot(number) + 64 + 32 + 1280 * 720 * 4 - 1, value);
            writer.finish(number);
            std::this_thread::sleep_for(pause);
          }
        }) {}
  ~Scribbler() {
    stop_ = true;
    thread_.join();
  }
  Scribbler(const Scribbler&) = delete;
  Scribbler& operator=(const Scribbler&) = delete;

 private:
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

bool is_torn(const Frame& frame) {
  return frame.pixels.data()[0] != frame.pixels.data()[frame.pixels.size() - 1];
}

TEST_F(FrameFeedTest, NoTornPictureFromAWriterThatNeverPauses) {
  const auto feed = open(path("ring"));
  RingWriter writer(path("ring"), 3, 1280, 720);
  writer.write(1, 1);
  writer.write(2, 2);
  writer.write(3, 3);
  {
    const Scribbler scribbler(writer, 0ms);
    Frame frame;
    for (int i = 0; i < 200; ++i) {
      EXPECT_FALSE(feed->take(frame) && is_torn(frame));
    }
  }
  EXPECT_EQ(feed->facts().broken, 0U);
  writer.write(1'000'000'000, 99);
  EXPECT_EQ(taken_value(*feed), 99);
}

TEST_F(FrameFeedTest, WholePicturesFromAWriterThatPauses) {
  const auto feed = open(path("ring"));
  RingWriter writer(path("ring"), 3, 1280, 720);
  writer.write(1, 1);
  writer.write(2, 2);
  writer.write(3, 3);
  const Scribbler scribbler(writer, 5ms);
  Frame frame;
  int taken = 0;
  const auto give_up = std::chrono::steady_clock::now() + 10s;
  while (taken < 50 && std::chrono::steady_clock::now() < give_up) {
    if (feed->take(frame)) {
      EXPECT_FALSE(is_torn(frame));
      ++taken;
    }
  }
  EXPECT_EQ(taken, 50);
  EXPECT_EQ(feed->facts().broken, 0U);
}

TEST_F(FrameFeedTest, AWriterThatCutsTheFileShortEndsNobody) {
  const auto feed = open(path("ring"));
  std::atomic<bool> stop = false;
  std::thread thread([&] {
    while (!stop) {
      RingWriter writer(path("ring"), 3, 320, 180);
      writer.write(1, 1);
      writer.write(2, 2);
      writer.truncate(100);
      writer.truncate(0);
    }
  });
  for (int i = 0; i < 5000; ++i) {
    taken_value(*feed);
  }
  stop = true;
  thread.join();
}

}  // namespace
}  // namespace gimbal
