// The loops of filtered_plane.cpp, once for each instruction set. All give the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lib/resample/tap_blocks.hpp"

namespace gimbal {

/// Rows that are filtered together, to read their weights once. Where there are fewer, the last one
/// is there several times.
inline constexpr int kRowBatch = 4;

/// Rows to be filtered along themselves, from block `begin` to block `end`.
struct RowBatch {
  const std::uint8_t* rows[kRowBatch];
  std::int16_t* out[kRowBatch];  ///< room for whole blocks
  int begin;
  int end;
  /// What lies so many bytes after the rows is brought into the cache meanwhile; it is not read.
  std::ptrdiff_t soon;
};

/// Rows that are blended into one.
struct WordRows {
  const std::int16_t* const* rows;  ///< whole vectors may be read
  const std::int16_t* weights;
  int count;
};

struct ByteRows {
  const std::uint8_t* const* rows;  ///< pairs: those that `weights` is for
  const std::int8_t* weights;       ///< one is 256, of a pair 128 at most
  int pairs;
  std::ptrdiff_t soon;  ///< as in RowBatch, after the second row of each pair
};

/// Blended rows to be filtered along themselves.
struct ByteBatch {
  const std::uint8_t* rows[kRowBatch];
  const std::uint8_t* soon[kRowBatch];  ///< brought into the cache meanwhile, where `rows` are read
  std::uint8_t* out[kRowBatch];
  int values;  ///< of an output row
};

/// Two ways, both in integers, with x the samples and w the weights:
///  - row first: each row that is needed is filtered along itself into 16-bit words, once, and
///    `blend_*` makes an output row of several;
///      bytes: word = sum(x * w)
///      words: word = sum((x - 32768) * w) + 2^14 >> 15
///      blended: sum(word * w + 2^14 >> 15), then rounded; weights are such that it is 64 times
///      the byte or 16 times the ten bits
///  - column first, for filters without negative lobes that make the picture much smaller:
///    `blend_bytes` makes bytes less 128 of rows, `filter_bytes` filters those along themselves.
struct FilterKernels {
  const char* instructions;
  int lanes;  ///< of 16 bytes in a vector
  void (*filter_signed)(const TapBlocks& taps, const RowBatch& batch);
  void (*filter_words)(const TapBlocks& taps, const RowBatch& batch);
  void (*words_to_bytes)(const WordRows& in, std::uint8_t* out, int values);
  void (*words_to_p010)(const WordRows& in, std::uint8_t* out, int values);
  void (*blend_bytes)(const ByteRows& in, std::uint8_t* out, int bytes);
  void (*filter_bytes)(const TapBlocks& taps, const ByteBatch& batch);
};

/// Those that this CPU can run, best first; the last runs anywhere.
const std::vector<FilterKernels>& filter_kernels();

}  // namespace gimbal
