// The fixture of tests that steer a camera and look at one frame after the other.
#pragma once

#include <string>

#include "tests/gst-plugins/virtualptz/camera_harness.hpp"

namespace gimbal {

inline constexpr const char* kSmall = "video/x-raw,width=160,height=90,pixel-aspect-ratio=1/1";

class SteeredCamera : public testing::Test {
 protected:
  explicit SteeredCamera(const std::string& properties = "zoom=2")
      : camera(properties, nv12(640, 360), kSmall) {}

  /// Shows `count` frames; the crop of the last one.
  CropRect run(int count) {
    CropRect crop;
    for (int i = 0; i < count; ++i) {
      crop = camera.crop_at(now());
      ++frames;
    }
    return crop;
  }

  GstClockTime now() const { return static_cast<GstClockTime>(frames) * kFrame30; }

  CameraHarness camera;
  int frames = 0;
};

}  // namespace gimbal
