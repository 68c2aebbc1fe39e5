// One scene, told in every format, leads the camera the same way.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/camera/virtual_camera.hpp"
#include "lib/codec/tracking_reader.hpp"
#include "tests/camera/box_detector.hpp"
#include "tests/camera/format_writer.hpp"
#include "tests/camera/traces.hpp"

namespace gimbal {
namespace {

constexpr std::uint64_t kSeed = 101;
constexpr double kSeconds = 30;
constexpr double kFrameRate = 30;
constexpr double kDetectorRate = 15;
const TrackingSource kSource{1920, 1080, kDetectorRate, ""};

/// Keeps the part of a box that is in the picture, which is all that formats in pixels tell of it,
/// in whole pixels, since Frigate knows no others. A camera that rests begins to move at a
/// threshold, and half a pixel decides in which frame.
void snap(double& middle, std::optional<double>& length, int pixels) {
  const double half = length.value_or(0) / 2;
  const double low = std::round(std::clamp(middle - half, 0.0, 1.0) * pixels) / pixels;
  const double high = std::round(std::clamp(middle + half, 0.0, 1.0) * pixels) / pixels;
  middle = (low + high) / 2;
  length = high - low;
}

void snap_to_pixels(TrackedTarget& target) {
  snap(target.x, target.w, kSource.width);
  snap(target.y, target.h, kSource.height);
}

/// Of a detector that sees everybody at its rate, with some noise.
std::vector<LateRecord> detections() {
  std::vector<LateRecord> all;
  for (LateRecord& late : court_records(court_trace(kSeed), {}, kSeed)) {
    // Tables have no line for a frame in which nothing was seen.
    if (late.arrival < kSeconds && !late.record.targets.empty()) {
      std::for_each(late.record.targets.begin(), late.record.targets.end(), snap_to_pixels);
      all.push_back(std::move(late));
    }
  }
  return all;
}

double pts_of(const TrackingRecord& record) {
  return record.timestamp.value_or(0) - (record.timebase == Timebase::kUnix ? kWriterEpoch : 0);
}

/// The crops of a camera that is told of the scene in this format.
std::vector<Framing> path_of(TrackingFormat format) {
  FormatWriter writer(format, kSource);
  TrackingReader reader;
  reader.set_source(kSource);
  CameraSettings settings;
  settings.mode = CameraMode::kFollow;
  settings.home.zoom = 2;
  VirtualCamera camera;
  camera.configure(settings);
  const std::vector<LateRecord> scene = detections();
  auto next = scene.begin();
  std::vector<Framing> path;
  for (double time = 0; time < kSeconds; time += 1 / kFrameRate) {
    for (; next != scene.end() && next->arrival <= time; ++next) {
      const auto records = reader.read(writer.write(next->record));
      EXPECT_TRUE(records) << records.error();
      EXPECT_EQ(records ? records->size() : 0, 1U);
      for (const TrackingRecord& record : records ? *records : TrackingReader::Records()) {
        EXPECT_NEAR(pts_of(record), next->record.timestamp.value_or(0), 0.001);
        EXPECT_EQ(camera.observe(record, pts_of(record), next->arrival), "");
      }
    }
    path.push_back(camera.advance(time).framing);
  }
  EXPECT_EQ(reader.format(), format);
  return path;
}

/// The largest distance between two paths, in crop widths.
double distance(const std::vector<Framing>& a, const std::vector<Framing>& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    most = std::max({most, std::abs(a[i].center_x - b[i].center_x) * a[i].zoom,
                     std::abs(a[i].center_y - b[i].center_y) * a[i].zoom,
                     std::abs(a[i].zoom / b[i].zoom - 1)});
  }
  return most;
}

class TrackingFormats : public testing::TestWithParam<TrackingFormat> {};

TEST_P(TrackingFormats, LeadTheCameraTheSameWay) {
  const std::vector<Framing> path = path_of(GetParam());
  const std::vector<Framing> expected = path_of(TrackingFormat::kRecord);
  ASSERT_EQ(path.size(), expected.size());
  EXPECT_LT(distance(path, expected), 0.005);
  const auto [low, high] = std::minmax_element(
      path.begin(), path.end(),
      [](const Framing& a, const Framing& b) { return a.center_x < b.center_x; });
  EXPECT_GT(high->center_x - low->center_x, 0.1) << "the camera goes with the play";
}

INSTANTIATE_TEST_SUITE_P(All, TrackingFormats,
                         testing::Values(TrackingFormat::kFrigate, TrackingFormat::kDeepstream,
                                         TrackingFormat::kOnvif, TrackingFormat::kMot,
                                         TrackingFormat::kCoco),
                         [](const auto& test) { return std::string(name_of(test.param)); });

}  // namespace
}  // namespace gimbal
