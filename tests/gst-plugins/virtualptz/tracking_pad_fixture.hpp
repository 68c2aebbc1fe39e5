// Records on the tracking pad beside frames of the video.
#pragma once

#include <functional>
#include <string>

#include "tests/gst-plugins/virtualptz/camera_harness.hpp"

namespace gimbal {

inline GstClockTime pts_of(int frame) {
  return static_cast<GstClockTime>(frame) * kFrame30;
}

/// A record of one person; `more` is put in front ("\"timestamp\":1.5,").
inline std::string person(double x, const std::string& more = "") {
  return "{" + more + R"("tracking_state":"stable","targets":[{"id":"7","cls":"person","x":)" +
         std::to_string(x) + R"(,"y":0.5,"w":0.05,"h":0.2,"confidence":0.9}]})";
}

inline std::string timestamp(double seconds, const char* timebase = "pts") {
  return "\"timestamp\":" + std::to_string(seconds) + ",\"timebase\":\"" + timebase + "\",";
}

class TrackingPad : public testing::Test {
 protected:
  explicit TrackingPad(const std::string& properties = "")
      : camera("mode=follow min-zoom=2 max-zoom=2 " + properties, nv12(640, 360), nv12(320, 180)) {}

  /// Shows frames up to `end`, each with a record that `text(frame)` gives; the last centre, 0
  /// to 1.
  double run(int end, const std::function<std::string(int)>& text) {
    CropRect crop;
    for (; frame < end; ++frame) {
      const std::string record = text(frame);
      if (!record.empty()) {
        EXPECT_EQ(camera.push_records(record), GST_FLOW_OK);
      }
      crop = camera.crop_at(pts_of(frame));
    }
    return (crop.x + crop.w / 2) / 640;
  }
  double run(int end) {
    return run(end, [](int) { return std::string(); });
  }

  CameraHarness camera;
  int frame = 0;
};

}  // namespace gimbal
