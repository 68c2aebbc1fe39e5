// Detectors of every format, on the pad `tracking`: the same scene makes the same crops.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

#include "gst-plugins/common/roi_meta.hpp"
#include "lib/scene/court.hpp"
#include "tests/gst-plugins/virtualptz/camera_harness.hpp"
#include "tests/gst-plugins/virtualptz/detector_writers.hpp"

namespace gimbal {
namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 360;
constexpr int kFrames = 120;
constexpr std::uint64_t kSeed = 301;
constexpr double kSameCrop = 0.005;  // of the crop's width
constexpr double kHeldUp = 0.01;     // seconds from a frame to the record after it
constexpr int kAttempts = 1000;

GstClockTime pts_of(int frame) {
  return static_cast<GstClockTime>(frame) * kFrame30;
}

double unix_now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// The court's boxes as far as they are in a picture of that size.
std::vector<Box> court_boxes(double seconds, int width, int height) {
  std::vector<Box> boxes;
  for (const CourtFigure& figure : court_figures(seconds, width, height, kSeed)) {
    Box box = figure.box;
    const double right = std::min<double>(box.x + box.w, width);
    const double bottom = std::min<double>(box.y + box.h, height);
    box.x = std::max(box.x, 0.0);
    box.y = std::max(box.y, 0.0);
    box.w = right - box.x;
    box.h = bottom - box.y;
    box.confidence = box.label == "ball" ? 0.6 : 0.9;
    if (box.w > 0 && box.h > 0) {
      boxes.push_back(box);
    }
  }
  return boxes;
}

Sight court_sight(int frame, int width = kWidth, int height = kHeight) {
  const double seconds = static_cast<double>(pts_of(frame)) / GST_SECOND;
  return {frame, seconds, 0, width, height, court_boxes(seconds, width, height)};
}

using Crops = std::vector<CropRect>;

const char* const kFollow = "mode=follow state-interval=0 ";

bool says_unix_time(TrackingFormat format) {
  return format == TrackingFormat::kFrigate || format == TrackingFormat::kDeepstream ||
         format == TrackingFormat::kOnvif;
}

/// Another way to write a message.
using Rewrite = std::function<std::string(std::string)>;

std::string as_it_is(std::string message) {
  return message;
}

/// The court seen by a detector that is a frame ahead, so that it does not count how soon the
/// machine gets round to a record. Empty where it was held up too long for times of the clock.
std::optional<Crops> follow_once(const std::string& properties, TrackingFormat format,
                                 const Rewrite& rewrite) {
  constexpr double kFrame = 1.0 / 30;
  constexpr double kBefore = 0.001;  // a time of the clock is a little before its frame, not after
  CameraHarness camera(kFollow + properties, nv12(kWidth, kHeight), nv12(320, 180));
  Crops crops;
  for (int frame = 0; frame < kFrames; ++frame) {
    Sight next = court_sight(frame + 1);
    const double now = unix_now();
    next.unix_time = now + kFrame - kBefore;
    crops.push_back(camera.crop_at(pts_of(frame)));
    if (frame == 0) {
      camera.records();
      continue;  // a time of the clock counts on from a frame only once two have said their
                 // distance
    }
    EXPECT_EQ(camera.push_records(rewrite(write_sight(format, next)), pts_of(frame + 1)),
              GST_FLOW_OK);
    if (says_unix_time(format) && unix_now() - now > kHeldUp) {
      return std::nullopt;
    }
  }
  EXPECT_GE(camera.count("records-used"), static_cast<guint64>(kFrames) - 3);
  EXPECT_EQ(camera.count("records-refused"), 0U);
  for (const std::string& warning : camera.texts(GST_MESSAGE_WARNING)) {
    ADD_FAILURE() << warning;
  }
  return crops;
}

Crops followed(const std::string& properties, TrackingFormat format,
               const Rewrite& rewrite = as_it_is) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (auto crops = follow_once(properties, format, rewrite)) {
      return *crops;
    }
  }
  ADD_FAILURE() << "the machine is too busy";
  return {};
}

/// What Gimbal's own records make of it.
const Crops& expected_crops() {
  static const Crops crops = followed("", TrackingFormat::kRecord);
  return crops;
}

/// How far the crops go, in crop widths.
double travel(const Crops& crops) {
  const auto [low, high] = std::minmax_element(
      crops.begin(), crops.end(), [](const CropRect& a, const CropRect& b) { return a.x < b.x; });
  return (high->x - low->x) / low->w;
}

/// The largest difference of places and sizes, in crop widths.
double difference(const Crops& crops, const Crops& expected) {
  EXPECT_EQ(crops.size(), expected.size());
  double most = 0;
  for (std::size_t i = 0; i < std::min(crops.size(), expected.size()); ++i) {
    const CropRect& a = crops[i];
    const CropRect& b = expected[i];
    most = std::max({most, std::fabs(a.x + a.w / 2 - b.x - b.w / 2) / b.w,
                     std::fabs(a.y + a.h / 2 - b.y - b.h / 2) / b.w, std::fabs(a.w - b.w) / b.w});
  }
  return most;
}

void expect_same_crops(const Crops& crops) {
  EXPECT_GT(travel(expected_crops()), 0.2) << "a scene in which nothing moves shows nothing";
  EXPECT_LE(difference(crops, expected_crops()), kSameCrop);
}

class EveryFormat : public testing::TestWithParam<TrackingFormat> {};
INSTANTIATE_TEST_SUITE_P(VirtualPtz, EveryFormat,
                         testing::Values(TrackingFormat::kRecord, TrackingFormat::kFrigate,
                                         TrackingFormat::kDeepstream, TrackingFormat::kOnvif,
                                         TrackingFormat::kMot, TrackingFormat::kCoco),
                         [](const auto& format) { return std::string(name_of(format.param)); });

