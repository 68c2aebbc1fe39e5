// The weights of a filter in integers, for every place between two source samples.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/resample/filter_shape.hpp"
#include "lib/resample/method.hpp"

namespace gimbal {

/// Places are kept to 1/512 of a source sample: phases. Weights are worked out when they are first
/// asked for, and last as long as the filter's shape does, which a zoom changes with every frame
/// where the picture gets smaller.
class FilterBank {
 public:
  static constexpr int kPhaseBits = 9;
  static constexpr int kPhases = 1 << kPhaseBits;

  /// Weights of a phase add up to exactly `one`, which is 21000 at most.
  FilterBank(ResampleMethod method, int one);

  /// For output samples `step` source samples apart. What was filled is kept where the shape stays,
  /// wherever the picture gets larger; true where it does not.
  bool set_step(double step);

  /// Works out the weights of a phase, unless they are there.
  void fill(int phase) {
    if (filled_[static_cast<std::size_t>(phase)] == 0) {
      fill_new(phase);
    }
  }

  int one() const { return one_; }
  /// Weights of each phase: even.
  int taps() const { return taps_; }
  /// Of a phase that was filled; the first half of them lie before the place or on it.
  const std::int16_t* weights(int phase) const { return weights_.data() + phase * taps_; }

 private:
  /// What integers are less than the exact weights: in all, and in units times taps.
  struct Missing {
    int sum;
    double moment;
  };
  /// One unit of weight from one tap to another.
  struct Move {
    int from = 0;
    int to = 0;
  };

  void start(const FilterShape& shape);
  void fill_new(int phase);
  void work_out(int phase);
  void weigh(int phase);
  Missing round(std::int16_t* weights);
  void give(std::int16_t* weights, Missing& missing);
  void balance(std::int16_t* weights, double missing);
  Move cheapest_move(int sign, int farthest) const;

  ResampleMethod method_;
  int one_;
  FilterShape shape_;
  int taps_ = 0;
  std::vector<std::int16_t> weights_;  // taps_ a phase
  std::vector<std::uint8_t> filled_;   // which phases are there
  // Of the phase that is worked out:
  std::vector<double> exact_;
  std::vector<double> lack_;  // what the integers are less than that
};

}  // namespace gimbal
