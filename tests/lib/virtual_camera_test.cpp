#include "lib/camera/virtual_camera.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace gimbal {
namespace {

constexpr PictureShape kSource{3840, 2160};
constexpr PictureShape kOutput{1280, 720};
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

class VirtualCameraTest : public testing::Test {
 protected:
  VirtualCameraTest() { camera_.set_shapes(kSource, kOutput, Aspect::kCrop); }

  Shot frame() {
    time_ += 1.0 / fps_;
    return camera_.advance(time_);
  }
  Shot frames(double seconds) {
    Shot shot;
    for (int i = 0; i < seconds * fps_; ++i) {
      shot = frame();
    }
    return shot;
  }
  void set_mode(CameraMode mode) { EXPECT_EQ(camera_.take(0, ChangeMode{mode}), ""); }

  VirtualCamera camera_;
  double fps_ = 30;
  double time_ = 100;
};

TEST_F(VirtualCameraTest, BeginsAtHome) {
  CameraSettings settings;
  settings.home = {0.4, 0.6, 2};
  ASSERT_EQ(camera_.configure(settings), "");
  const Shot shot = frame();
  EXPECT_EQ(shot.framing, settings.home);
  EXPECT_EQ(shot.steering, Steering::kHome);
  EXPECT_FALSE(shot.moving);
}

TEST_F(VirtualCameraTest, AMoveArrivesExactlyAndRests) {
  frame();
  ASSERT_EQ(camera_.take(1, MoveTo{{0.3, 0.6, 4}, false}), "");
  EXPECT_TRUE(frame().moving);
  const Shot shot = frames(5);
  EXPECT_EQ(shot.framing, (Framing{0.3, 0.6, 4}));
  EXPECT_FALSE(shot.moving);
  EXPECT_EQ(shot.steering, Steering::kManual);
}

TEST_F(VirtualCameraTest, ACutIsThereWithTheNextFrame) {
  frame();
  ASSERT_EQ(camera_.take(7, MoveTo{{0.3, 0.6, 4}, true}), "");
  const Shot shot = frame();
  EXPECT_EQ(shot.framing, (Framing{0.3, 0.6, 4}));
  EXPECT_FALSE(shot.moving);
  ASSERT_EQ(shot.replies.size(), 1U);
  EXPECT_EQ(shot.replies[0].ticket, 7U);
  EXPECT_FALSE(shot.replies[0].overtaken);
}

}  // namespace
}  // namespace gimbal
