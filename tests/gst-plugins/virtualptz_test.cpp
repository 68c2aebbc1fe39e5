// virtualptz in pipelines: what it shows, where, and what it says about it.
#include <cmath>

#include "gst-plugins/common/crop_meta.hpp"
#include "gst-plugins/common/roi_meta.hpp"
#include "lib/camera/ptz_names.hpp"
#include "lib/scene/scene.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"

namespace gimbal {
namespace {

constexpr int kSourceWidth = 320;
constexpr int kSourceHeight = 240;

/// Smooth in every direction and different everywhere: a shift of a tenth of a pixel shows.
double texture(double x, double y, guint component) {
  const double phase = 1.3 * component;
  return 128 + 60 * std::sin(x * 0.12 + phase) + 40 * std::cos(y * 0.15 + x * 0.05 - phase);
}

/// Fills the buffers of a videotestsrc with the texture, chroma co-sited as in MPEG-2.
GstPadProbeReturn draw_texture(GstPad* pad, GstPadProbeInfo* info, gpointer) {
  GstBuffer* buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
  GST_PAD_PROBE_INFO_DATA(info) = buffer;
  const CapsHandle caps(gst_pad_get_current_caps(pad));
  GstVideoInfo video;
  gst_video_info_from_caps(&video, caps.get());
  GstVideoFrame frame;
  gst_video_frame_map(&frame, &video, buffer, GST_MAP_WRITE);
  for (guint c = 0; c < 3; ++c) {
    auto* data = static_cast<std::uint8_t*>(GST_VIDEO_FRAME_COMP_DATA(&frame, c));
    for (int y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT(&frame, c); ++y) {
      for (int x = 0; x < GST_VIDEO_FRAME_COMP_WIDTH(&frame, c); ++x) {
        const double luma_x = c == 0 ? x : 2 * x;
        const double luma_y = c == 0 ? y : 2 * y + 0.5;
        data[y * GST_VIDEO_FRAME_COMP_STRIDE(&frame, c) +
             x * GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, c)] =
            static_cast<std::uint8_t>(std::lround(texture(luma_x, luma_y, c)));
      }
    }
  }
  gst_video_frame_unmap(&frame);
  return GST_PAD_PROBE_OK;
}

class VirtualPtz : public testing::Test {
 protected:
  /// `source_caps` and `output_caps` are appended to "video/x-raw".
  static std::string description(const std::string& properties, const std::string& source_caps,
                                 const std::string& output_caps) {
    return "videotestsrc name=src num-buffers=3 ! video/x-raw,width=" +
           std::to_string(kSourceWidth) + ",height=" + std::to_string(kSourceHeight) +
           ",framerate=30/1" + source_caps + " ! identity name=draw ! virtualptz name=camera " +
           properties + " ! video/x-raw" + output_caps + " ! appsink name=out sync=false";
  }

  static void use_texture(const TestPipeline& pipeline) {
    const ElementHandle draw = pipeline.element("draw");
    const PadHandle pad(gst_element_get_static_pad(draw.get(), "src"));
    gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, draw_texture, nullptr, nullptr);
  }

  /// The mean square difference of a component from the texture under `crop`.
  static double error_of(const Picture& picture, guint c, const CropRect& crop) {
    double sum = 0;
    const double sx = crop.w / picture.width();
    const double sy = crop.h / picture.height();
    for (int y = 0; y < picture.component_height(c); ++y) {
      for (int x = 0; x < picture.component_width(c); ++x) {
        // Where this sample's centre lies in output luma pixels, then in the source's.
        const double out_x = c == 0 ? x + 0.5 : 2 * x + 0.5;
        const double out_y = c == 0 ? y + 0.5 : 2 * y + 1.0;
        const double exact = texture(crop.x + out_x * sx - 0.5, crop.y + out_y * sy - 0.5, c);
        sum += std::pow(picture.value(c, x, y) - exact, 2);
      }
    }
    return sum / (picture.component_width(c) * picture.component_height(c));
  }
};

TEST_F(VirtualPtz, ShowsTheCropItSaysInEveryPlane) {
  for (const char* format : {",format=NV12,chroma-site=mpeg2", ",format=I420,chroma-site=mpeg2"}) {
    TestPipeline pipeline(description("center-x=0.43 center-y=0.58 zoom=2.3", format,
                                      ",width=256,height=144,pixel-aspect-ratio=1/1"));
    use_texture(pipeline);
    const auto samples = pipeline.run();
    ASSERT_EQ(samples.size(), 3U) << pipeline.error();
    const auto crop = get_crop_meta(gst_sample_get_buffer(samples[0].get()));
    ASSERT_TRUE(crop);
    EXPECT_NEAR(crop->w, kSourceWidth / 2.3, 1e-9);
    EXPECT_NEAR(crop->x + crop->w / 2, 0.43 * kSourceWidth, 1e-9);
    const Picture picture(samples[0].get());
    for (guint c = 0; c < 3; ++c) {
      EXPECT_LT(error_of(picture, c, *crop), 0.5) << c;
      // A quarter of a pixel to the side must be seen as wrong.
      CropRect shifted = *crop;
      shifted.x += 0.25;
      EXPECT_GT(error_of(picture, c, shifted), error_of(picture, c, *crop) * 2) << c;
    }
  }
}

TEST_F(VirtualPtz, FourByThreeIntoSixteenByNineIsCropped) {
  TestPipeline pipeline(description("", "", ",width=256,height=144,pixel-aspect-ratio=1/1"));
  const auto samples = pipeline.run();
  ASSERT_FALSE(samples.empty());
  EXPECT_EQ(get_crop_meta(gst_sample_get_buffer(samples[0].get())), (CropRect{0, 30, 320, 180}));
}

