#include "lib/camera/follow_settings.hpp"

namespace gimbal {

FollowSettings follow_settings(FollowProfile profile) {
  FollowSettings settings;
  switch (profile) {
    case FollowProfile::kBalanced:
      break;
    case FollowProfile::kCalm:
      settings.response_near = 1.8;
      settings.response_far = 4;
      settings.max_speed = 0.7;
      settings.max_acceleration = 1;
      settings.max_jerk = 8;
      break;
    case FollowProfile::kAction:
      settings.response_near = 4;
      settings.response_far = 9;
      settings.max_speed = 2;
      settings.max_acceleration = 5;
      settings.max_jerk = 60;
      break;
  }
  return settings;
}

}  // namespace gimbal
