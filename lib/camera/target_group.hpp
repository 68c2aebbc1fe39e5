// The group among targets that a camera shows: who belongs to it, and where its middle is.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "lib/camera/aim_filter.hpp"

namespace gimbal {

struct GroupPoint {
  std::uint64_t key = 0;  ///< the same target has the same one from record to record
  PlanePoint at;
  double weight = 1;
  double belonging = 0;  ///< out: 1 in the group, 0 not; between them while that changes
};

/// The densest place is found by mean shift (Comaniciu and Meer, 2002), and whoever is within reach
/// of it is the group. From then on the group is its members: they take the middle with them, may
/// go somewhat further than those who join, and come and go gradually, so that the middle does not
/// jump. Another group takes over when it is clearly denser for a while, or at once when it is
/// denser by far.
class TargetGroup {
 public:
  /// The middle, `seconds` after the last one; empty where there are no points.
  std::optional<PlanePoint> find(std::vector<GroupPoint>& points, double reach, double seconds);

  void forget();

 private:
  void begin(const std::vector<GroupPoint>& points, double reach);
  void change_to_denser(const std::vector<GroupPoint>& points, double reach, double seconds);
  void choose_members(std::vector<GroupPoint>& points, double reach, double seconds);

  struct Member {
    bool inside = false;
    double belonging = 0;
  };

  std::map<std::uint64_t, Member> members_;
  std::optional<PlanePoint> center_;  // of those who are inside now
  double led_for_ = 0;                // seconds that another group has been denser
};

}  // namespace gimbal
