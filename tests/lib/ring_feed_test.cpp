// Feeds on real files of shared memory, with writers that behave and that do not.
#include "lib/frames/ring_feed.hpp"

#include <fcntl.h>

#include <atomic>
#include <thread>

#include "lib/base/unique_fd.hpp"
#include "tests/lib/feed_fixture.hpp"
#include "tests/lib/frame_bytes.hpp"

namespace gimbal {
namespace {

using namespace std::chrono_literals;

using RingFeedTest = FeedTest;

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

/// The value of the frame that is there now; -1 where none is.
int taken_value(FrameFeed& feed) {
  Frame frame;
  return feed.take(frame) ? value_of(frame) : -1;
}

TEST_F(RingFeedTest, TheNewestFrameOfSharedMemory) {
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

TEST_F(RingFeedTest, AWriterThatDiesInMidFrameLeavesTheLastWholeOne) {
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

TEST_F(RingFeedTest, AFileThatIsMadeAnewOrStartedAnewIsFollowed) {
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

TEST_F(RingFeedTest, WhatIsWrongInSharedMemoryIsSaidOnce) {
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

TEST_F(RingFeedTest, EachBrokenFrameOfSharedMemoryCounts) {
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

TEST_F(RingFeedTest, NoTornPictureFromAWriterThatNeverPauses) {
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

TEST_F(RingFeedTest, WholePicturesFromAWriterThatPauses) {
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

TEST_F(RingFeedTest, AWriterThatCutsTheFileShortEndsNobody) {
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
