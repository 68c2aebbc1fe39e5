#include "lib/codec/tracking_formats/tracking_source.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

const TrackingSource kVideo{1920, 1080, 25, "hall"};

void expect_same(const TrackingSource& a, const TrackingSource& b) {
  EXPECT_EQ(a.width, b.width);
  EXPECT_EQ(a.height, b.height);
  EXPECT_EQ(a.frame_rate, b.frame_rate);
  EXPECT_EQ(a.camera, b.camera);
}

TEST(TrackingSource, WhatIsLeftOpenIsTheVideos) {
  expect_same(completed({}, kVideo), kVideo);
  expect_same(completed({640, 0, 0, ""}, kVideo), {640, 1080, 25, "hall"});
  expect_same(completed({0, 360, 10, "yard"}, kVideo), {1920, 360, 10, "yard"});
  expect_same(completed({640, 360, 10, "yard"}, {}), {640, 360, 10, "yard"});
}

}  // namespace
}  // namespace gimbal
