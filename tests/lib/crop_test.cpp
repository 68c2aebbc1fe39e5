#include "lib/camera/crop.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

constexpr PictureShape kHd{1920, 1080};
constexpr PictureShape kOutput{1280, 720};

TEST(Crop, ZoomOneIsTheWholePictureOfTheSameShape) {
  EXPECT_EQ(crop_for({0.5, 0.5, 1}, kHd, kOutput), (CropRect{0, 0, 1920, 1080}));
}

TEST(Crop, ZoomTwoIsHalfTheWidth) {
  EXPECT_EQ(crop_for({0.5, 0.5, 2}, kHd, kOutput), (CropRect{480, 270, 960, 540}));
}

TEST(Crop, TheCentreIsTheCentreOfTheCrop) {
  const CropRect crop = crop_for({0.4, 0.6, 4}, kHd, kOutput);
  EXPECT_DOUBLE_EQ(crop.x + crop.w / 2, 0.4 * 1920);
  EXPECT_DOUBLE_EQ(crop.y + crop.h / 2, 0.6 * 1080);
}

TEST(Crop, StaysInside) {
  EXPECT_EQ(crop_for({0, 0, 2}, kHd, kOutput), (CropRect{0, 0, 960, 540}));
  EXPECT_EQ(crop_for({1, 1, 2}, kHd, kOutput), (CropRect{960, 540, 960, 540}));
}

TEST(Crop, FourByThreeIsCroppedNotStretched) {
  const CropRect crop = crop_for({0.5, 0.5, 1}, {768, 576}, kOutput);
  EXPECT_EQ(crop, (CropRect{0, 72, 768, 432}));
}

TEST(Crop, TallOutputIsBoundByHeight) {
  const CropRect crop = crop_for({0.5, 0.5, 1}, kHd, {540, 960});
  EXPECT_DOUBLE_EQ(crop.h, 1080);
  EXPECT_DOUBLE_EQ(crop.w, 607.5);
}

TEST(Crop, PixelAspectIsPartOfTheShape) {
  // PAL 16:9: 720x576 pixels that are 64/45 as wide as high are a 1024x576 picture.
  const CropRect crop = crop_for({0.5, 0.5, 1}, {720, 576, 64.0 / 45}, kOutput);
  EXPECT_NEAR(crop.w, 720, 1e-9);
  EXPECT_NEAR(crop.h, 576, 1e-9);
}

TEST(Crop, ZoomOutOfRangeIsClamped) {
  EXPECT_EQ(crop_for({0.5, 0.5, 0.1}, kHd, kOutput), crop_for({0.5, 0.5, 1}, kHd, kOutput));
  EXPECT_EQ(crop_for({0.5, 0.5, 99}, kHd, kOutput), crop_for({0.5, 0.5, kMaxZoom}, kHd, kOutput));
}

TEST(ClampFraming, SaysWhereTheCameraReallyPoints) {
  EXPECT_EQ(clamp_framing({0, 1, 2}, kHd, kOutput), (Framing{0.25, 0.75, 2}));
  EXPECT_EQ(clamp_framing({0.5, 0.5, 2}, kHd, kOutput), (Framing{0.5, 0.5, 2}));
}

}  // namespace
}  // namespace gimbal
