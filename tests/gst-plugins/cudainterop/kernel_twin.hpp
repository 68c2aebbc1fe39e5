// The kernel on the CPU: every thread of a launch, one after the other, through the same convert.h.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gst-plugins/cudainterop/convert.h"

namespace gimbal::cudainterop {

/// `columns` x `rows` is the number of threads; `rgba` has `width` * 4 bytes a row.
inline void run_kernel_twin(const std::uint8_t* rgba, int width, const Nv12Target& target,
                            const Matrix& matrix, int columns, int rows) {
  const auto read = [rgba, width](int x, int y) {
    const std::uint8_t* p = rgba + (static_cast<std::ptrdiff_t>(y) * width + x) * 4;
    return Rgb{static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])};
  };
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      convert_block(read, target, matrix, column, row);
    }
  }
}

}  // namespace gimbal::cudainterop
