// A camera, the frames it has shown, and what a detector or an operator tells it in between.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "lib/camera/virtual_camera.hpp"

namespace gimbal {

inline constexpr PictureShape kSource{3840, 2160};
inline constexpr PictureShape kOutput{1280, 720};

inline TrackingRecord record_at(double x, double y = 0.5, double zoom = 3) {
  TrackingRecord record;
  record.target_x = x;
  record.target_y = y;
  record.target_zoom = zoom;
  return record;
}

class VirtualCameraTest : public testing::Test {
 protected:
  VirtualCameraTest() { camera_.set_shapes(kSource, kOutput, Aspect::kCrop); }

  Shot frame() {
    time_ += 1.0 / fps_;
    shots_.push_back(camera_.advance(time_));
    return shots_.back();
  }
  /// Frames for so long; before each that is due, what a detector sees.
  Shot frames(double seconds, const std::function<TrackingRecord()>& see = nullptr) {
    const int count = static_cast<int>(std::lround(seconds * fps_));
    for (int i = 0; i < count; ++i) {
      if (see && ++seen_ % 2 == 0) {
        EXPECT_EQ(camera_.observe(see(), time_), "");
      }
      frame();
    }
    return shots_.back();
  }
  Shot follow_to(double x, double seconds = 12) {
    return frames(seconds, [x] { return record_at(x); });
  }
  void set_mode(CameraMode mode) { EXPECT_EQ(camera_.take(0, ChangeMode{mode}), ""); }
  void move_to(const Framing& framing) { EXPECT_EQ(camera_.take(0, MoveTo{framing, false}), ""); }
  void cut_to(const Framing& framing) {
    EXPECT_EQ(camera_.take(0, MoveTo{framing, true}), "");
    frame();
  }
  CameraSettings settings() const { return camera_.settings(); }
  void configure(const CameraSettings& settings) { EXPECT_EQ(camera_.configure(settings), ""); }

  /// The largest change of speed between neighbouring frames since frame `first`, in crop widths a
  /// second, over all edges of the crop; and the frames' time.
  double largest_acceleration(std::size_t first) const {
    double largest = 0;
    const auto edges = [&](std::size_t i) {
      const CropRect& c = shots_[i].crop;
      return std::vector<double>{c.x, c.y, c.x + c.w, c.y + c.h};
    };
    for (std::size_t i = std::max<std::size_t>(first, 2); i < shots_.size(); ++i) {
      const auto a = edges(i - 2);
      const auto b = edges(i - 1);
      const auto c = edges(i);
      for (std::size_t edge = 0; edge < c.size(); ++edge) {
        const double change = (c[edge] - 2 * b[edge] + a[edge]) / shots_[i].crop.w;
        largest = std::max(largest, std::abs(change) * fps_ * fps_);
      }
    }
    return largest;
  }

  VirtualCamera camera_;
  std::vector<Shot> shots_;
  double fps_ = 30;
  double time_ = 100;
  int seen_ = 0;
};

}  // namespace gimbal
