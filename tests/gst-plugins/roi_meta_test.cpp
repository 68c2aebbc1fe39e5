#include "gst-plugins/common/roi_meta.hpp"

#include <gst/video/gstvideometa.h>
#include <gtest/gtest.h>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {
namespace {

class RoiMeta : public testing::Test {
 protected:
  static void SetUpTestSuite() { gst_init(nullptr, nullptr); }

  static GstVideoRegionOfInterestMeta* first_of(const BufferHandle& buffer) {
    return reinterpret_cast<GstVideoRegionOfInterestMeta*>(
        gst_buffer_get_meta(buffer.get(), GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE));
  }

  const BufferHandle from_{gst_buffer_new()};
  const BufferHandle to_{gst_buffer_new()};
};

TEST_F(RoiMeta, ReadsBackWhatWasWritten) {
  const std::vector<Box> boxes{{3, "player", 0.9, 10.25, 20.5, 30.125, 60.75},
                               {11, "ball", 1, -2.5, 5, 8, 8}};
  add_roi_metas(from_.get(), boxes, 640, 360);
  EXPECT_EQ(get_roi_metas(from_.get()), boxes);
}

TEST_F(RoiMeta, WholePixelsLieInsideThePicture) {
  add_roi_metas(from_.get(), {{1, "player", 1, -4.2, 300.4, 10, 100}}, 640, 360);
  const auto* meta = first_of(from_);
  ASSERT_NE(meta, nullptr);
  EXPECT_EQ(meta->x, 0U);
  EXPECT_EQ(meta->w, 6U);
  EXPECT_EQ(meta->y, 300U);
  EXPECT_EQ(meta->h, 60U);
}

TEST_F(RoiMeta, WhatLiesOutsideIsLeftOut) {
  add_roi_metas(from_.get(),
                {{1, "player", 1, 700, 10, 20, 20}, {2, "player", 1, 10, -50, 20, 49.9}}, 640, 360);
  EXPECT_TRUE(get_roi_metas(from_.get()).empty());
}

TEST_F(RoiMeta, ACropMovesAndScalesTheExactPlaces) {
  add_roi_metas(from_.get(), {{7, "player", 0.5, 100.5, 50.25, 20, 40}}, 640, 360);
  crop_roi_metas(from_.get(), to_.get(), {80, 45, 160, 90}, 320, 180);
  EXPECT_EQ(get_roi_metas(to_.get()), (std::vector<Box>{{7, "player", 0.5, 41, 10.5, 40, 80}}));
}

TEST_F(RoiMeta, ACropLeavesOutWhatItDoesNotShow) {
  add_roi_metas(from_.get(), {{1, "player", 1, 0, 50, 20, 40}, {2, "player", 1, 75, 50, 20, 40}},
                640, 360);
  crop_roi_metas(from_.get(), to_.get(), {80, 45, 160, 90}, 320, 180);
  const auto boxes = get_roi_metas(to_.get());
  ASSERT_EQ(boxes.size(), 1U);
  EXPECT_EQ(boxes[0], (Box{2, "player", 1, -10, 10, 40, 80}));
}

TEST_F(RoiMeta, ACropKeepsTheMetasOfOthersWithTheirParameters) {
  auto* meta = gst_buffer_add_video_region_of_interest_meta(from_.get(), "face", 100, 60, 20, 10);
  meta->id = 5;
  meta->parent_id = 4;
  gst_video_region_of_interest_meta_add_param(
      meta, gst_structure_new("detection", "label_id", G_TYPE_INT, 9, nullptr));
  crop_roi_metas(from_.get(), to_.get(), {80, 45, 160, 90}, 320, 180);
  const auto* seen = first_of(to_);
  ASSERT_NE(seen, nullptr);
  EXPECT_STREQ(g_quark_to_string(seen->roi_type), "face");
  EXPECT_EQ(seen->id, 5);
  EXPECT_EQ(seen->parent_id, 4);
  EXPECT_EQ(seen->x, 40U);
  EXPECT_EQ(seen->y, 30U);
  EXPECT_EQ(seen->w, 40U);
  EXPECT_EQ(seen->h, 20U);
  const GstStructure* param = gst_video_region_of_interest_meta_get_param(
      const_cast<GstVideoRegionOfInterestMeta*>(seen), "detection");
  ASSERT_NE(param, nullptr);
  int label = 0;
  EXPECT_TRUE(gst_structure_get_int(param, "label_id", &label));
  EXPECT_EQ(label, 9);
}

}  // namespace
}  // namespace gimbal
