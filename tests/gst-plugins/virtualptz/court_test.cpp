// The whole camera as an element: detections of a bad detector in, crop metas out, and what a
// director would say of them, for the mean of eight games and for the worst.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "lib/camera/ptz_names.hpp"
#include "tests/camera/box_detector.hpp"
#include "tests/camera/detector_noise.hpp"
#include "tests/camera/metrics.hpp"
#include "tests/camera/traces.hpp"
#include "tests/gst-plugins/virtualptz/camera_run.hpp"
#include "tests/gst-plugins/virtualptz/path_goals.hpp"

namespace gimbal {
namespace {

// Nothing was searched on these; of what a search left, the last choice was made on them.
constexpr std::uint64_t kFirstSeed = 301;
constexpr std::uint64_t kLastSeed = 308;
constexpr int kFramesASecond = 30;
constexpr int kSourceWidth = 320;
constexpr double kOutputWidth = 1280;  // what a pixel of the goals is of

int source_height(const CropGeometry& geometry) {
  const double display_aspect = geometry.aspect * geometry.height / geometry.width;
  return 2 * static_cast<int>(std::lround(kSourceWidth / display_aspect / 2));
}

/// A black picture of the trace's shape: nothing looks at it.
std::string black(const Trace& trace) {
  const auto frames = std::lround(trace.seconds * kFramesASecond);
  return "videotestsrc pattern=black num-buffers=" + std::to_string(frames) +
         " ! video/x-raw,format=I420,framerate=30/1,width=" + std::to_string(kSourceWidth) +
         ",height=" + std::to_string(source_height(trace.geometry));
}

/// A detector that says itself where to look.
std::vector<Delivery> aims_as_records(const Trace& trace, const DetectorNoise& noise,
                                      std::uint64_t seed) {
  std::vector<Delivery> deliveries;
  for (const LateAim& late : detections(trace, noise, seed)) {
    Delivery delivery{late.arrival, {}};
    delivery.record.timestamp = late.aim.time;
    delivery.record.target_x = std::clamp(late.aim.center_x, 0.0, 1.0);
    delivery.record.target_y = std::clamp(late.aim.center_y, 0.0, 1.0);
    delivery.record.tracking_state = "stable";
    deliveries.push_back(delivery);
  }
  return deliveries;
}

std::vector<ShownFrame> centres(const std::vector<ShownCrop>& crops, const CropGeometry& geometry) {
  std::vector<ShownFrame> frames;
  frames.reserve(crops.size());
  for (const ShownCrop& shown : crops) {
    frames.push_back({shown.time, (shown.crop.x + shown.crop.w / 2) / kSourceWidth,
                      (shown.crop.y + shown.crop.h / 2) / source_height(geometry),
                      shown.crop.w / kSourceWidth});
  }
  return frames;
}

CameraRun follow(const Trace& trace, Column column) {
  CameraRun run;
  run.source = black(trace);
  // It begins at the target, and has one zoom all the time: the goals are in crop widths.
  const std::string zoom = std::to_string(trace.zoom);
  const TruePlace start = trace.place(0);
  run.properties = "mode=follow follow-rois=false home-x=" + std::to_string(start.x) +
                   " home-y=" + std::to_string(start.y) + " home-zoom=" + zoom +
                   " min-zoom=" + zoom + " max-zoom=" + zoom;
  run.output_caps = "video/x-raw,width=64,height=36,pixel-aspect-ratio=1/1";
  run.lookahead = lookahead_of(column);
  return run;
}

std::vector<ShownFrame> followed(const Trace& trace, Column column, const DetectorNoise& noise,
                                 std::uint64_t seed) {
  CameraRun run = follow(trace, column);
  run.deliveries = aims_as_records(trace, noise, seed);
  return centres(play(run), trace.geometry);
}

const char* name_of(Column column) {
  return column == Column::kLive ? "live" : "look-ahead";
}

class EveryColumn : public testing::TestWithParam<Column> {};
INSTANTIATE_TEST_SUITE_P(Camera, EveryColumn, testing::Values(Column::kLive, Column::kLookahead),
                         [](const auto& column) {
                           return column.param == Column::kLive ? "live" : "lookahead";
                         });

void expect_goals_of(const std::string& what, Trace (*trace_of)(std::uint64_t), Column column,
                     bool judge_lag = true) {
  std::vector<PathMetrics> seeds;
  std::vector<double> lags;
  for (std::uint64_t seed = kFirstSeed; seed <= kLastSeed; ++seed) {
    const Trace trace = trace_of(seed);
    seeds.push_back(measure(followed(trace, column, {}, seed), trace));
    if (judge_lag && sees_moves_begin(trace, detections(trace, {}, seed))) {
      lags.push_back(seeds.back().lag);
    }
  }
  expect_goals(what + ", " + name_of(column), column, seeds, lags);
}

/// Boxes of players and ball, as a detector has them. How the element makes an aim of them is left
/// at its defaults; the truth is what a director would show without any of the detector's faults:
/// the middle of all players, drawn sideways toward the ball, with headroom (court_trace.cpp).
std::vector<ShownFrame> court_followed(const Trace& trace, Column column, std::uint64_t seed) {
  CameraRun run = follow(trace, column);
  run.source = "scenesrc scene=court is-live=false seed=" + std::to_string(seed) +
               " num-buffers=" + std::to_string(std::lround(trace.seconds * kFramesASecond)) +
               " ! video/x-raw,format=I420,framerate=30/1,width=" + std::to_string(kSourceWidth) +
               ",height=" + std::to_string(source_height(trace.geometry));
  for (const LateRecord& late : court_records(trace, {}, seed)) {
    run.deliveries.push_back({late.arrival, late.record});
  }
  return centres(play(run), trace.geometry);
}

TEST_P(EveryColumn, Court) {
  std::vector<PathMetrics> seeds;
  std::vector<double> lags;
  for (std::uint64_t seed = kFirstSeed; seed <= kLastSeed; ++seed) {
    const Trace trace = court_trace(seed);
    seeds.push_back(measure(court_followed(trace, GetParam(), seed), trace));
    lags.push_back(seeds.back().lag);
  }
  expect_goals(std::string("court, ") + name_of(GetParam()), GetParam(), seeds, lags);
}

TEST_P(EveryColumn, Soccer) {
  expect_goals_of("soccer", soccer_trace, GetParam());
}

TEST_P(EveryColumn, Speaker) {
  // Most of what a speaker does (turning, swaying) the camera ought to sit out, which leaves next
  // to nothing to correlate.
  expect_goals_of("speaker", speaker_trace, GetParam(), false);
}

TEST_P(EveryColumn, AHardMoveEndsWhereTheTargetDoes) {
  const Trace trace = step_trace(0.83, 1.6);
  DetectorNoise noise;
  noise.dropout_every = 0;
  std::vector<double> seeds;
  for (std::uint64_t seed = kFirstSeed; seed <= kLastSeed; ++seed) {
    seeds.push_back(overshoot(followed(trace, GetParam(), noise, seed), trace));
  }
  expect_goal(std::string("hard move, ") + name_of(GetParam()),
              {"overshoot, share of the way", GetParam() == Column::kLive ? 0.05 : 0.03}, seeds);
}

TEST_P(EveryColumn, AStillTargetIsAStillPicture) {
  const Trace trace = still_trace(116);
  DetectorNoise scatter = DetectorNoise::none();
  scatter.scatter = 0.013;
  std::vector<double> seeds;
  for (std::uint64_t seed = kFirstSeed; seed <= kLastSeed; ++seed) {
    seeds.push_back(measure(followed(trace, GetParam(), scatter, seed), trace).moving);
  }
  expect_goal(std::string("still target, ") + name_of(GetParam()), {"frames that moved", 0}, seeds);
}

TEST_P(EveryColumn, ACreepIsSmooth) {
  const Trace trace = creep_trace(0.3 * kFramesASecond / kOutputWidth, 90);
  std::vector<double> seeds;
  for (std::uint64_t seed = kFirstSeed; seed <= kLastSeed; ++seed) {
    seeds.push_back(
        roughness(followed(trace, GetParam(), DetectorNoise::none(), seed), trace, kOutputWidth));
  }
  expect_goal(std::string("0.3 px a frame, ") + name_of(GetParam()),
              {"second difference, px/frame2", 0.05}, seeds);
}

TEST_P(EveryColumn, AFileOfRecordsCanComeAllAtOnce) {
  const Trace trace = court_trace(1);
  CameraRun run = follow(trace, GetParam());
  run.deliveries = aims_as_records(trace, {.latency = -0.001}, 1);  // PTS are rounded down
  ASSERT_GT(run.deliveries.size(), 1000U);
  const auto in_step = play(run);
  for (Delivery& delivery : run.deliveries) {
    delivery.arrival = -1;
  }
  const auto at_once = play(run);
  ASSERT_EQ(at_once.size(), in_step.size());
  double furthest = 0;  // crop widths
  for (std::size_t i = 0; i < at_once.size(); ++i) {
    furthest =
        std::max(furthest, std::fabs(at_once[i].crop.x - in_step[i].crop.x) / at_once[i].crop.w);
  }
  EXPECT_LT(furthest, 0.01);
}

/// Frames until the picture has moved by a pixel, from the first that comes after the command.
int frames_until_seen(Column column, int frames_a_second) {
  constexpr int kCommandFrame = 20;
  constexpr double kWidth = 1280;
  CameraRun run;
  run.source =
      "videotestsrc pattern=black num-buffers=40 ! video/x-raw,format=I420,width=320,"
      "height=180,framerate=" +
      std::to_string(frames_a_second) + "/1";
  run.properties = "mode=follow zoom=2";
  run.output_caps = "video/x-raw,width=1280,height=720,pixel-aspect-ratio=1/1";
  run.lookahead = lookahead_of(column);
  run.before_frame = [](GstElement* camera, int frame) {
    if (frame == kCommandFrame) {
      GstStructure* fields = gst_structure_new(
          kPtzEvent, "command", G_TYPE_UINT64, guint64{1}, "center-x", G_TYPE_DOUBLE, 0.51,
          "center-y", G_TYPE_DOUBLE, 0.5, "zoom", G_TYPE_DOUBLE, 2.0, nullptr);
      gst_element_send_event(camera, gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, fields));
    }
  };
  const auto shown = play(run);
  const auto left = [&shown](int frame) {
    return shown.at(static_cast<std::size_t>(frame)).crop.x;
  };
  for (int frame = kCommandFrame; frame < 40; ++frame) {
    const double crop_width = shown.at(static_cast<std::size_t>(frame)).crop.w;
    if (std::abs(left(frame) - left(kCommandFrame - 1)) * kWidth / crop_width >= 1) {
      return frame - kCommandFrame + 1;
    }
  }
  return 40;
}

TEST_P(EveryColumn, ACommandIsSeenWithinTwoFrames) {
  std::vector<double> frames;
  for (const int frames_a_second : {24, 30, 60}) {
    frames.push_back(frames_until_seen(GetParam(), frames_a_second));
  }
  // No allowance for the worst: it is counted in whole frames.
  expect_goal(std::string("command, ") + name_of(GetParam()), {"frames until a pixel has moved", 2},
              frames);
}

}  // namespace
}  // namespace gimbal
