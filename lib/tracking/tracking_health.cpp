#include "lib/tracking/tracking_health.hpp"

namespace gimbal {

namespace {

constexpr double kToWarning = 0.48;  // from lost
constexpr double kToStable = 0.62;   // from warning
constexpr double kLeavesStable = 0.50;
constexpr double kLeavesWarning = 0.28;
constexpr double kFallbackOn = 0.42;
constexpr double kFallbackOff = 0.50;

/// Up as far as it goes, then down as far as it goes: no confidence does both.
TrackingState next_state(TrackingState state, double confidence) {
  if (state == TrackingState::kLost && confidence >= kToWarning) {
    state = TrackingState::kWarning;
  }
  if (state == TrackingState::kWarning && confidence >= kToStable) {
    state = TrackingState::kStable;
  }
  if (state == TrackingState::kStable && confidence < kLeavesStable) {
    state = TrackingState::kWarning;
  }
  if (state == TrackingState::kWarning && confidence < kLeavesWarning) {
    state = TrackingState::kLost;
  }
  return state;
}

}  // namespace

std::string_view name_of(TrackingState state) {
  switch (state) {
    case TrackingState::kStable:
      return "stable";
    case TrackingState::kWarning:
      return "warning";
    case TrackingState::kLost:
      break;
  }
  return "lost";
}

TrackingVerdict TrackingHealth::update(double confidence) {
  verdict_.state = next_state(verdict_.state, confidence);
  verdict_.fallback = verdict_.fallback ? confidence < kFallbackOff : confidence < kFallbackOn;
  return verdict_;
}

}  // namespace gimbal
