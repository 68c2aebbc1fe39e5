// The weights of a filter along one axis: which source samples make an output sample, and how much.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/resample/axis_map.hpp"
#include "lib/resample/method.hpp"

namespace gimbal {

/// A filter's continuous shape for one step. Catmull-Rom is Keys' cubic with a = -1/2 (IEEE Trans.
/// ASSP 29, 1981), Lanczos a windowed sinc of three lobes. All but kBilinear are widened by the
/// step where the picture gets smaller, which is what keeps it from aliasing. kAuto is Catmull-Rom
/// up to step 1, a triangle from step 2 on, and fades from one to the other between them.
class FilterShape {
 public:
  FilterShape(ResampleMethod method, double step);

  /// Samples farther away than this weigh nothing.
  double radius() const { return lobes_ * width_; }

  /// How much a sample at this distance weighs, in source samples; not normalised.
  double at(double distance) const;

 private:
  double value(double x) const;

  ResampleMethod method_;
  double width_;     ///< the filter is stretched by this
  double lobes_;     ///< radius before stretching
  double triangle_;  ///< share of the triangle in kAuto
};

/// What changed in taps since the frame before.
enum class TapsChange {
  kNone,
  kMoved,    ///< every first sample by the same whole number; see `FilterTaps::moved`
  kReplaced  ///< anything
};

/// Taps of all output samples of an axis. Places are kept to 1/512 of a source sample, so that
/// weights come from a bank that lasts as long as the step does.
class FilterTaps {
 public:
  /// Weights of a sample add up to exactly `one`, which is 21000 at most.
  FilterTaps(ResampleMethod method, int one) : method_(method), one_(one) {}

  /// For `count` output samples of a source of `size` samples.
  TapsChange prepare(const AxisMap& map, int size, int count);

  int one() const { return one_; }
  /// Output samples.
  int count() const { return static_cast<int>(places_.size()); }
  /// Weights of each output sample: even.
  int taps() const { return taps_; }
  /// The source sample that the first weight of output sample `i` is for. It and those that follow
  /// may lie beyond the source, whose edge they then repeat.
  int first(int i) const { return places_[static_cast<std::size_t>(i)].first + moved_; }
  const std::int16_t* weights(int i) const {
    return bank_.data() + places_[static_cast<std::size_t>(i)].phase * taps_;
  }
  /// Samples that the taps have moved by since they were last replaced.
  int moved() const { return moved_; }

 private:
  struct Place {
    int first;
    int phase;
  };

  void start_bank(double step);
  void fill_phase(int phase);
  void balance(std::int16_t* weights) const;

  ResampleMethod method_;
  int one_;
  int taps_ = 0;
  int size_ = 0;
  int moved_ = 0;
  std::int64_t origin_ = 0;  // of the places, over 2^32
  double step_ = 0;
  bool clamped_ = false;  // some places were beyond the source
  std::vector<Place> places_;
  std::vector<std::int16_t> bank_;    // taps_ weights a phase
  std::vector<std::uint8_t> filled_;  // which phases of the bank are there
  std::vector<double> exact_;         // scratch of fill_phase
};

}  // namespace gimbal
