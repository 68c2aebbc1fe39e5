#include "lib/resample/filter_bank.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace gimbal {

namespace {

constexpr double kMostShift = 0.01;  // by rounding weights, in output samples
constexpr int kFarthest = 8;         // taps that a unit of weight is moved by at once

/// The nearest integer; not far from zero. Library functions would take most of the time.
int nearest(double value) {
  constexpr int kAboveZero = 1 << 20;
  return static_cast<int>(value + (kAboveZero + 0.5)) - kAboveZero;
}

}  // namespace

FilterBank::FilterBank(ResampleMethod method, int one)
    : method_(method), one_(one), shape_(method, 1) {
  start(shape_);
}

bool FilterBank::set_step(double step) {
  const FilterShape shape(method_, step);
  if (shape == shape_) {
    return false;
  }
  start(shape);
  return true;
}

void FilterBank::start(const FilterShape& shape) {
  shape_ = shape;
  taps_ = 2 * static_cast<int>(std::ceil(shape.radius()));
  weights_.resize(static_cast<std::size_t>(taps_ * kPhases));
  filled_.assign(kPhases, 0);
  exact_.resize(static_cast<std::size_t>(taps_));
  lack_.resize(static_cast<std::size_t>(taps_));
}

void FilterBank::fill_new(int phase) {
  filled_[static_cast<std::size_t>(phase)] = 1;
  if (phase <= kPhases / 2) {
    work_out(phase);
    return;
  }
  // The same as far before the next sample as another phase is behind this one.
  fill(kPhases - phase);
  const std::int16_t* mirrored = this->weights(kPhases - phase);
  std::int16_t* weights = weights_.data() + phase * taps_;
  for (int i = 0; i < taps_; ++i) {
    weights[i] = mirrored[taps_ - 1 - i];
  }
}

/// Each weight is rounded; what the sum then lacks goes to those that rounding hurt most.
void FilterBank::work_out(int phase) {
  std::int16_t* weights = weights_.data() + phase * taps_;
  weigh(phase);
  Missing missing = round(weights);
  give(weights, missing);
  balance(weights, missing.moment);
}

void FilterBank::weigh(int phase) {
  const int before = taps_ / 2 - 1;
  shape_.weigh(-before - static_cast<double>(phase) / kPhases, taps_, exact_.data());
  double sum = 0;
  for (const double weight : exact_) {
    sum += weight;
  }
  const double scale = one_ / sum;
  for (double& weight : exact_) {
    weight *= scale;
  }
}

/// What of `one` is missing then, and of the moment.
FilterBank::Missing FilterBank::round(std::int16_t* weights) {
  const double* exact = exact_.data();
  double* lack = lack_.data();
  Missing missing{one_, 0};
  for (int i = 0; i < taps_; ++i) {
    const int rounded = nearest(exact[i]);
    weights[i] = static_cast<std::int16_t>(rounded);
    lack[i] = exact[i] - rounded;
    missing.sum -= rounded;
    missing.moment += i * lack[i];
  }
  return missing;
}

void FilterBank::give(std::int16_t* weights, Missing& missing) {
  const int sign = missing.sum > 0 ? 1 : -1;
  for (; missing.sum != 0; missing.sum -= sign) {
    int worst = 0;
    double most = -1;
    for (int i = 0; i < taps_; ++i) {
      const double lack = sign * lack_[static_cast<std::size_t>(i)];
      if (lack > most && exact_[static_cast<std::size_t>(i)] != 0) {
        most = lack;
        worst = i;
      }
    }
    weights[worst] = static_cast<std::int16_t>(weights[worst] + sign);
    lack_[static_cast<std::size_t>(worst)] -= sign;
    missing.moment -= sign * worst;
  }
}

/// Moves units of weight from tap to tap until they balance nearly where the exact weights do:
/// rounding must not move the picture. Takes the moves that add the least to the errors' squares.
void FilterBank::balance(std::int16_t* weights, double missing) {
  const double allowed = std::max(0.5, kMostShift * shape_.width() * one_);
  while (std::fabs(missing) > allowed) {
    const int sign = missing > 0 ? 1 : -1;
    const Move move = cheapest_move(sign, std::min(nearest(std::fabs(missing)), kFarthest));
    if (move.from == move.to) {
      return;
    }
    --weights[move.from];
    ++weights[move.to];
    lack_[static_cast<std::size_t>(move.from)] += 1;
    lack_[static_cast<std::size_t>(move.to)] -= 1;
    missing -= move.to - move.from;
  }
}

/// To the right where `sign` is 1, by no more than `farthest` taps; nowhere where there is none.
FilterBank::Move FilterBank::cheapest_move(int sign, int farthest) const {
  constexpr auto kShares = [] {
    std::array<double, kFarthest + 1> shares{};
    for (int i = 1; i <= kFarthest; ++i) {
      shares[static_cast<std::size_t>(i)] = 1.0 / i;
    }
    return shares;
  }();
  Move best;
  double least = std::numeric_limits<double>::infinity();
  for (int distance = 1; distance <= std::min(farthest, taps_ - 1); ++distance) {
    const double share = kShares[static_cast<std::size_t>(distance)];
    for (int low = 0; low + distance < taps_; ++low) {
      const int from = sign > 0 ? low : low + distance;
      const int to = sign > 0 ? low + distance : low;
      const auto at_from = static_cast<std::size_t>(from);
      const auto at_to = static_cast<std::size_t>(to);
      const double cost = (lack_[at_from] - lack_[at_to] + 1) * share;
      if (cost < least && exact_[at_from] != 0 && exact_[at_to] != 0) {
        least = cost;
        best = {from, to};
      }
    }
  }
  return best;
}

}  // namespace gimbal
