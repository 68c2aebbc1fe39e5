#include "lib/resample/filter_taps.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace gimbal {

namespace {

constexpr int kPhaseBits = 9;
constexpr int kPhases = 1 << kPhaseBits;
constexpr int kFractionBits = 32;    // of places while they are worked out
constexpr double kMostShift = 0.01;  // by rounding weights, in output samples

double triangle(double x) {
  return std::max(0.0, 1 - x);
}

double catmull_rom(double x) {
  if (x < 1) {
    return (1.5 * x - 2.5) * x * x + 1;
  }
  return x < 2 ? ((2.5 - 0.5 * x) * x - 4) * x + 2 : 0;
}

double sinc(double x) {
  const double angle = std::numbers::pi * x;
  return x == 0 ? 1 : std::sin(angle) / angle;
}

/// Sines are too slow for a bank that a zoom replaces with every frame.
class LanczosTable {
 public:
  LanczosTable() {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const double x = static_cast<double>(i) / kPerSample;
      values_[i] = x < kLobes ? sinc(x) * sinc(x / kLobes) : 0;
    }
  }

  double at(double x) const {
    if (x >= kLobes) {
      return 0;
    }
    const double place = x * kPerSample;
    const auto i = static_cast<std::size_t>(place);
    const double rest = place - static_cast<double>(i);
    return values_[i] + rest * (values_[i + 1] - values_[i]);
  }

  static constexpr int kLobes = 3;

 private:
  static constexpr int kPerSample = 1024;
  std::array<double, kLobes * kPerSample + 2> values_;
};

double lanczos(double x) {
  static const LanczosTable table;
  return table.at(x);
}

double lobes_of(ResampleMethod method, double triangle_share) {
  switch (method) {
    case ResampleMethod::kBilinear:
      return 1;
    case ResampleMethod::kBicubic:
      return 2;
    case ResampleMethod::kLanczos:
      return LanczosTable::kLobes;
    case ResampleMethod::kAuto:
      break;
  }
  return triangle_share < 1 ? 2 : 1;
}

std::int64_t fixed(double value) {
  return std::llround(std::ldexp(value, kFractionBits));
}

}  // namespace

FilterShape::FilterShape(ResampleMethod method, double step)
    : method_(method),
      width_(method == ResampleMethod::kBilinear ? 1 : std::max(1.0, step)),
      lobes_(lobes_of(method, step - 1)),
      triangle_(std::clamp(step - 1, 0.0, 1.0)) {}

double FilterShape::at(double distance) const {
  return value(std::fabs(distance) / width_);
}

double FilterShape::value(double x) const {
  switch (method_) {
    case ResampleMethod::kBilinear:
      return triangle(x);
    case ResampleMethod::kBicubic:
      return catmull_rom(x);
    case ResampleMethod::kLanczos:
      return lanczos(x);
    case ResampleMethod::kAuto:
      break;
  }
  return triangle_ * triangle(x) + (1 - triangle_) * catmull_rom(x);
}

TapsChange FilterTaps::prepare(const AxisMap& map, int size, int count) {
  const std::int64_t origin = fixed(map.origin);
  const bool same = map.step == step_ && size == size_ && count == this->count();
  if (same && origin == origin_) {
    return TapsChange::kNone;
  }
  if (map.step != step_) {
    start_bank(map.step);
  }
  // Beyond the source by more than the filter reaches nothing changes any more.
  const std::int64_t low = -std::int64_t{taps_} << kFractionBits;
  const std::int64_t high = (std::int64_t{size} + taps_) << kFractionBits;
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
  constexpr int kShift = kFractionBits - kPhaseBits;
  std::int64_t place = origin + (std::int64_t{1} << (kShift - 1));
  for (Place& to : places_) {
    const auto phases = std::clamp(place, low, high) >> kShift;
    to.first = static_cast<int>(phases >> kPhaseBits) - taps_ / 2 + 1;
    to.phase = static_cast<int>(phases & (kPhases - 1));
    fill_phase(to.phase);
    place += step;
  }
  return TapsChange::kReplaced;
}

void FilterTaps::start_bank(double step) {
  step_ = step;
  taps_ = 2 * static_cast<int>(std::ceil(FilterShape(method_, step).radius()));
  bank_.resize(static_cast<std::size_t>(taps_ * kPhases));
  filled_.assign(kPhases, 0);
  exact_.resize(static_cast<std::size_t>(taps_));
}

/// Each weight is rounded; what the sum then lacks goes to those that rounding hurt most.
void FilterTaps::fill_phase(int phase) {
  if (filled_[static_cast<std::size_t>(phase)] != 0) {
    return;
  }
  filled_[static_cast<std::size_t>(phase)] = 1;
  const FilterShape shape(method_, step_);
  const int before = taps_ / 2 - 1;
  double distance = -before - static_cast<double>(phase) / kPhases;
  double sum = 0;
  for (double& weight : exact_) {
    weight = shape.at(distance);
    sum += weight;
    distance += 1;
  }
  std::int16_t* weights = bank_.data() + phase * taps_;
  int missing = one_;
  for (std::size_t i = 0; i < exact_.size(); ++i) {
    exact_[i] *= one_ / sum;
    weights[i] = static_cast<std::int16_t>(std::lround(exact_[i]));
    missing -= weights[i];
  }
  for (; missing != 0; missing -= missing > 0 ? 1 : -1) {
    const int sign = missing > 0 ? 1 : -1;
    std::size_t worst = 0;
    double most = -1;
    for (std::size_t i = 0; i < exact_.size(); ++i) {
      const double lack = sign * (exact_[i] - weights[i]);
      if (exact_[i] != 0 && lack > most) {
        most = lack;
        worst = i;
      }
    }
    weights[worst] = static_cast<std::int16_t>(weights[worst] + sign);
  }
  balance(weights);
}

/// Moves units of weight from tap to tap until they balance nearly where the exact weights do:
/// rounding must not move the picture. Takes the moves that add the least to the errors' squares.
void FilterTaps::balance(std::int16_t* weights) const {
  constexpr int kFarthest = 8;
  const double allowed = std::max(0.5, kMostShift * std::max(1.0, step_) * one_);
  const auto lack = [&](int i) { return exact_[static_cast<std::size_t>(i)] - weights[i]; };
  const auto fixed = [&](int i) {
    return i < 0 || i >= taps_ || exact_[static_cast<std::size_t>(i)] == 0;
  };
  double missing = 0;  // moves of a unit by a tap
  for (int i = 0; i < taps_; ++i) {
    missing += i * lack(i);
  }
  while (std::fabs(missing) > allowed) {
    const int sign = missing > 0 ? 1 : -1;
    const int farthest =
        static_cast<int>(std::min<long>(std::lround(std::fabs(missing)), kFarthest));
    double least = std::numeric_limits<double>::infinity();
    int from = 0;
    int to = 0;
    for (int i = 0; i < taps_; ++i) {
      for (int distance = 1; distance <= farthest; ++distance) {
        const int target = i + sign * distance;
        if (fixed(i) || fixed(target)) {
          continue;
        }
        const double cost = (lack(i) - lack(target) + 1) / distance;
        if (cost < least) {
          least = cost;
          from = i;
          to = target;
        }
      }
    }
    if (from == to) {
      return;
    }
    --weights[from];
    ++weights[to];
    missing -= to - from;
  }
}

}  // namespace gimbal
