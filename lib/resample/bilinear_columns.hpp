// Which source bytes a row's output bytes are made of, in the shape that a kernel reads them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace gimbal {

/// How a kernel works through a row. It loads *windows* of source bytes, picks from them the pairs
/// of bytes that a *unit* of output bytes lies between, and stores a *block* of units at once.
struct KernelShape {
  int unit;    ///< output bytes whose pairs fill what one shuffle gives
  int lanes;   ///< units that lie side by side in one vector
  int halves;  ///< vectors of words that are packed into one of bytes: 2, or 1 without vectors
  int window;  ///< bytes loaded at once; a source row is at least as long

  constexpr int block() const { return unit * lanes * halves; }
};

/// What a pair index says where another window has the byte: shuffles answer it with 0.
inline constexpr std::uint8_t kNotInThisWindow = 0x80;

inline constexpr int kWeightBits = 7;  ///< of a pair: two weights that add up to 128

/// The tables of one row. Blocks go from left to right, the last one ends with the row and may
/// overlap the one before. In a block, half h holds its units h, h + halves, ... side by side, so
/// that packing halves lane by lane puts units in order.
struct BilinearColumns {
  const std::int32_t* bases;    ///< [block][half][window][lane]: where in the row a window begins
  const std::uint8_t* pairs;    ///< [block][half][window][lane][2 * unit]: bytes of that window
  const std::int8_t* weights;   ///< [block][half][lane][2 * unit], of pairs' two bytes
  const std::int32_t* outputs;  ///< [block]: where in the output row it goes
  int blocks;
  int windows;  ///< to a unit: 1, 2, 4 or 8, more where samples lie further apart
  int lines;    ///< cache lines that a block's bytes spread over
};

/// Makes and keeps those tables.
class BilinearColumnTables {
 public:
  /// Windows that a unit needs where samples are `step` apart (32 bits of fraction); 0 where a
  /// kernel of that shape cannot do it.
  static int windows_for(const KernelShape& shape, int channels, std::int64_t step);

  /// Tables for output samples at `origin`, `origin + step`, ... (samples of the source, 32 bits of
  /// fraction). Source and output rows are at least as long as the shape's window and block.
  void build(const KernelShape& shape, int channels, int in_width, int out_width,
             std::int64_t origin, std::int64_t step);

  /// Whether the tables are right as well `samples` further right, where no edge is near.
  bool holds_after_move(std::int64_t samples) const;

  BilinearColumns view() const;

 private:
  struct alignas(64) CacheLine {
    std::array<std::uint8_t, 64> bytes;
  };

  void resize();
  void place_samples(std::int64_t origin, std::int64_t step);
  void pair_bytes();
  void fill_blocks();
  void fill_unit(int first_output, std::int32_t* bases, std::uint8_t* pairs, std::int8_t* weights);

  KernelShape shape_{};
  int channels_ = 1;
  int in_width_ = 0;
  int out_width_ = 0;
  int windows_ = 1;
  int lines_ = 1;
  int blocks_ = 0;
  bool clamped_ = false;              // an edge decided where a sample or a window lies
  std::vector<std::int32_t> places_;  // of output samples, kWeightBits of fraction
  // Of output bytes, from left to right: what units then take theirs of.
  std::vector<std::uint8_t> row_pairs_;
  std::vector<std::int8_t> row_weights_;
  std::vector<std::int32_t> bases_;
  std::vector<std::int32_t> outputs_;
  std::vector<CacheLine> pairs_;
  std::vector<CacheLine> weights_;
};

}  // namespace gimbal
