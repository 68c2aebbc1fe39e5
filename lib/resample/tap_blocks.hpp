// A filter's taps along a row, laid out as vectors read them.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/resample/cache_aligned.hpp"
#include "lib/resample/filter_taps.hpp"
#include "lib/resample/sample_format.hpp"

namespace gimbal {

/// How weights are stored: the narrowest that is exact enough for what the filter does.
enum class TapWeights {
  kUnsigned,  ///< bytes, one is 256: filters without negative lobes, on bytes
  kSigned,    ///< bytes, one is kSignedOne, on bytes
  kWords,     ///< one is 16384, on 16-bit samples
};
/// Of any filter, products with bytes add up to no more than 16 bits hold.
inline constexpr int kSignedOne = 100;
int weight_one(TapWeights weights);

inline constexpr int kLaneBytes = 16;

/// What vector code reads. A lane of 16 bytes makes `lane_values` output values, two taps at a
/// time: it holds the two samples of the first, of the second and so on, picked out of the row by a
/// shuffle. A vector is `lanes` of them, a block is one vector, or two where sums take 32 bits:
/// then values are packed in the end, and the first vector has the even lanes' values.
struct TapBlocks {
  int blocks;
  int block_values;
  int pairs;       ///< of taps
  int pair_bytes;  ///< from one pair of taps to the next in a row
  /// 16 bytes each that a lane's samples are picked from: 1, 2, or 0 where they are too far apart,
  /// and each output sample has a base of its own.
  int windows;
  int window_pairs;           ///< of taps that lie in the same windows; then the next ones are read
  const std::int32_t* bases;  ///< of lanes (or output samples) in bytes of the row
  const std::uint8_t* shuffles;  ///< a vector: window's bytes, plus 112 so that bit 7 says second
  const std::uint8_t* weights;   ///< `pairs` times a vector
};

/// Makes them from taps, for vectors of `lanes` lanes.
class TapLayout {
 public:
  TapLayout(SampleFormat format, TapWeights weights, int lanes);

  void fill(const FilterTaps& taps);

  const TapBlocks& blocks() const { return view_; }
  /// Bytes of the row that a block may read: from its first base up to `reach` after its last.
  int first_base(int block) const;
  int last_base(int block) const;
  int reach() const { return reach_; }

 private:
  int vectors() const { return weights_ == TapWeights::kWords ? 2 : 1; }
  int lane_samples() const { return kLaneBytes / (2 * format_.bytes()); }
  int widest_lane(const FilterTaps& taps) const;
  int sample(const FilterTaps& taps, int lane, int i) const;
  void fill_lane(const FilterTaps& taps, int lane);
  template <class Group>
  Group bytes_of_sample() const;
  template <class Group>
  void fill_places(const FilterTaps& taps, int lane, int stored);
  template <class Group>
  void fill_weights(const FilterTaps& taps, int lane, std::uint8_t* to) const;
  template <class Group>
  Group both(const std::int16_t* weights) const;

  SampleFormat format_;
  TapWeights weights_;
  int lanes_;
  int reach_ = 0;
  TapBlocks view_{};
  std::vector<std::int32_t> bases_;
  CacheAlignedVector<std::uint8_t> shuffles_;
  CacheAlignedVector<std::uint8_t> weight_bytes_;
};

}  // namespace gimbal
