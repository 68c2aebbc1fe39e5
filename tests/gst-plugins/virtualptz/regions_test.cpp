// Regions of interest: detections for the camera, and boxes that move with the crop.
#include <cmath>

#include "gst-plugins/common/roi_meta.hpp"
#include "lib/scene/scene.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"
#include "tests/gst-plugins/virtualptz/camera_harness.hpp"

namespace gimbal {
namespace {

/// The boxes that a picture of the court shows under `crop`, in pixels of an output of that size.
std::vector<Box> court_under(const CropRect& crop, double seconds, int width, int height) {
  std::vector<Box> seen;
  for (Box box : scene_boxes(Scene::kCourt, seconds, 1280, 720)) {
    box.x = (box.x - crop.x) * width / crop.w;
    box.y = (box.y - crop.y) * height / crop.h;
    box.w *= width / crop.w;
    box.h *= height / crop.h;
    if (box.x < width - 0.5 && box.y < height - 0.5 && box.x + box.w > 0.5 && box.y + box.h > 0.5) {
      seen.push_back(box);
    }
  }
  return seen;
}

TEST(Regions, MoveWithTheCrop) {
  for (const char* properties : {"", "zoom=2 center-x=0.4 center-y=0.6", "zoom=16 center-x=0.5"}) {
    TestPipeline pipeline(
        std::string("scenesrc scene=court is-live=false num-buffers=40 "
                    "! video/x-raw,width=1280,height=720,framerate=2/1 ! virtualptz ") +
        properties + " ! video/x-raw,width=640,height=360 ! appsink name=out sync=false");
    const auto samples = pipeline.run();
    ASSERT_EQ(samples.size(), 40U) << pipeline.error();
    for (std::size_t i = 0; i < samples.size(); ++i) {
      GstBuffer* buffer = gst_sample_get_buffer(samples[i].get());
      const auto expected =
          court_under(*get_crop_meta(buffer), static_cast<double>(i) / 2, 640, 360);
      const auto boxes = get_roi_metas(buffer);
      ASSERT_EQ(boxes.size(), expected.size()) << properties << " frame " << i;
      for (std::size_t k = 0; k < boxes.size(); ++k) {
        EXPECT_EQ(boxes[k].id, expected[k].id);
        EXPECT_EQ(boxes[k].label, expected[k].label);
        EXPECT_NEAR(boxes[k].x, expected[k].x, 1e-6);
        EXPECT_NEAR(boxes[k].y, expected[k].y, 1e-6);
        EXPECT_NEAR(boxes[k].w, expected[k].w, 1e-6);
        EXPECT_NEAR(boxes[k].h, expected[k].h, 1e-6);
      }
    }
  }
}

TEST(Regions, StayOnAPictureThatGoesThrough) {
  CameraHarness camera("", nv12(640, 360));
  BufferHandle frame = camera.frame(0);
  add_roi_metas(frame.get(), {{3, "person", 0.5, 10, 20, 30, 40}}, 640, 360);
  camera.push(std::move(frame));
  const BufferHandle shown = camera.pull();
  EXPECT_EQ(get_roi_metas(shown.get()), (std::vector<Box>{{3, "person", 0.5, 10, 20, 30, 40}}));
}

TEST(Regions, AreMovedBesideTheBlackOfPad) {
  CameraHarness camera("aspect=pad", nv12(320, 240, ",pixel-aspect-ratio=1/1"),
                       nv12(256, 144, ",pixel-aspect-ratio=1/1"));
  BufferHandle frame = camera.frame(0);
  add_roi_metas(frame.get(), {{3, "person", 1, 0, 0, 100, 240}}, 320, 240);
  camera.push(std::move(frame));
  const BufferHandle shown = camera.pull();
  const auto boxes = get_roi_metas(shown.get());
  ASSERT_EQ(boxes.size(), 1U);
  EXPECT_NEAR(boxes[0].x, 32, 1e-6);
  EXPECT_NEAR(boxes[0].w, 60, 1e-6);
}

/// GStreamer 1.22 has no analytics: a meta that goes by their name, and is copied where it may be.
const GstMetaInfo* analytics_meta() {
  static const GstMetaInfo* info = [] {
    const gchar* tags[] = {nullptr};
    return gst_meta_register(
        gst_meta_api_type_register("GstAnalyticsRelationMetaAPI", tags), "TestAnalyticsMeta",
        sizeof(GstMeta), [](GstMeta*, gpointer, GstBuffer*) -> gboolean { return TRUE; }, nullptr,
        [](GstBuffer* to, GstMeta*, GstBuffer*, GQuark, gpointer) -> gboolean {
          gst_buffer_add_meta(to, analytics_meta(), nullptr);
          return TRUE;
        });
  }();
  return info;
}

TEST(Regions, DetectionsThatCannotBeMovedDoNotGoAlong) {
  for (const auto& [properties, kept] : {std::pair{"", true}, {"zoom=2", false}}) {
    CameraHarness camera(properties, nv12(640, 360));
    BufferHandle frame = camera.frame(0);
    gst_buffer_add_meta(frame.get(), analytics_meta(), nullptr);
    camera.push(std::move(frame));
    const BufferHandle shown = camera.pull();
    EXPECT_EQ(gst_buffer_get_meta(shown.get(), analytics_meta()->api) != nullptr, kept);
  }
}

TEST(Regions, WithNumbersThatAreNoneMoveNothing) {
  CameraHarness camera("mode=follow zoom=2", nv12(640, 360), nv12(320, 180));
  for (int i = 0; i < 60; ++i) {
    BufferHandle frame = camera.frame(static_cast<GstClockTime>(i) * kFrame30);
    add_roi_metas(frame.get(), {{1, "person", 1, 10, 20, 30, 40}}, 640, 360);
    auto* region = gst_buffer_get_video_region_of_interest_meta_id(frame.get(), 1);
    gst_structure_set(gst_video_region_of_interest_meta_get_param(region, "gimbal-box"), "x",
                      G_TYPE_DOUBLE, std::nan(""), nullptr);
    camera.push(std::move(frame));
    const BufferHandle shown = camera.pull();
    ASSERT_TRUE(shown);
    EXPECT_EQ(get_crop_meta(shown.get())->x, 160);
  }
  EXPECT_EQ(camera.count("records-refused"), 60U);
  EXPECT_EQ(camera.texts(GST_MESSAGE_WARNING).size(), 1U);
}

/// Where the camera looks after five seconds of frames with those boxes, 0 to 1.
double center_after(const std::string& properties, const std::vector<Box>& boxes) {
  CameraHarness camera(properties + " min-zoom=2 max-zoom=2", nv12(640, 360), nv12(320, 180));
  CropRect crop;
  for (int i = 0; i < 150; ++i) {
    BufferHandle frame = camera.frame(static_cast<GstClockTime>(i) * kFrame30);
    add_roi_metas(frame.get(), boxes, 640, 360);
    camera.push(std::move(frame));
    crop = *get_crop_meta(camera.pull().get());
  }
  return (crop.x + crop.w / 2) / 640;
}

const std::vector<Box> kTwo = {{1, "person", 0.9, 396, 140, 40, 80},
                               {2, "dog", 0.9, 214, 180, 40, 30}};

TEST(FollowRegions, InModeFollow) {
  EXPECT_NEAR(center_after("mode=follow", {kTwo[0]}), 416 / 640.0, 0.03);
}

TEST(FollowRegions, OfTheWantedClass) {
  EXPECT_NEAR(center_after("mode=follow target-classes=dog", kTwo), 234 / 640.0, 0.03);
  EXPECT_NEAR(center_after("mode=follow target-classes=\"cat , person\"", kTwo), 416 / 640.0, 0.03);
}

TEST(FollowRegions, NotInOtherModesNorWhenSwitchedOff) {
  EXPECT_EQ(center_after("mode=manual", {kTwo[0]}), 0.5);
  EXPECT_EQ(center_after("mode=follow follow-rois=false", {kTwo[0]}), 0.5);
}

TEST(FollowRegions, WithoutNumbersOfTheirOwn) {
  // Elements that number nothing give every region 0.
  const std::vector<Box> unnumbered = {{0, "person", 1, 376, 140, 40, 80},
                                       {0, "person", 1, 416, 140, 40, 80}};
  EXPECT_NEAR(center_after("mode=follow", unnumbered), 416 / 640.0, 0.03);
}

}  // namespace
}  // namespace gimbal
