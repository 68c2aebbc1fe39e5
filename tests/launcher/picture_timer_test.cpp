#include "launcher/picture_timer.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

using namespace std::chrono_literals;

TEST(PictureTimer, TheFirstPictureHasALimitOfItsOwn) {
  PictureTimer timer(10s, 3s);
  timer.begin(100s);
  timer.note(0, true, 104s);
  EXPECT_TRUE(timer.has_limit());
  EXPECT_EQ(timer.left(104s), 6s);
  EXPECT_EQ(timer.problem(), "no picture came within 10 seconds.");
  timer.note(1, true, 105s);
  timer.note(1, true, 106s);
  EXPECT_EQ(timer.left(106s), 2s);
  EXPECT_EQ(timer.problem(), "no picture has come for 3 seconds.");
  timer.note(1, true, 108s);
  EXPECT_EQ(timer.left(108s), 0s);
}

TEST(PictureTimer, WhereNobodyTakesPicturesNoneIsLate) {
  PictureTimer timer(1s, 1s);
  timer.begin(0s);
  timer.note(5, true, 1s);
  timer.note(5, false, 7s);
  EXPECT_EQ(timer.left(7s), 1s);
  timer.restart(9s);
  EXPECT_EQ(timer.left(9s), 1s);
  EXPECT_EQ(timer.problem(), "no picture has come for 1 second.");
}

TEST(PictureTimer, NoLimitWaitsForEver) {
  PictureTimer timer(5s, 0s);
  timer.begin(0s);
  EXPECT_TRUE(timer.has_limit());
  timer.note(1, true, 1s);
  EXPECT_FALSE(timer.has_limit());
}

TEST(PictureTimer, APipelineIsWellAfterTenSecondsOfPictures) {
  PictureTimer timer(5s, 5s);
  timer.begin(0s);
  for (int second = 1; second <= 9; ++second) {
    timer.note(static_cast<std::uint64_t>(second), true, std::chrono::seconds(second));
  }
  timer.note(9, true, 10s);
  EXPECT_FALSE(timer.is_well());
  timer.note(10, true, 11s);
  EXPECT_TRUE(timer.is_well());
  timer.begin(12s);
  EXPECT_FALSE(timer.is_well()) << "the next one has to show it anew";
  EXPECT_FALSE(timer.has_picture());
}

}  // namespace
}  // namespace gimbal
