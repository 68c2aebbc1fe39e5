#include "lib/camera/camera_mode.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gimbal {
namespace {

TEST(CameraMode, IsFoundByItsName) {
  EXPECT_EQ(camera_mode_of("manual"), CameraMode::kManual);
  EXPECT_EQ(camera_mode_of("follow"), CameraMode::kFollow);
  EXPECT_EQ(camera_mode_of("hold"), CameraMode::kHold);
  EXPECT_EQ(camera_mode_of("Hold"), std::nullopt);
  EXPECT_EQ(camera_mode_of(""), std::nullopt);
  EXPECT_EQ(name_of(CameraMode::kFollow), std::string("follow"));
}

}  // namespace
}  // namespace gimbal
