// The crop metas and the replies tell the truth: measured on pixels, before and after an encoder.
#include <map>

#include "tests/gst-plugins/pipeline_fixture.hpp"
#include "tests/gst-plugins/virtualptz/camera_harness.hpp"
#include "tests/gst-plugins/virtualptz/marker.hpp"

namespace gimbal {
namespace {

constexpr Spot kMarker{640.3, 360.7};  // in a source of 1280x720

GstVideoInfo info_of(const GstCaps* caps) {
  GstVideoInfo info;
  gst_video_info_from_caps(&info, caps);
  return info;
}

Spot expected_at(const CropRect& crop, const GstVideoInfo& output, const Spot& source) {
  return {(source.x - crop.x) * output.width / crop.w,
          (source.y - crop.y) * output.height / crop.h};
}

// --- the metas -----------------------------------------------------------------------------------

TEST(MarkerMeta, IsTrueWhileTheCameraMoves) {
  for (const char* method : {"auto", "bilinear", "bicubic", "lanczos"}) {
    SCOPED_TRACE(method);
    CameraHarness camera(std::string("zoom=2.2 method=") + method, nv12(1280, 720), nv12(640, 360));
    double worst = 0;
    double travelled = 0;
    double last = 0;
    for (int i = 0; i < 60; ++i) {
      if (i == 1) {
        camera.send_ptz(0, 0.58, 0.46, 3.1);
      } else if (i == 30) {
        camera.send_ptz(0, 0.45, 0.53, 1.3);
      }
      BufferHandle frame = camera.frame(static_cast<GstClockTime>(i) * kFrame30);
      draw_marker(frame.get(), camera.info(), kMarker);
      camera.push(std::move(frame));
      const BufferHandle shown = camera.pull();
      ASSERT_TRUE(shown);
      const GstVideoInfo output = info_of(camera.output_caps().get());
      const Spot spot = find_marker(shown.get(), output);
      const Spot expected = expected_at(*get_crop_meta(shown.get()), output, kMarker);
      worst = std::max({worst, std::abs(spot.x - expected.x), std::abs(spot.y - expected.y)});
      travelled += i == 0 ? 0 : std::abs(spot.x - last);
      last = spot.x;
    }
    EXPECT_LT(worst, 0.1);
    EXPECT_GT(travelled, 100);  // it did move
  }
}

/// The crops of the metas by PTS, noted in front of an encoder.
using Crops = std::map<GstClockTime, CropRect>;

GstPadProbeReturn note_crop(GstPad*, GstPadProbeInfo* info, gpointer crops) {
  GstBuffer* buffer = GST_PAD_PROBE_INFO_BUFFER(info);
  (*static_cast<Crops*>(crops))[GST_BUFFER_PTS(buffer)] =
      get_crop_meta(buffer).value_or(CropRect{});
  return GST_PAD_PROBE_OK;
}

GstPadProbeReturn draw_on(GstPad* pad, GstPadProbeInfo* info, gpointer) {
  GstBuffer* buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
  GST_PAD_PROBE_INFO_DATA(info) = buffer;
  const CapsHandle caps(gst_pad_get_current_caps(pad));
  draw_marker(buffer, info_of(caps.get()), kMarker);
  return GST_PAD_PROBE_OK;
}

void probe(const TestPipeline& pipeline, const char* element, const char* pad_name,
           GstPadProbeCallback callback, gpointer data) {
  const ElementHandle found = pipeline.element(element);
  const PadHandle pad(gst_element_get_static_pad(found.get(), pad_name));
  gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, callback, data, nullptr);
}

TEST(MarkerMeta, IsTrueOfDecodedPictures) {
  TestPipeline pipeline(
      "videotestsrc name=src num-buffers=40 pattern=black "
      "! video/x-raw,format=NV12,width=1280,height=720,framerate=30/1 "
      "! virtualptz name=camera zoom=2 ! video/x-raw,width=640,height=360 "
      "! x264enc name=encoder quantizer=0 speed-preset=ultrafast pass=quant bframes=0 "
      "! avdec_h264 ! video/x-raw ! appsink name=out sync=false");
  Crops crops;
  probe(pipeline, "src", "src", draw_on, nullptr);
  probe(pipeline, "encoder", "sink", note_crop, &crops);
  const ElementHandle camera = pipeline.element("camera");
  g_object_set(camera.get(), "center-x", 0.56, "center-y", 0.47, nullptr);
  // From there, eased, once the first frame has been shown.
  const auto turn = [](GstPad*, GstPadProbeInfo* info, gpointer element) {
    if (GST_BUFFER_PTS(GST_PAD_PROBE_INFO_BUFFER(info)) == 0) {
      g_object_set(element, "center-x", 0.45, "zoom", 2.7, nullptr);
    }
    return GST_PAD_PROBE_OK;
  };
  probe(pipeline, "encoder", "sink", turn, camera.get());
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 40U) << pipeline.error();
  ASSERT_EQ(crops.size(), 40U);
  double travelled = 0;
  std::optional<Spot> last;
  for (const auto& sample : samples) {
    GstBuffer* buffer = gst_sample_get_buffer(sample.get());
    const GstVideoInfo output = info_of(gst_sample_get_caps(sample.get()));
    // The encoder adds an hour or more to every PTS, and says so in the segment.
    const GstClockTime pts = gst_segment_to_running_time(gst_sample_get_segment(sample.get()),
                                                         GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    const auto crop = crops.find(pts);
    ASSERT_NE(crop, crops.end()) << pts;
    const Spot spot = find_marker(buffer, output);
    const Spot expected = expected_at(crop->second, output, kMarker);
    EXPECT_NEAR(spot.x, expected.x, 0.1);
    EXPECT_NEAR(spot.y, expected.y, 0.1);
    travelled += last ? std::abs(spot.x - last->x) : 0;
    last = spot;
  }
  EXPECT_GT(travelled, 50);
}

// --- the replies ---------------------------------------------------------------------------------

struct Rates {
  int frames;    // a second
  int commands;  // a second
};

/// Where the marker is seen in each frame, with commands to and fro between frames; and for each
/// command the frame before which it came.
class CommandsAtARate : public testing::TestWithParam<Rates> {
 protected:
  CommandsAtARate()
      : camera("zoom=2",
               "video/x-raw,format=NV12,width=1280,height=720,framerate=" +
                   std::to_string(GetParam().frames) + "/1",
               "video/x-raw,format=NV12,width=640,height=360") {}

