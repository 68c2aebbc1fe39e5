// Rows of bilinear samples, once for each instruction set.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/resample/bilinear_columns.hpp"

namespace gimbal {

/// Output rows that are worked out together, so that tables are read once for both.
inline constexpr int kRowsAtOnce = 2;

/// Each output row lies between two source rows.
struct BilinearRows {
  const std::uint8_t* sources[2 * kRowsAtOnce];  ///< top and bottom of each in turn
  std::uint8_t* out[kRowsAtOnce];                ///< may be the same row
  std::int16_t weights[kRowsAtOnce];             ///< of the bottom row, over 32768
  const std::uint8_t* soon[2 * kRowsAtOnce];     ///< source rows to bring into the cache meanwhile
  int soon_count;
  const std::uint8_t* out_soon[kRowsAtOnce];  ///< likewise: a store, too, waits for its line
};

using BilinearRowsFunction = void (*)(const BilinearColumns& columns, const BilinearRows& rows);

/// All give the same bytes: with pairs' weights w (7 bits) and the row's v (15 bits),
///   top = w0 * t0 + w1 * t1, bottom likewise, unrounded;
///   out = (top + ((bottom - top) * v + 2^14 >> 15) + 64) >> 7.
struct BilinearKernel {
  const char* instructions;
  KernelShape shape;
  BilinearRowsFunction run;
};

/// Those that this CPU can run, best first. The last takes rows of any length and runs anywhere.
const std::vector<BilinearKernel>& bilinear_kernels();

}  // namespace gimbal
