// Feeds on real FIFOs and pipes, with writers that behave and that do not.
#include "lib/frames/pipe_feed.hpp"

#include <fcntl.h>

#include <thread>

#include "lib/base/unique_fd.hpp"
#include "tests/lib/feed_fixture.hpp"
#include "tests/lib/frame_bytes.hpp"

namespace gimbal {
namespace {

using namespace std::chrono_literals;

using PipeFeedTest = FeedTest;

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

/// The value of the next frame; -1 where none comes.
int next_value(FrameFeed& feed, Frame& frame) {
  return feed.wait(frame) == FrameFeed::Outcome::kFrame ? value_of(frame) : -1;
}

int next_value(FrameFeed& feed) {
  Frame frame;
  return next_value(feed, frame);
}

TEST_F(PipeFeedTest, EveryFrameOfAPipeInItsTurn) {
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

TEST_F(PipeFeedTest, TheNewestFrameOfAPipe) {
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

TEST_F(PipeFeedTest, BoxesComeWithTheFrame) {
  const auto feed = open(make_fifo());
  const UniqueFd writer = open_writer(path("fifo"));
  write_all(writer, frame_bytes(16, 16, 1, {box_bytes(3, 0.5F, 1, 2, 3, 4, "ball")}));
  Frame frame;
  EXPECT_EQ(next_value(*feed, frame), 1);
  ASSERT_EQ(frame.boxes.size(), 1U);
  EXPECT_EQ(frame.boxes[0].label, "ball");
}

TEST_F(PipeFeedTest, AWriterThatGoesInMidFrameIsSaidAndTheNextOneTakenUp) {
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

TEST_F(PipeFeedTest, AWriterNeverFindsTheFifoWithoutAReader) {
  const auto feed = open(make_fifo());
  for (int i = 0; i < 20'000; ++i) {
    const UniqueFd writer(::open(path("fifo").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    ASSERT_TRUE(writer) << i;
    ASSERT_TRUE(write_all(writer, frame_bytes(4, 4, 1))) << i;
  }
}

TEST_F(PipeFeedTest, AFifoThatIsMadeAnewIsFollowed) {
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

TEST_F(PipeFeedTest, AFifoThatIsMadeAnewBeforeAnyWriterIsFollowed) {
  const auto feed = open(make_fifo());
  std::filesystem::remove(path("fifo"));
  make_fifo();
  write_all(open_writer(path("fifo")), frame_bytes(4, 4, 3));
  EXPECT_EQ(next_value(*feed), 3);
}

TEST_F(PipeFeedTest, GarbageIsSaidAndSkipped) {
  const auto feed = open(make_fifo());
  const UniqueFd writer = open_writer(path("fifo"));
  write_all(writer, std::string(5'000'000, 'x'));
  notes_.await("does not begin with GIMBAL-F");
  write_all(writer, frame_bytes(16, 16, 7));
  EXPECT_EQ(next_value(*feed), 7);
  EXPECT_EQ(notes_.count("GIMBAL-F"), 1U);
  EXPECT_EQ(feed->facts().broken, 1U);
}

TEST_F(PipeFeedTest, AnInheritedPipeEndsForGood) {
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

TEST_F(PipeFeedTest, EndsAtOnceWhateverItWaitsFor) {
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

}  // namespace
}  // namespace gimbal
