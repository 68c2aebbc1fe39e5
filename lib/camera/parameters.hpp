// The one list of a camera's numbers: name, unit, range and place of each.
#pragma once

#include <span>
#include <string>

#include "lib/camera/camera_settings.hpp"

namespace gimbal {

inline constexpr double kMaxLookahead = 1.5;  ///< seconds

/// A number that a user can set. Its default is the one in `CameraSettings`.
struct Parameter {
  const char* name;  ///< as a property: lower case, with dashes
  const char* nick;  ///< a title
  const char* text;  ///< one line with the unit
  double min;
  double max;
  double& (*field)(CameraSettings& settings);

  double value(const CameraSettings& settings) const {
    return field(const_cast<CameraSettings&>(settings));  // only looks
  }
};

/// All of them, in the order in which they should be listed.
std::span<const Parameter> parameters();

/// The first number of `settings` that is not finite or out of its range, in words; or empty.
std::string check_settings(const CameraSettings& settings);

using Profile = FollowProfile;

/// Sets everything that makes the character of a camera, and leaves what belongs to the place and
/// the user: mode, home, limits, region, hand-back, which targets and how many, the closest zoom,
/// look-ahead.
void apply_profile(CameraSettings& settings, Profile profile);

/// The defaults with that profile; `kBalanced` is the defaults.
CameraSettings settings_of(Profile profile);

}  // namespace gimbal