  GstClockTime pts_of(int frame) const {
    return gst_util_uint64_scale_int(GST_SECOND, frame, GetParam().frames);
  }

  /// To and fro in five steps each way, like a hand on a stick.
  static double goal_of(guint64 command) {
    return 0.45 + 0.02 * std::abs(static_cast<int>(command % 10) - 5);
  }

  /// Where the marker is seen once a command's goal is reached.
  static double seen_at_goal(guint64 command) {
    return kMarker.x - (goal_of(command) * 1280 - 320);
  }

  void run(int frames) {
    for (int i = 0; i < frames; ++i) {
      const int due = 1 + i * GetParam().commands / GetParam().frames;
      while (i > 0 && static_cast<int>(came_before.size()) < due) {
        came_before.push_back(i);
        camera.send_ptz(came_before.size(), goal_of(came_before.size()), 0.5, 2);
      }
      BufferHandle frame = camera.frame(pts_of(i));
      draw_marker(frame.get(), camera.info(), kMarker);
      ASSERT_EQ(camera.push(std::move(frame)), GST_FLOW_OK);
      const BufferHandle shown = camera.pull();
      ASSERT_TRUE(shown) << "frame " << i << " was lost";
      EXPECT_EQ(GST_BUFFER_PTS(shown.get()), pts_of(i));
      seen.push_back(find_marker(shown.get(), info_of(camera.output_caps().get())).x);
    }
  }

  CameraHarness camera;
  std::vector<int> came_before;
  std::vector<double> seen;
};

TEST_P(CommandsAtARate, MoveThePictureWithinTwoFramesAndSayWhich) {
  run(2 * GetParam().frames);
  const auto replies = camera.replies();
  // The newest may still wait for its second frame.
  EXPECT_GE(replies.size() + 1, came_before.size());
  int applied = 0;
  std::vector<int> answers(came_before.size() + 1);
  for (const Reply& reply : replies) {
    ASSERT_LE(reply.command, came_before.size());
    ++answers[reply.command];
    const int before = came_before[reply.command - 1] - 1;
    if (reply.result != "applied") {
      EXPECT_EQ(reply.result, "overtaken");
      continue;
    }
    ++applied;
    const auto frame = static_cast<int>(gst_util_uint64_scale_round(
        reply.pts, static_cast<guint64>(GetParam().frames), GST_SECOND));
    EXPECT_EQ(reply.pts, pts_of(frame));
    EXPECT_LE(frame, before + 2) << "command " << reply.command;
    const auto moved = [&](int i) {
      return std::abs(seen[static_cast<std::size_t>(i)] - seen[static_cast<std::size_t>(before)]);
    };
    const double way = seen_at_goal(reply.command) - seen[static_cast<std::size_t>(before)];
    if (std::abs(way) < 1.1) {
      continue;  // it was there already, on its way to another goal
    }
    EXPECT_GE(moved(frame), 0.9) << "command " << reply.command;
    if (frame == before + 2) {
      EXPECT_LT(moved(before + 1), 1.1) << "command " << reply.command;  // else it was that one
    }
  }
  for (std::size_t command = 1; command + 1 < answers.size(); ++command) {
    EXPECT_EQ(answers[command], 1) << "command " << command;
  }
  EXPECT_GT(applied, 0);
}

INSTANTIATE_TEST_SUITE_P(Rates, CommandsAtARate,
                         testing::Values(Rates{30, 1}, Rates{30, 10}, Rates{30, 60}, Rates{60, 1},
                                         Rates{60, 10}, Rates{60, 60}),
                         [](const auto& test) {
                           return std::to_string(test.param.commands) + "CommandsIn" +
                                  std::to_string(test.param.frames) + "Frames";
                         });

}  // namespace
}  // namespace gimbal
