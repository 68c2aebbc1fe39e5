// One row of bilinear samples, once for each instruction set.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/resample/bilinear_columns.hpp"

namespace gimbal {

/// An output row lies between two source rows.
struct BilinearRow {
  const std::uint8_t* top;
  const std::uint8_t* bottom;
  std::uint8_t* out;
  std::int16_t weight;           ///< of the bottom row, over 32768
  const std::uint8_t* soon_top;  ///< rows to bring into the cache meanwhile
  const std::uint8_t* soon_bottom;
};

using BilinearRowFunction = void (*)(const BilinearColumns& columns, const BilinearRow& row);

/// All give the same bytes: with pairs' weights w (7 bits) and the row's v (15 bits),
///   top = w0 * t0 + w1 * t1, bottom likewise, unrounded;
///   out = (top + ((bottom - top) * v + 2^14 >> 15) + 64) >> 7.
struct BilinearKernel {
  const char* instructions;
  KernelShape shape;
  BilinearRowFunction run;
};

/// Those that this CPU can run, best first. The last takes rows of any length and runs anywhere.
const std::vector<BilinearKernel>& bilinear_kernels();

}  // namespace gimbal
