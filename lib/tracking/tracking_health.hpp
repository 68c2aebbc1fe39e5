// Whether a tracker is to be believed, from how sure it is: states with memory, so that a
// confidence that trembles at a threshold does not make the state tremble.
#pragma once

#include <string_view>

namespace gimbal {

enum class TrackingState { kLost, kWarning, kStable };

/// "lost", "warning", "stable": as a record's `tracking_state` says it.
std::string_view name_of(TrackingState state);

struct TrackingVerdict {
  TrackingState state = TrackingState::kLost;
  bool fallback = true;  ///< show the wide shot
};

/// Begins lost, with the fallback on: nothing is known yet.
class TrackingHealth {
 public:
  /// `confidence`: 0 to 1. The state is followed until it changes no more, so that a sure detector
  /// is stable with its first record, and one that sees nothing is lost at once.
  TrackingVerdict update(double confidence);

 private:
  TrackingVerdict verdict_;
};

}  // namespace gimbal
