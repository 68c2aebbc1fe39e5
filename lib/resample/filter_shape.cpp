#include "lib/resample/filter_shape.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace gimbal {

namespace {

// A zoom needs thousands of weights a frame: two at a time, which every processor can.
using Two [[gnu::vector_size(2 * sizeof(double))]] = double;

Two above_zero(Two x) {
  return x > 0 ? x : Two{};
}

Two triangle(Two x) {
  return above_zero(1 - x);
}

/// Its two cubics as a sum of one that reaches as far as 1 and one that reaches as far as 2.
Two catmull_rom(Two x) {
  const Two inner = above_zero(1 - x);
  const Two outer = above_zero(2 - x);
  return 0.5 * outer * outer * (outer - 1) + inner * inner * (1 - 2 * inner);
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

Two lanczos(Two x) {
  static const LanczosTable table;
  return Two{table.at(x[0]), table.at(x[1])};
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

}  // namespace

FilterShape::FilterShape(ResampleMethod method, double step)
    : method_(method),
      width_(method == ResampleMethod::kBilinear ? 1 : std::max(1.0, step)),
      lobes_(lobes_of(method, step - 1)),
      triangle_(method == ResampleMethod::kAuto ? std::clamp(step - 1, 0.0, 1.0) : 0) {}

double FilterShape::at(double distance) const {
  std::array<double, 2> weights{};
  weigh(distance, 2, weights.data());
  return weights[0];
}

void FilterShape::weigh(double distance, int count, double* weights) const {
  const auto weigh_by = [=, width = width_](const auto& kernel) {
    Two at{distance, distance + 1};
    for (int i = 0; i < count; i += 2, at += 2) {
      const Two weight = kernel((at < 0 ? -at : at) / width);
      weights[i] = weight[0];
      weights[i + 1] = weight[1];
    }
  };
  switch (method_) {
    case ResampleMethod::kBilinear:
      return weigh_by(triangle);
    case ResampleMethod::kBicubic:
      return weigh_by(catmull_rom);
    case ResampleMethod::kLanczos:
      return weigh_by(lanczos);
    case ResampleMethod::kAuto:
      break;
  }
  weigh_by(
      [share = triangle_](Two x) { return share * triangle(x) + (1 - share) * catmull_rom(x); });
}

}  // namespace gimbal
