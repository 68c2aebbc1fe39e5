#include "gst-plugins/virtualptz/output_size.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

void expect_size(const SizeWish& wish, const PictureShape& input, int width, int height) {
  const SizeWish size = choose_output_size(wish, input);
  EXPECT_EQ(size.width, width);
  EXPECT_EQ(size.height, height);
}

TEST(OutputSize, BothWishesAreKept) {
  expect_size({1280, 720}, {768, 576}, 1280, 720);
}

TEST(OutputSize, OneSideFollowsTheInputsShape) {
  expect_size({640, 0}, {1920, 1080}, 640, 360);
  expect_size({640, 0}, {768, 576}, 640, 480);
  expect_size({0, 360}, {1920, 1080}, 640, 360);
}

TEST(OutputSize, NoWishIsTheInputWithSquarePixels) {
  expect_size({}, {1920, 1080}, 1920, 1080);
  expect_size({}, {720, 576, 64.0 / 45}, 1024, 576);
}

TEST(OutputSize, AFollowingSideIsEvenAndNeverNothing) {
  expect_size({639, 0}, {1920, 1080}, 639, 360);
  expect_size({16, 0}, {10000, 10}, 16, 2);
}

}  // namespace
}  // namespace gimbal
