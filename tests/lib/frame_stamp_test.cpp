#include "lib/stamp/frame_stamp.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gimbal {
namespace {

std::vector<std::uint8_t> paint(const FrameStamp& stamp, int width, int height) {
  std::vector<std::uint8_t> luma(static_cast<std::size_t>(width * height), 128);
  for (const Rect& r : draw_stamp(stamp, width)) {
    for (int y = r.y; y < r.y + r.h; ++y) {
      for (int x = r.x; x < r.x + r.w; ++x) {
        luma[static_cast<std::size_t>(y * width + x)] = r.color.r == 0 ? 16 : 235;
      }
    }
  }
  return luma;
}

TEST(FrameStamp, ReadsBackWhatWasDrawn) {
  const FrameStamp stamp{0xdeadbeef, 0x0000'0198'7654'3210};
  for (const int width : {104, 640, 1280, 3840}) {
    const int height = width * 9 / 16;
    const auto luma = paint(stamp, width, height);
    EXPECT_EQ(read_stamp(luma.data(), static_cast<std::size_t>(width), width, height), stamp);
  }
}

TEST(FrameStamp, SurvivesNoise) {
  const FrameStamp stamp{12345, 1'700'000'000'000};
  auto luma = paint(stamp, 640, 360);
  std::mt19937 random(3);
  for (auto& v : luma) {
    v = static_cast<std::uint8_t>(
        std::clamp<int>(v + static_cast<int>(random() % 81) - 40, 0, 255));
  }
  EXPECT_EQ(read_stamp(luma.data(), 640, 640, 360), stamp);
}

TEST(FrameStamp, ADamagedStampIsNotRead) {
  auto luma = paint({7, 8}, 640, 360);
  const int cell = stamp_cell_size(640);
  for (int y = cell; y < 2 * cell; ++y) {
    for (int x = cell; x < 2 * cell; ++x) {
      luma[static_cast<std::size_t>(y * 640 + x)] = 235;  // the first bit, 0 before
    }
  }
  EXPECT_FALSE(read_stamp(luma.data(), 640, 640, 360));
}

TEST(FrameStamp, NeedsRoom) {
  EXPECT_FALSE(stamp_fits(100, 100));
  EXPECT_TRUE(stamp_fits(104, 24));
  const std::vector<std::uint8_t> tiny(64, 0);
  EXPECT_FALSE(read_stamp(tiny.data(), 8, 8, 8));
}

TEST(FrameStamp, AllBlackIsNotAStamp) {
  const std::vector<std::uint8_t> black(640 * 360, 16);
  EXPECT_FALSE(read_stamp(black.data(), 640, 640, 360));
}

}  // namespace
}  // namespace gimbal
