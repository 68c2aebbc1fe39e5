// The weights of a filter along one axis: which source samples make an output sample, and how much.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/resample/axis_map.hpp"
#include "lib/resample/filter_bank.hpp"
#include "lib/resample/method.hpp"

namespace gimbal {

/// What changed in taps since the frame before.
enum class TapsChange {
  kNone,
  kMoved,    ///< every first sample by the same whole number; see `FilterTaps::moved`
  kReplaced  ///< anything
};

/// Taps of all output samples of an axis, with weights from a `FilterBank`.
class FilterTaps {
 public:
  /// Weights of a sample add up to exactly `one`, which is 21000 at most.
  FilterTaps(ResampleMethod method, int one) : bank_(method, one) {}

  /// For `count` output samples of a source of `size` samples.
  TapsChange prepare(const AxisMap& map, int size, int count);

  int one() const { return bank_.one(); }
  /// Output samples.
  int count() const { return static_cast<int>(places_.size()); }
  /// Weights of each output sample: even.
  int taps() const { return bank_.taps(); }
  /// The source sample that the first weight of output sample `i` is for. It and those that follow
  /// may lie beyond the source, whose edge they then repeat.
  int first(int i) const { return places_[static_cast<std::size_t>(i)].first + moved_; }
  const std::int16_t* weights(int i) const {
    return bank_.weights(places_[static_cast<std::size_t>(i)].phase);
  }
  /// Samples that the taps have moved by since they were last replaced.
  int moved() const { return moved_; }

 private:
  struct Place {
    int first;
    int phase;
  };

  FilterBank bank_;
  int size_ = 0;
  int moved_ = 0;
  std::int64_t origin_ = 0;  // of the places, over 2^32
  double step_ = 0;
  bool clamped_ = false;  // some places were beyond the source
  std::vector<Place> places_;
};

}  // namespace gimbal
