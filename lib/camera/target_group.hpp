// The densest group among points: where its middle is, and how much each point belongs to it.
#pragma once

#include <optional>
#include <vector>

#include "lib/camera/aim_filter.hpp"

namespace gimbal {

struct GroupPoint {
  PlanePoint at;
  double weight = 1;
  double belonging = 0;  ///< out: 1 in the middle, 0 beyond the reach
};

/// Mean shift with a bell that ends at the reach: the middle is where the weighted mean of what
/// lies within reach of it is itself. It moves smoothly with the points, and a point that is far
/// away has no part in it. (Comaniciu and Meer, "Mean shift", 2002.)
class TargetGroup {
 public:
  /// The middle; empty where there are no points. It stays with the group it had unless another is
  /// clearly denser.
  std::optional<PlanePoint> find(std::vector<GroupPoint>& points, double reach);

  void forget() { center_.reset(); }

 private:
  std::optional<PlanePoint> center_;
};

}  // namespace gimbal
