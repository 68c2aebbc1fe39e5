// What many measurements of one thing come to.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace gimbal {

struct Spread {
  double median = 0;
  double p99 = 0;
};

/// All zero for no measurement.
inline Spread spread_of(std::vector<double> values) {
  if (values.empty()) {
    return {};
  }
  std::sort(values.begin(), values.end());
  return {values[values.size() / 2], values[values.size() * 99 / 100]};
}

}  // namespace gimbal
