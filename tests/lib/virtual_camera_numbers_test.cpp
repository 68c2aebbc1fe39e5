// Invalid numbers change nothing.
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "lib/camera/parameters.hpp"
#include "tests/lib/virtual_camera_fixture.hpp"

namespace gimbal {
namespace {

constexpr double kBad[] = {std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity(),
                           -std::numeric_limits<double>::infinity(), -11, 1e9};

/// Takes what is bad, and shows that nothing has changed: the camera stays where it is.
class InvalidNumbers : public VirtualCameraTest {
 protected:
  InvalidNumbers() {
    set_mode(CameraMode::kFollow);
    cut_to({0.4, 0.5, 3});
  }
  void expect_unchanged() {
    const Shot shot = frame();
    EXPECT_EQ(shot.framing, (Framing{0.4, 0.5, 3}));
    EXPECT_TRUE(shot.replies.empty());
    EXPECT_EQ(shot.steering, Steering::kManual);
  }
  void expect_refused(const CameraCommand& command, const std::string& field) {
    const std::string error = camera_.take(4, command);
    EXPECT_EQ(error.rfind(field + " must be between ", 0), 0U) << field << ": " << error;
    expect_unchanged();
  }
};

TEST_F(InvalidNumbers, OfMoves) {
  for (const double bad : kBad) {
    for (const bool cut : {false, true}) {
      expect_refused(MoveTo{{bad, 0.5, 2}, cut}, "center-x");
      expect_refused(MoveTo{{0.5, bad, 2}, cut}, "center-y");
      expect_refused(MoveTo{{0.5, 0.5, bad}, cut}, "zoom");
    }
    expect_refused(MoveAt{bad, 0, 0, 1}, "x");
    expect_refused(MoveAt{0, bad, 0, 1}, "y");
    expect_refused(MoveAt{0, 0, bad, 1}, "zoom");
    expect_refused(MoveAt{1, 0, 0, bad}, "timeout");
  }
  EXPECT_EQ(camera_.take(0, MoveTo{{1.5, 0.5, 2}, false}),
            "center-x must be between 0 and 1, not 1.5");
}

TEST_F(InvalidNumbers, OfPresets) {
  for (const double bad : kBad) {
    expect_refused(StorePreset{"a", Framing{bad, 0.5, 2}}, "center-x");
    expect_refused(StorePreset{"a", Framing{0.5, bad, 2}}, "center-y");
    expect_refused(StorePreset{"a", Framing{0.5, 0.5, bad}}, "zoom");
  }
  EXPECT_TRUE(camera_.presets().empty());
}

TEST_F(InvalidNumbers, OfSettings) {
  for (const Parameter& parameter : parameters()) {
    for (const double bad : {kBad[0], kBad[1], kBad[2], 1e9}) {
      CameraSettings s = settings();
      s.home = {0.1, 0.1, 9};
      s.mode = CameraMode::kHold;
      parameter.field(s) = bad;
      const std::string error = camera_.configure(s);
      EXPECT_EQ(error.rfind(std::string(parameter.name) + " must be between ", 0), 0U) << error;
      EXPECT_EQ(camera_.settings().mode, CameraMode::kFollow);
      EXPECT_EQ(camera_.settings().home, (Framing{}));
    }
  }
  expect_unchanged();
}

TEST_F(InvalidNumbers, OfRecords) {
  using Field = std::function<void(TrackingRecord&, double)>;
  const std::vector<std::pair<std::string, Field>> fields = {
      {"timestamp", [](TrackingRecord& r, double v) { r.timestamp = v; }},
      {"target_x", [](TrackingRecord& r, double v) { r.target_x = v; }},
      {"target_y", [](TrackingRecord& r, double v) { r.target_y = v; }},
      {"target_zoom", [](TrackingRecord& r, double v) { r.target_zoom = v; }},
      {"tracking_confidence", [](TrackingRecord& r, double v) { r.tracking_confidence = v; }},
      {"occlusion_level", [](TrackingRecord& r, double v) { r.occlusion_level = v; }},
      {"ball_velocity_x", [](TrackingRecord& r, double v) { r.ball_velocity_x = v; }},
      {"ball_velocity_y", [](TrackingRecord& r, double v) { r.ball_velocity_y = v; }},
      {"targets[1].x", [](TrackingRecord& r, double v) { r.targets[1].x = v; }},
      {"targets[1].y", [](TrackingRecord& r, double v) { r.targets[1].y = v; }},
      {"targets[1].w", [](TrackingRecord& r, double v) { r.targets[1].w = v; }},
      {"targets[1].h", [](TrackingRecord& r, double v) { r.targets[1].h = v; }},
      {"targets[1].confidence", [](TrackingRecord& r, double v) { r.targets[1].confidence = v; }},
      {"targets[1].vx", [](TrackingRecord& r, double v) { r.targets[1].vx = v; }},
      {"targets[1].vy", [](TrackingRecord& r, double v) { r.targets[1].vy = v; }},
  };
  std::uint64_t refused = 0;
  for (const auto& [name, set] : fields) {
    for (const double bad : {kBad[0], kBad[1], kBad[2], -2000.0, 1e12}) {
      TrackingRecord record;
      record.targets.resize(2);
      set(record, bad);
      const std::string error = camera_.observe(record, time_);
      EXPECT_EQ(error.rfind(name + " must be between ", 0), 0U) << name << ": " << error;
      EXPECT_EQ(camera_.counters().records_refused, ++refused);
    }
  }
  for (const double bad : {kBad[0], kBad[1], kBad[2]}) {
    EXPECT_NE(camera_.observe(record_at(0.5), bad), "");
  }
  EXPECT_EQ(camera_.counters().records_used, 0U);
  expect_unchanged();
}

}  // namespace
}  // namespace gimbal
