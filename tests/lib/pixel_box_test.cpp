#include "lib/codec/tracking_formats/pixel_box.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(PixelBoxes, BecomeFractionsOfThePicture) {
  PixelBoxes boxes;
  const auto target = boxes.target({100, 100, 200, 300}, {1000, 500});
  ASSERT_TRUE(target);
  EXPECT_DOUBLE_EQ(target->x, 0.15);
  EXPECT_DOUBLE_EQ(target->y, 0.4);
  EXPECT_DOUBLE_EQ(target->w.value_or(0), 0.1);
  EXPECT_DOUBLE_EQ(target->h.value_or(0), 0.4);
  EXPECT_EQ(boxes.error(), "");
}

TEST(PixelBoxes, AreCutOffAtTheBorders) {
  PixelBoxes boxes;
  const auto target = boxes.target({-1e300, 250, 1e300, 1e300}, {1000, 500});
  ASSERT_TRUE(target);
  EXPECT_DOUBLE_EQ(target->x, 0.5);
  EXPECT_DOUBLE_EQ(target->y, 0.75);
  EXPECT_DOUBLE_EQ(target->w.value_or(0), 1);
}

TEST(PixelBoxes, OneOutsideIsNoneAndAllOutsideIsAMistake) {
  PixelBoxes boxes;
  EXPECT_EQ(boxes.complaint(), "");
  EXPECT_FALSE(boxes.target({1001, 0, 1100, 9}, {1000, 500}));
  EXPECT_FALSE(boxes.target({0, -9, 9, -1}, {1000, 500}));
  EXPECT_EQ(boxes.error(), "");
  EXPECT_TRUE(boxes.all_outside());
  EXPECT_NE(boxes.complaint(), "");
  EXPECT_TRUE(boxes.target({1000, 500, 1000, 500}, {1000, 500}));  // a point is enough
  EXPECT_EQ(boxes.complaint(), "");
}

TEST(PixelBoxes, WantASizeAndABox) {
  PixelBoxes boxes;
  EXPECT_FALSE(boxes.target({0, 0, 9, 9}, {1000, 0}));
  EXPECT_NE(boxes.error().find("set its width and height"), std::string::npos);
  EXPECT_FALSE(boxes.target({9, 0, 0, 9}, {1000, 500}));
  EXPECT_NE(boxes.error(), "");
  EXPECT_FALSE(boxes.all_outside());
}

}  // namespace
}  // namespace gimbal
