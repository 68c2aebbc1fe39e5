#include "lib/resample/filter_taps.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

constexpr int kFractionBits = 32;  // of places while they are worked out

std::int64_t fixed(double value) {
  return std::llround(std::ldexp(value, kFractionBits));
}

}  // namespace

TapsChange FilterTaps::prepare(const AxisMap& map, int size, int count) {
  const std::int64_t origin = fixed(map.origin);
  const bool same = map.step == step_ && size == size_ && count == this->count();
  if (same && origin == origin_) {
    return TapsChange::kNone;
  }
  if (map.step != step_) {
    step_ = map.step;
    bank_.set_step(step_);
  }
  // Beyond the source by more than the filter reaches nothing changes any more.
  const std::int64_t low = -std::int64_t{taps()} << kFractionBits;
  const std::int64_t high = (std::int64_t{size} + taps()) << kFractionBits;
  const std::int64_t step = fixed(map.step);
  const bool clamped = origin < low || origin + step * (count - 1) > high;
  const std::int64_t whole = (origin - origin_) >> kFractionBits;
  if (same && !clamped && !clamped_ && origin == origin_ + (whole << kFractionBits)) {
    origin_ = origin;
    moved_ += static_cast<int>(whole);
    return TapsChange::kMoved;
  }
  size_ = size;
  origin_ = origin;
  clamped_ = clamped;
  moved_ = 0;
  places_.resize(static_cast<std::size_t>(count));
  constexpr int kShift = kFractionBits - FilterBank::kPhaseBits;
  const int before = taps() / 2 - 1;
  std::int64_t place = origin + (std::int64_t{1} << (kShift - 1));
  for (Place& to : places_) {
    const auto phases = static_cast<int>(std::clamp(place, low, high) >> kShift);
    to.first = (phases >> FilterBank::kPhaseBits) - before;
    to.phase = phases & (FilterBank::kPhases - 1);
    bank_.fill(to.phase);
    place += step;
  }
  return TapsChange::kReplaced;
}

}  // namespace gimbal
