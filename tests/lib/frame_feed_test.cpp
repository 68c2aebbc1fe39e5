// Feeds of any kind: the addresses that name them, and waits that end.
#include "lib/frames/frame_feed.hpp"

#include <fcntl.h>

#include <thread>

#include "lib/base/unique_fd.hpp"
#include "tests/lib/feed_fixture.hpp"

namespace gimbal {
namespace {

using FrameFeedTest = FeedTest;

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

}  // namespace
}  // namespace gimbal
