// Random numbers that are the same on every machine: the standard's distributions are not.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

namespace gimbal {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : bits_(seed * 0x9e3779b97f4a7c15U + 1) {}

  /// From 0 to 1, 1 excluded.
  double part() { return static_cast<double>(bits_() >> 11) * 0x1p-53; }
  double between(double low, double high) { return low + (high - low) * part(); }
  /// Mean 0, standard deviation 1 (Box and Muller).
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - part()));
    return radius * std::cos(2 * std::numbers::pi * part());
  }

 private:
  std::mt19937_64 bits_;
};

}  // namespace gimbal
