// A camera at home, told where to go, and its presets.
#include "lib/camera/virtual_camera.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/lib/virtual_camera_fixture.hpp"

namespace gimbal {
namespace {

TEST_F(VirtualCameraTest, BeginsAtHome) {
  CameraSettings s;
  s.home = {0.4, 0.6, 2};
  configure(s);
  const Shot shot = frame();
  EXPECT_EQ(shot.framing, s.home);
  EXPECT_EQ(shot.steering, Steering::kHome);
  EXPECT_FALSE(shot.moving);
}

TEST_F(VirtualCameraTest, AnotherHomeIsEasedTo) {
  frame();
  CameraSettings s;
  s.home = {0.4, 0.6, 2};
  configure(s);
  EXPECT_TRUE(frame().moving);
  const Shot shot = frames(5);
  EXPECT_EQ(shot.framing, s.home);
  EXPECT_EQ(shot.steering, Steering::kHome);
}

TEST_F(VirtualCameraTest, AMoveArrivesExactlyAndRests) {
  frame();
  move_to({0.3, 0.6, 4});
  EXPECT_TRUE(frame().moving);
  const Shot shot = frames(5);
  EXPECT_EQ(shot.framing, (Framing{0.3, 0.6, 4}));
  EXPECT_FALSE(shot.moving);
  EXPECT_EQ(shot.steering, Steering::kManual);
}

TEST_F(VirtualCameraTest, ACutIsThereWithTheNextFrameAndEndsAllMotion) {
  frame();
  move_to({0.9, 0.5, 4});
  frames(0.3);
  ASSERT_EQ(camera_.take(7, MoveTo{{0.3, 0.6, 4}, true}), "");
  const Shot shot = frame();
  EXPECT_EQ(shot.framing, (Framing{0.3, 0.6, 4}));
  EXPECT_FALSE(shot.moving);
  ASSERT_EQ(shot.replies.size(), 1U);
  EXPECT_EQ(shot.replies[0].ticket, 7U);
  EXPECT_FALSE(shot.replies[0].overtaken);
  EXPECT_EQ(frames(1).framing, shot.framing);
}

TEST_F(VirtualCameraTest, OfSeveralCommandsBetweenFramesTheNewestWins) {
  frame();
  EXPECT_EQ(camera_.take(1, MoveTo{{0.1, 0.5, 4}, true}), "");
  EXPECT_EQ(camera_.take(2, MoveTo{{0.2, 0.5, 4}, true}), "");
  EXPECT_EQ(camera_.take(3, MoveTo{{0.3, 0.5, 4}, true}), "");
  const Shot shot = frame();
  EXPECT_EQ(shot.framing.center_x, 0.3);
  ASSERT_EQ(shot.replies.size(), 3U);
  EXPECT_TRUE(shot.replies[0].overtaken && shot.replies[1].overtaken);
  EXPECT_EQ(shot.replies[2].ticket, 3U);
  EXPECT_FALSE(shot.replies[2].overtaken);
}

TEST_F(VirtualCameraTest, AMoveBeforeTheFirstFrameGoesOnFromWhereThatIsToBe) {
  ASSERT_EQ(camera_.take(0, MoveTo{{0.4, 0.5, 4}, true}), "");
  ASSERT_EQ(camera_.take(0, MoveAt{0.1, 0, 0, 1}), "");
  const Shot shot = frame();
  EXPECT_EQ(shot.framing.zoom, 4);
  EXPECT_NEAR(shot.framing.center_x, 0.4, 0.01);
  EXPECT_GT(frames(0.5).framing.center_x, 0.405);
}

TEST_F(VirtualCameraTest, ThePathDoesNotDependOnTheFrameRate) {
  const auto path = [](const std::vector<double>& times) {
    VirtualCamera camera;
    camera.set_shapes(kSource, kOutput, Aspect::kCrop);
    EXPECT_EQ(camera.take(0, MoveTo{{0.3, 0.4, 2}, true}), "");
    camera.advance(100);
    EXPECT_EQ(camera.take(0, MoveTo{{0.7, 0.6, 4}, false}), "");
    std::vector<Framing> framings;
    framings.reserve(times.size());
    for (const double time : times) {
      framings.push_back(camera.advance(time).framing);
    }
    return framings;
  };
  // What a dense rate says at the times of each of the others.
  for (const double fps : {24.0, 30.0, 60000 / 1001.0}) {
    std::vector<double> times;
    std::vector<double> denser;
    for (int i = 1; i < 3 * fps; ++i) {
      times.push_back(100 + i / fps);
      denser.push_back(100 + (i - 0.5) / fps);
      denser.push_back(100 + i / fps);
    }
    const auto coarse = path(times);
    const auto fine = path(denser);
    for (std::size_t i = 0; i < coarse.size(); ++i) {
      const double width = 1 / coarse[i].zoom;
      EXPECT_NEAR(coarse[i].center_x, fine[2 * i + 1].center_x, 0.01 * width) << fps << " " << i;
      EXPECT_NEAR(coarse[i].center_y, fine[2 * i + 1].center_y, 0.01 * width) << fps << " " << i;
    }
  }
}

TEST_F(VirtualCameraTest, PresetsAreStoredAndGoneTo) {
  frame();
  EXPECT_EQ(camera_.take(1, StorePreset{"left", Framing{0.2, 0.5, 4}}), "");
  EXPECT_EQ(frame().replies.at(0).ticket, 1U);
  EXPECT_EQ(camera_.take(0, GoToPreset{"left"}), "");
  const Shot shot = frames(4);
  EXPECT_NEAR(shot.framing.center_x, 0.2, 1e-12);
  EXPECT_EQ(shot.steering, Steering::kPreset);
  move_to({0.5, 0.5, 3});
  frames(3);
  EXPECT_EQ(camera_.take(0, StorePreset{"here", std::nullopt}), "");
  EXPECT_EQ(camera_.take(0, GoToPreset{"left"}), "");
  frames(3);
  EXPECT_EQ(camera_.take(0, GoToPreset{"here"}), "");
  EXPECT_EQ(frames(3).framing, (Framing{0.5, 0.5, 3}));
  EXPECT_EQ(camera_.presets(), (std::vector<std::string>{"here", "left"}));
  EXPECT_EQ(camera_.take(0, RemovePreset{"left"}), "");
  EXPECT_EQ(camera_.take(0, GoToPreset{"left"}),
            "there is no preset \"left\"; there are: \"here\"");
  EXPECT_EQ(camera_.take(0, RemovePreset{"left"}),
            "there is no preset \"left\"; there are: \"here\"");
}

}  // namespace
}  // namespace gimbal