TEST_F(VirtualPtz, SizeComesFromDownstreamThenPropertiesThenTheInput) {
  struct Case {
    const char* properties;
    const char* caps;
    int width;
    int height;
  };
  for (const Case& c : {Case{"width=200 height=100", ",width=160,height=90", 160, 90},
                        Case{"width=200 height=100", "", 200, 100}, Case{"width=160", "", 160, 120},
                        Case{"", "", 320, 240}}) {
    TestPipeline pipeline(description(c.properties, "", c.caps));
    const auto samples = pipeline.run();
    ASSERT_FALSE(samples.empty()) << pipeline.error();
    const Picture picture(samples[0].get());
    EXPECT_EQ(picture.width(), c.width);
    EXPECT_EQ(picture.height(), c.height);
  }
}

TEST_F(VirtualPtz, PropertiesMoveThePictureWhilePlaying) {
  TestPipeline pipeline(description("zoom=2", "", "") + " max-buffers=1");
  const ElementHandle source = pipeline.element("src");
  // One in the sink, one before it, one on the way: the change must come to frames behind them.
  g_object_set(source.get(), "num-buffers", 20, nullptr);
  pipeline.play();
  ASSERT_TRUE(pipeline.pull());
  const ElementHandle camera = pipeline.element("camera");
  g_object_set(camera.get(), "center-x", 1.0, nullptr);
  SampleHandle last;
  while (SampleHandle sample = pipeline.pull()) {
    last = std::move(sample);
  }
  ASSERT_TRUE(last);
  EXPECT_EQ(get_crop_meta(gst_sample_get_buffer(last.get()))->x, 160);
}

TEST_F(VirtualPtz, AnEventMovesItWholeAndSaysWhenItIsSeen) {
  TestPipeline pipeline(description("", "", ""));
  const ElementHandle camera = pipeline.element("camera");
  GstStructure* fields =
      gst_structure_new(kPtzEvent, "command", G_TYPE_UINT64, guint64{42}, "center-x", G_TYPE_DOUBLE,
                        0.0, "center-y", G_TYPE_DOUBLE, 1.0, "zoom", G_TYPE_DOUBLE, 2.0, nullptr);
  EXPECT_TRUE(gst_element_send_event(camera.get(),
                                     gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, fields)));
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 3U);
  EXPECT_EQ(get_crop_meta(gst_sample_get_buffer(samples[0].get())), (CropRect{0, 120, 160, 120}));
  const MessageHandle message = pipeline.message(kPtzStateMessage);
  ASSERT_TRUE(message);
  guint64 command = 0;
  guint64 pts = 1;
  double center_x = 0;
  EXPECT_TRUE(gst_structure_get(gst_message_get_structure(message.get()), "command", G_TYPE_UINT64,
                                &command, "pts", G_TYPE_UINT64, &pts, "center-x", G_TYPE_DOUBLE,
                                &center_x, nullptr));
  EXPECT_EQ(command, 42U);
  EXPECT_EQ(pts, 0U);
  EXPECT_EQ(center_x, 0.25);  // as shown: kept inside
}

TEST_F(VirtualPtz, AnEventWithABadNumberChangesNothing) {
  TestPipeline pipeline(description("zoom=2", "", ""));
  const ElementHandle camera = pipeline.element("camera");
  for (const double bad : {std::nan(""), 17.0, 0.5}) {
    GstStructure* fields = gst_structure_new(
        kPtzEvent, "command", G_TYPE_UINT64, guint64{1}, "center-x", G_TYPE_DOUBLE, 0.0, "center-y",
        G_TYPE_DOUBLE, 0.0, "zoom", G_TYPE_DOUBLE, bad, nullptr);
    gst_element_send_event(camera.get(), gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, fields));
  }
  const auto samples = pipeline.run();
  ASSERT_FALSE(samples.empty());
  EXPECT_EQ(get_crop_meta(gst_sample_get_buffer(samples[0].get())), (CropRect{80, 60, 160, 120}));
}

TEST_F(VirtualPtz, KeepsItsOutputWhenTheInputChangesSize) {
  TestPipeline pipeline(
      "videotestsrc num-buffers=30 ! capsfilter name=caps caps=video/x-raw,width=320,height=240 "
      "! virtualptz ! appsink name=out sync=false max-buffers=1");
  pipeline.play();
  const ElementHandle filter = pipeline.element("caps");
  int count = 0;
  double widest = 0;
  while (const SampleHandle sample = pipeline.pull()) {
    const Picture picture(sample.get());
    EXPECT_EQ(picture.width(), 320);
    EXPECT_EQ(picture.height(), 240);
    widest = std::max(widest, get_crop_meta(gst_sample_get_buffer(sample.get()))->w);
    if (++count == 5) {
      gst_util_set_object_arg(G_OBJECT(filter.get()), "caps", "video/x-raw,width=640,height=480");
    }
  }
  EXPECT_EQ(count, 30) << pipeline.error();
  EXPECT_EQ(widest, 640);
}

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

TEST_F(VirtualPtz, BoxesMoveWithTheCrop) {
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

TEST_F(VirtualPtz, InterlacedInputIsRefusedWithAText) {
  TestPipeline pipeline(
      "videotestsrc num-buffers=3 ! video/x-raw,interlace-mode=interleaved,format=I420 "
      "! virtualptz ! appsink name=out");
  pipeline.play();
  EXPECT_FALSE(pipeline.pull());
  EXPECT_NE(pipeline.error().find("deinterlace"), std::string::npos);
}

}  // namespace
}  // namespace gimbal
