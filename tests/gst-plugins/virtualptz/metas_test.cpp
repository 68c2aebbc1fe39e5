// What a frame carries besides its picture: what is still true of a crop goes along, what is not
// does not. Regions of interest: regions_test.
#include <gst/video/gstvideoaffinetransformationmeta.h>
#include <gst/video/video-anc.h>
#include <gst/video/video-overlay-composition.h>
#include <gst/video/video-sei.h>

#include <cstring>

#include "tests/gst-plugins/virtualptz/camera_harness.hpp"

namespace gimbal {
namespace {

constexpr guint8 kCaption[] = {0xfc, 0x94, 0x2c};
constexpr guint8 kUserData[] = {'c', 'u', 'e'};
constexpr GstClockTime kReference = 90 * GST_SECOND;

class Metas : public testing::Test {
 protected:
  /// What becomes of a frame that `attach` has put something on.
  BufferHandle shown(const std::string& properties, const std::function<void(GstBuffer*)>& attach) {
    camera = std::make_unique<CameraHarness>(properties, nv12(640, 360));
    BufferHandle frame = camera->frame(0);
    attach(frame.get());
    EXPECT_EQ(camera->push(std::move(frame)), GST_FLOW_OK);
    BufferHandle output = camera->pull();
    EXPECT_TRUE(output);
    return output;
  }

  std::unique_ptr<CameraHarness> camera;
};

TEST_F(Metas, CaptionsGoAlong) {
  const BufferHandle output = shown("zoom=2", [](GstBuffer* frame) {
    gst_buffer_add_video_caption_meta(frame, GST_VIDEO_CAPTION_TYPE_CEA708_RAW, kCaption,
                                      sizeof kCaption);
  });
  const auto* meta = gst_buffer_get_video_caption_meta(output.get());
  ASSERT_NE(meta, nullptr);
  EXPECT_EQ(meta->caption_type, GST_VIDEO_CAPTION_TYPE_CEA708_RAW);
  ASSERT_EQ(meta->size, sizeof kCaption);
  EXPECT_EQ(std::memcmp(meta->data, kCaption, sizeof kCaption), 0);
}

TEST_F(Metas, UserDataOfTheSeiGoesAlong) {
  guint8 uuid[16] = {1, 2, 3, 4};
  const BufferHandle output = shown("zoom=2", [&](GstBuffer* frame) {
    auto data = std::to_array(kUserData);
    gst_buffer_add_video_sei_user_data_unregistered_meta(frame, uuid, data.data(), data.size());
  });
  const auto* meta = gst_buffer_get_video_sei_user_data_unregistered_meta(output.get());
  ASSERT_NE(meta, nullptr);
  EXPECT_EQ(std::memcmp(meta->uuid, uuid, sizeof uuid), 0);
  ASSERT_EQ(meta->size, sizeof kUserData);
  EXPECT_EQ(std::memcmp(meta->data, kUserData, sizeof kUserData), 0);
}

TEST_F(Metas, TimeCodesAndReferenceTimesGoAlong) {
  const BufferHandle output = shown("zoom=2", [](GstBuffer* frame) {
    gst_buffer_add_video_time_code_meta_full(frame, 30, 1, nullptr, GST_VIDEO_TIME_CODE_FLAGS_NONE,
                                             1, 2, 3, 4, 0);
    const CapsHandle clock(gst_caps_new_empty_simple("timestamp/x-ntp"));
    gst_buffer_add_reference_timestamp_meta(frame, clock.get(), kReference, GST_CLOCK_TIME_NONE);
  });
  const auto* code = gst_buffer_get_video_time_code_meta(output.get());
  ASSERT_NE(code, nullptr);
  EXPECT_EQ(code->tc.minutes, 2U);
  EXPECT_EQ(code->tc.frames, 4U);
  const auto* reference = gst_buffer_get_reference_timestamp_meta(output.get(), nullptr);
  ASSERT_NE(reference, nullptr);
  EXPECT_EQ(reference->timestamp, kReference);
}

/// Which part of the input is picture and which is bars, and what is to be drawn onto it.
void attach_places(GstBuffer* frame) {
  gst_buffer_add_video_afd_meta(frame, 0, GST_VIDEO_AFD_SPEC_ATSC_A53,
                                GST_VIDEO_AFD_16_9_LETTER_14_9_CENTER);
  gst_buffer_add_video_bar_meta(frame, 0, TRUE, 20, 340);
  gst_buffer_add_video_crop_meta(frame);
  gst_buffer_add_video_affine_transformation_meta(frame);
  auto* composition = gst_video_overlay_composition_new(nullptr);
  gst_buffer_add_video_overlay_composition_meta(frame, composition);
  gst_video_overlay_composition_unref(composition);
}

std::vector<std::string> places_on(const BufferHandle& frame) {
  std::vector<std::string> names;
  for (const GType api :
       {GST_VIDEO_AFD_META_API_TYPE, GST_VIDEO_BAR_META_API_TYPE, GST_VIDEO_CROP_META_API_TYPE,
        GST_VIDEO_AFFINE_TRANSFORMATION_META_API_TYPE,
        GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE}) {
    if (gst_buffer_get_meta(frame.get(), api) != nullptr) {
      names.emplace_back(g_type_name(api));
    }
  }
  return names;
}

TEST_F(Metas, WhatSpeaksOfPlacesOfTheInputDoesNotGoAlong) {
  EXPECT_EQ(places_on(shown("zoom=2", attach_places)), std::vector<std::string>());
}

TEST_F(Metas, OnAPictureThatGoesThroughAllStay) {
  EXPECT_EQ(places_on(shown("", attach_places)).size(), 5U);
}

TEST_F(Metas, OthersGoByTheirTags) {
  const auto survives = [&](const char* name, std::vector<const gchar*> tags) {
    gst_init(nullptr, nullptr);
    tags.push_back(nullptr);
    gst_meta_register_custom(name, tags.data(), nullptr, nullptr, nullptr);
    const BufferHandle output =
        shown("zoom=2", [&](GstBuffer* frame) { gst_buffer_add_custom_meta(frame, name); });
    return gst_buffer_get_custom_meta(output.get(), name) != nullptr;
  };
  EXPECT_TRUE(survives("TestPlain", {}));
  EXPECT_TRUE(survives("TestOfVideo", {GST_META_TAG_VIDEO_STR}));
  EXPECT_FALSE(survives("TestOfSize", {GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_SIZE_STR}));
  EXPECT_FALSE(survives("TestOfMemory", {GST_META_TAG_MEMORY_STR}));
}

}  // namespace
}  // namespace gimbal
