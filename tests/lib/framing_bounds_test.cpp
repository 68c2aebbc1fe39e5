#include "lib/camera/framing_bounds.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

FramingBounds bounds_of(const PictureShape& source, const PictureShape& output,
                        Aspect aspect = Aspect::kCrop) {
  FramingBounds bounds;
  bounds.set_shapes(source, output, aspect);
  return bounds;
}

TEST(FramingBounds, KeepsTheCropInsideThePicture) {
  const FramingBounds bounds = bounds_of({3840, 2160}, {1280, 720});
  EXPECT_EQ(bounds.clamp({0, 1, 2}), (Framing{0.25, 0.75, 2}));
  EXPECT_EQ(bounds.clamp({0.4, 0.6, 99}), (Framing{0.4, 0.6, kMaxZoom}));
  EXPECT_TRUE(bounds.allows({0.25, 0.75, 2}));
  EXPECT_FALSE(bounds.allows({0.24, 0.75, 2}));
}

TEST(FramingBounds, ARegionRaisesTheSmallestZoom) {
  FramingBounds bounds = bounds_of({3840, 2160}, {1280, 720});
  bounds.set_limits(1, 4, {0.25, 0, 0.5, 1});
  EXPECT_DOUBLE_EQ(bounds.min_zoom(), 2);
  EXPECT_DOUBLE_EQ(bounds.max_zoom(), 4);
  EXPECT_EQ(bounds.clamp({0, 0, 1}), (Framing{0.5, 0.25, 2}));
  bounds.set_limits(1, 4, {0.8, 0, 1, 0.1});  // ends with the source; higher than the largest zoom
  EXPECT_DOUBLE_EQ(bounds.min_zoom(), 10);
  EXPECT_DOUBLE_EQ(bounds.max_zoom(), 10);
  EXPECT_DOUBLE_EQ(bounds.clamp({0, 0, 1}).center_x, 0.85);
}

TEST(FramingBounds, TheSmallestZoomWinsOverTheLargest) {
  FramingBounds bounds = bounds_of({3840, 2160}, {1280, 720});
  bounds.set_limits(5, 3, {});
  EXPECT_EQ(bounds.clamp({0.5, 0.5, 1}).zoom, 5);
  EXPECT_EQ(bounds.clamp({0.5, 0.5, 9}).zoom, 5);
}

TEST(FramingBounds, ACropWidthIsAsLongUpAsAcross) {
  // Portrait out of a wide picture with pixels that are twice as wide as high.
  const PictureShape source{2000, 1000, 2.0};
  const FramingBounds bounds = bounds_of(source, {500, 1000});
  const CropRect crop = bounds.crop({0.5, 0.5, 2});
  EXPECT_DOUBLE_EQ(bounds.unit_x(2) * source.width, crop.w);
  EXPECT_DOUBLE_EQ(bounds.unit_y(2) * source.height, crop.w * source.pixel_aspect);
  EXPECT_DOUBLE_EQ(bounds.height(2) * source.height, crop.h);
}

TEST(FramingBounds, WithPadTheWholePictureMayBeShownWithBlackBesideIt) {
  const FramingBounds bounds = bounds_of({768, 576}, {1280, 720}, Aspect::kPad);
  EXPECT_EQ(bounds.min_zoom(), 1);
  const CropRect crop = bounds.crop(bounds.clamp({0.1, 0.1, 1}));
  EXPECT_DOUBLE_EQ(crop.w, 1024);
  EXPECT_DOUBLE_EQ(crop.x, -128);
  EXPECT_DOUBLE_EQ(crop.y, 0);
}

TEST(FramingBounds, StretchedTheWholePictureIsZoomOne) {
  const FramingBounds bounds = bounds_of({768, 576}, {1280, 720}, Aspect::kStretch);
  EXPECT_EQ(bounds.crop({0.5, 0.5, 1}), (CropRect{0, 0, 768, 576}));
  EXPECT_DOUBLE_EQ(bounds.unit_x(1), 1);
  EXPECT_DOUBLE_EQ(bounds.unit_y(1), 16.0 / 9);
}

TEST(FramingBounds, AShiftIsInOutputPixels) {
  const FramingBounds bounds = bounds_of({3840, 2160}, {1280, 720});
  EXPECT_DOUBLE_EQ(bounds.shift({0, 0, 1920, 1080}, {3, 0, 1920, 1080}), 2);
  EXPECT_DOUBLE_EQ(bounds.shift({0, 0, 1920, 1080}, {0, -6, 1920, 1080}), 4);
  // A zoom moves the edges.
  EXPECT_DOUBLE_EQ(bounds.shift({0, 0, 1920, 1080}, {15, 7.5, 1890, 1065}), 10);
}

}  // namespace
}  // namespace gimbal
