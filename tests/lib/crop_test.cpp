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

TEST(Crop, PaddedShowsTheWholeSourceInItsMiddle) {
  // 4:3 into 16:9: as high as the source, wider than it.
  const CropRect wide = crop_for({0.1, 0.9, 1}, {768, 576}, kOutput, Aspect::kPad);
  EXPECT_EQ(wide, (CropRect{-128, 0, 1024, 576}));
  // 16:9 into 9:16: black above and below.
  const CropRect tall = crop_for({0.1, 0.9, 1}, kHd, {540, 960}, Aspect::kPad);
  EXPECT_NEAR(tall.w, 1920, 1e-9);
  EXPECT_NEAR(tall.h, 1920 * 16 / 9.0, 1e-9);
  EXPECT_NEAR(tall.y + tall.h / 2, 540, 1e-9);
}

TEST(Crop, PaddedGoesToTheBordersOnceItFits) {
  const CropRect crop = crop_for({0, 1, 2}, {768, 576}, kOutput, Aspect::kPad);
  EXPECT_EQ(crop, (CropRect{0, 288, 512, 288}));
}

TEST(Crop, StretchedHasTheSourcesShape) {
  EXPECT_EQ(crop_for({0.5, 0.5, 1}, {768, 576}, kOutput, Aspect::kStretch),
            (CropRect{0, 0, 768, 576}));
  EXPECT_EQ(crop_for({0, 0.5, 2}, {768, 576, 16.0 / 15}, kOutput, Aspect::kStretch),
            (CropRect{0, 144, 384, 288}));
}

TEST(Place, ACropInsideFillsTheOutput) {
  const CropRect crop{10.25, 20.5, 640, 360};
  EXPECT_EQ(place(crop, kHd, kOutput), (Placement{crop, 0, 0, 1280, 720}));
  EXPECT_EQ(place(crop, kHd, {639, 359}), (Placement{crop, 0, 0, 639, 359}));
}

TEST(Place, BlackBesideWhatIsOutside) {
  const PictureShape source{768, 576};
  const CropRect crop = crop_for({0.5, 0.5, 1}, source, kOutput, Aspect::kPad);
  EXPECT_EQ(place(crop, source, kOutput), (Placement{{0, 0, 768, 576}, 160, 0, 960, 720}));
}

TEST(Place, KeepsTheScaleAndThePlaceOfEachPixel) {
  const PictureShape source{768, 576};
  const PictureShape output{854, 481};
  for (const double zoom : {1.0, 1.01, 1.123, 1.3, 1.77, 2.0}) {
    const CropRect crop = crop_for({0.4, 0.6, zoom}, source, output, Aspect::kPad);
    const Placement placed = place(crop, source, output);
    const double scale = crop.w / output.width;
    EXPECT_EQ(placed.x % 2, 0);
    EXPECT_EQ(placed.y % 2, 0);
    EXPECT_TRUE(placed.width % 2 == 0 || placed.x + placed.width == output.width);
    EXPECT_TRUE(placed.height % 2 == 0 || placed.y + placed.height == output.height);
    EXPECT_NEAR(placed.crop.w, placed.width * scale, 1e-6);
    EXPECT_NEAR(placed.crop.h, placed.height * crop.h / output.height, 1e-6);
    EXPECT_NEAR(placed.crop.x, crop.x + placed.x * scale, 1e-6);
    EXPECT_NEAR(placed.crop.y, crop.y + placed.y * crop.h / output.height, 1e-6);
    EXPECT_GE(placed.crop.x, 0);
    EXPECT_LE(placed.crop.x + placed.crop.w, source.width + 1e-9);
    // No more than two pixels of the source's borders are lost.
    EXPECT_GE(placed.width, std::min(854.0, source.width / scale) - 4);
  }
}

TEST(Place, ASliverIsStillAPicture) {
  const Placement placed =
      place(crop_for({0.5, 0.5, 1}, {4000, 2}, {2, 4000}, Aspect::kPad), {4000, 2}, {2, 4000});
  EXPECT_EQ(placed.width, 2);
  EXPECT_EQ(placed.height, 2);
  EXPECT_GT(placed.crop.h, 0);
}

TEST(ClampFraming, SaysWhereTheCameraReallyPoints) {
  EXPECT_EQ(clamp_framing({0, 1, 2}, kHd, kOutput), (Framing{0.25, 0.75, 2}));
  EXPECT_EQ(clamp_framing({0.5, 0.5, 2}, kHd, kOutput), (Framing{0.5, 0.5, 2}));
}

}  // namespace
}  // namespace gimbal