TEST_P(EveryFormat, DrivesTheSameCrop) {
  expect_same_crops(followed("", GetParam()));
}

TEST_P(EveryFormat, CanBeNamed) {
  expect_same_crops(followed("tracking-format=" + std::string(name_of(GetParam())), GetParam()));
}

/// COCO's results, each on a line of its own.
TEST(LinesOfCoco, DriveTheSameCrop) {
  expect_same_crops(followed("", TrackingFormat::kCoco, [](std::string list) {
    list = list.substr(1, list.size() - 2);
    for (std::size_t at = 0; (at = list.find("},{", at)) != std::string::npos;) {
      list.replace(at + 1, 1, "\n");
    }
    return list;
  }));
}

TEST_P(EveryFormat, IsRefusedWhereAnotherIsNamed) {
  for (const char* other : {"record", "onvif", "mot"}) {
    if (other == name_of(GetParam())) {
      continue;
    }
    CameraHarness camera(std::string(kFollow) + "tracking-format=" + other, nv12(kWidth, kHeight),
                         nv12(320, 180));
    camera.show(0);
    camera.push_records(write_sight(GetParam(), court_sight(0)), 0);
    EXPECT_GT(camera.count("records-refused"), 0U) << other;
    EXPECT_EQ(camera.count("records-used"), 0U) << other;
  }
}

/// Records of each frame, on the frame itself or on the pad after it.
enum class Carrier { kRegions, kRecords };

Crops carried_by(Carrier carrier, const std::string& properties = "") {
  CameraHarness camera(kFollow + properties, nv12(kWidth, kHeight), nv12(320, 180));
  Crops crops;
  for (int frame = 0; frame < kFrames; ++frame) {
    const Sight sight = court_sight(frame);
    BufferHandle picture = camera.frame(pts_of(frame));
    if (carrier == Carrier::kRegions) {
      add_roi_metas(picture.get(), sight.boxes, kWidth, kHeight);
    }
    camera.push(std::move(picture));
    const BufferHandle shown = camera.pull();
    EXPECT_TRUE(shown);
    crops.push_back(shown ? get_crop_meta(shown.get()).value_or(CropRect{}) : CropRect{});
    if (carrier == Carrier::kRecords) {
      camera.push_records(write_sight(TrackingFormat::kRecord, sight));
    }
  }
  return crops;
}

TEST(RegionsOnFrames, DriveTheSameCropAsRecords) {
  const Crops expected = carried_by(Carrier::kRecords);
  EXPECT_GT(travel(expected), 0.2);
  EXPECT_LE(difference(carried_by(Carrier::kRegions), expected), kSameCrop);
  EXPECT_GT(difference(carried_by(Carrier::kRegions, "follow-rois=false"), expected), 0.1);
}

class NumberedFrames : public testing::TestWithParam<TrackingFormat> {
 protected:
  /// All of a file that begins before the video does, in one buffer after the other.
  static std::string file(int width, int height, int step = 1) {
    std::string text;
    for (int frame = 0; frame < kFrames; frame += step) {
      Sight sight = court_sight(frame, width, height);
      sight.frame = frame / step;
      text += write_sight(GetParam(), sight);
    }
    return text;
  }

  /// The crops with a file that was read before the video began.
  static Crops played(const std::string& properties, const std::string& text) {
    constexpr std::size_t kPiece = 4096;
    CameraHarness camera(kFollow + properties);
    for (std::size_t at = 0; at < text.size(); at += kPiece) {
      camera.push_records(text.substr(at, kPiece));
    }
    gst_harness_push_event(camera.records(), gst_event_new_eos());
    camera.start(nv12(kWidth, kHeight), nv12(320, 180));
    Crops crops;
    for (int frame = 0; frame < kFrames; ++frame) {
      crops.push_back(camera.crop_at(pts_of(frame)));
    }
    EXPECT_EQ(camera.count("records-refused"), 0U);
    EXPECT_TRUE(camera.texts(GST_MESSAGE_WARNING).empty());
    return crops;
  }

  static const Crops& expected() {
    static const Crops crops = [] {
      std::string text;
      for (int frame = 0; frame < kFrames; ++frame) {
        text += write_sight(TrackingFormat::kRecord, court_sight(frame));
      }
      return played("", text);
    }();
    return crops;
  }
};
INSTANTIATE_TEST_SUITE_P(VirtualPtz, NumberedFrames,
                         testing::Values(TrackingFormat::kMot, TrackingFormat::kCoco),
                         [](const auto& format) { return std::string(name_of(format.param)); });

TEST_P(NumberedFrames, WaitForTheVideoThatSaysWhenTheyAre) {
  EXPECT_GT(travel(expected()), 0.2);
  EXPECT_LE(difference(played("", file(kWidth, kHeight)), expected()), kSameCrop);
}

TEST_P(NumberedFrames, MayBeOfASmallerPicture) {
  const std::string text = file(320, 180);
  EXPECT_LE(difference(played("tracking-width=320 tracking-height=180", text), expected()),
            kSameCrop);
  EXPECT_GT(difference(played("", text), expected()), 0.1) << "the size is of no effect";
}

TEST_P(NumberedFrames, MayBeNumberedAtAnotherRate) {
  constexpr int kStep = 3;
  std::string records;
  for (int frame = 0; frame < kFrames; frame += kStep) {
    records += write_sight(TrackingFormat::kRecord, court_sight(frame));
  }
  EXPECT_LE(difference(played("tracking-frame-rate=10/1", file(kWidth, kHeight, kStep)),
                       played("", records)),
            kSameCrop);
}

}  // namespace
}  // namespace gimbal
