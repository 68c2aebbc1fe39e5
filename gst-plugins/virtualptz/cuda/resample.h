// The arithmetic of the kernel that resamples NV12 and P010, for nvcc and for the host compiler
// alike, so that what runs on a GPU is tested on a CPU. C++17.
//
// A block of threads makes a tile of the output in three steps, all of its threads finishing one
// before the next: the weights of the tile's columns and rows; the source rows that the tile needs,
// filtered horizontally, in shared memory; the tile from those.
#pragma once

#include <cstdint>

#include "gst-plugins/virtualptz/filter.h"
#include "lib/resample/axis_map.hpp"

namespace gimbal::resample {

/// Values in a row of a tile: pixels of luma, or half as many of chroma, which has two channels.
constexpr int kTileValues = 64;
constexpr int kMaxTileRows = 16;
/// Neighbours that one thread writes: one store of 32 or, for P010, 64 bits.
constexpr int kStoredTogether = 4;
constexpr int kThreads = kTileValues / kStoredTogether * kMaxTileRows;
/// What any GPU gives a block without being asked for more.
constexpr int kSharedBytes = 48 * 1024;

/// One axis of a plane.
struct Axis {
  AxisMap map;
  Filter filter;
  std::int32_t in_size;   ///< source samples
  std::int32_t out_size;  ///< output samples
  std::int32_t begin;     ///< from here ...
  std::int32_t end;       ///< ... up to here the source is shown, elsewhere it is black
};

/// How a plane is cut into tiles, and what lies in a block's shared memory.
struct Tiling {
  std::int32_t rows;   ///< of a tile, at most kMaxTileRows
  std::int32_t lines;  ///< filtered source rows
  /// Whether those are all from the tile's first to its last one, or for each row of the tile its
  /// own, which are fewer where rows in between count for none.
  std::int32_t in_sequence;
};

/// A plane of a frame. Strides are in bytes.
struct Plane {
  const std::uint8_t* in;
  std::uint8_t* out;
  std::int64_t in_stride;
  std::int64_t out_stride;
  Axis horizontal;
  Axis vertical;
  Tiling tiling;
  std::int32_t black;  ///< the value of a black sample
};

constexpr int kPlanes = 2;

/// Passed to the kernel by value: luma, and chroma with two channels.
struct Frame {
  Plane planes[kPlanes];
};

/// Bytes of shared memory that a block of this plane needs at most.
inline std::int64_t shared_bytes(const Plane& plane) {
  const Tiling& tiling = plane.tiling;
  const std::int64_t words = std::int64_t{tiling.lines} * kTileValues +
                             std::int64_t{kTileValues} * (plane.horizontal.filter.taps + 1) +
                             std::int64_t{tiling.rows} * (plane.vertical.filter.taps + 1);
  return 4 * words;
}

/// A launch: blocks of kThreads, as many for each plane.
struct Grid {
  unsigned columns;
  unsigned rows;
  unsigned shared_bytes;
};

inline Grid grid_of(const Frame& frame) {
  Grid grid{};
  for (int i = 0; i < kPlanes; ++i) {
    const Plane& plane = frame.planes[i];
    const int values = plane.horizontal.out_size * (i == 0 ? 1 : 2);
    const auto columns = static_cast<unsigned>((values + kTileValues - 1) / kTileValues);
    const auto rows = static_cast<unsigned>((plane.vertical.out_size + plane.tiling.rows - 1) /
                                            plane.tiling.rows);
    const auto bytes = static_cast<unsigned>(shared_bytes(plane));
    grid.columns = columns > grid.columns ? columns : grid.columns;
    grid.rows = rows > grid.rows ? rows : grid.rows;
    grid.shared_bytes = bytes > grid.shared_bytes ? bytes : grid.shared_bytes;
  }
  return grid;
}

GIMBAL_HOST_DEVICE inline int clamp_to(int value, int size) {
  const int lower = value < size - 1 ? value : size - 1;
  return lower > 0 ? lower : 0;
}

GIMBAL_HOST_DEVICE inline float clamp_to_peak(float value, float peak) {
  const float lower = value < peak ? value : peak;
  return lower > 0 ? lower : 0;
}

/// The nearest value a sample can have.
GIMBAL_HOST_DEVICE inline void round_to(float value, std::uint8_t& sample) {
  sample = static_cast<std::uint8_t>(clamp_to_peak(value, 255) + 0.5F);
}
/// P010: ten bits, at the upper end of sixteen.
GIMBAL_HOST_DEVICE inline void round_to(float value, std::uint16_t& sample) {
  sample = static_cast<std::uint16_t>(
      static_cast<std::uint16_t>(clamp_to_peak(value / 64, 1023) + 0.5F) << 6);
}

/// Values that are read or written at once.
template <class Value>
struct alignas(kStoredTogether * sizeof(Value)) Together {
  Value values[kStoredTogether];
};

/// What one block does. `Sample` is std::uint8_t or std::uint16_t.
template <class Sample, int kChannels>
class Tile {
 public:
  static constexpr int kColumns = kTileValues / kChannels;

  /// `shared` is aligned to 16 bytes and has shared_bytes().
  GIMBAL_HOST_DEVICE Tile(const Plane& plane, int column, int row, float* shared)
      : plane_(plane),
        x_(column * kColumns),
        y_(row * plane.tiling.rows),
        lines_(shared),
        column_weights_(lines_ + plane.tiling.lines * kTileValues),
        row_weights_(column_weights_ + kColumns * plane.horizontal.filter.taps),
        first_columns_(reinterpret_cast<std::int32_t*>(
            row_weights_ + plane.tiling.rows * plane.vertical.filter.taps)),
        first_rows_(first_columns_ + kColumns) {}

  GIMBAL_HOST_DEVICE static bool is_needed(const Plane& plane, int column, int row) {
    return column * kColumns < plane.horizontal.out_size &&
           row * plane.tiling.rows < plane.vertical.out_size;
  }

  GIMBAL_HOST_DEVICE void weigh(int thread) const {
    const int rows = plane_.tiling.rows;
    for (int i = thread; i < kColumns + rows; i += kThreads) {
      if (i < kColumns) {
        const Axis& axis = plane_.horizontal;
        first_columns_[i] =
            weigh_taps(axis.filter, place(axis, x_ + i), column_weights_ + i, kColumns);
      } else {
        const int row = i - kColumns;
        const Axis& axis = plane_.vertical;
        first_rows_[row] = weigh_taps(axis.filter, place(axis, y_ + row), row_weights_ + row, rows);
      }
    }
  }

  GIMBAL_HOST_DEVICE void filter_lines(int thread) const {
    const int value = thread % kTileValues;
    const int column = value / kChannels;
    const int first = first_columns_[column];
    const int taps = plane_.horizontal.filter.taps;
    const int size = plane_.horizontal.in_size;
    const bool inside = first >= 0 && first + taps <= size;
    for (int line = thread / kTileValues; line < plane_.tiling.lines;
         line += kThreads / kTileValues) {
      const Sample* row = source_row(line) + value % kChannels;
      float sum = 0;
      for (int i = 0; i < taps; ++i) {
        const int x = inside ? first + i : clamp_to(first + i, size);
        sum += column_weights_[i * kColumns + column] * static_cast<float>(row[x * kChannels]);
      }
      lines_[line * kTileValues + value] = sum;
    }
  }

  GIMBAL_HOST_DEVICE void write(int thread) const {
    const int value = thread % (kTileValues / kStoredTogether) * kStoredTogether;
    const int row = thread / (kTileValues / kStoredTogether);
    const int y = y_ + row;
    const int left = x_ * kChannels + value;
    const int width = plane_.horizontal.out_size * kChannels;
    if (row >= plane_.tiling.rows || y >= plane_.vertical.out_size || left >= width) {
      return;
    }
    Together<Sample> samples = filter_column(row, value);
    const bool row_is_black = y < plane_.vertical.begin || y >= plane_.vertical.end;
    for (int i = 0; i < kStoredTogether; ++i) {
      const int x = (left + i) / kChannels;
      if (row_is_black || x < plane_.horizontal.begin || x >= plane_.horizontal.end) {
        samples.values[i] = static_cast<Sample>(plane_.black);
      }
    }
    store(reinterpret_cast<Sample*>(plane_.out + y * plane_.out_stride) + left, samples,
          width - left);
  }

 private:
  GIMBAL_HOST_DEVICE static double place(const Axis& axis, int i) {
    return axis.map.origin + i * axis.map.step;
  }

  GIMBAL_HOST_DEVICE const Sample* source_row(int line) const {
    const int taps = plane_.vertical.filter.taps;
    const int y = plane_.tiling.in_sequence != 0 ? first_rows_[0] + line
                                                 : first_rows_[line / taps] + line % taps;
    return reinterpret_cast<const Sample*>(plane_.in +
                                           clamp_to(y, plane_.vertical.in_size) * plane_.in_stride);
  }

  /// Four neighbours of a row of the tile, from the filtered lines.
  GIMBAL_HOST_DEVICE Together<Sample> filter_column(int row, int value) const {
    const int taps = plane_.vertical.filter.taps;
    const int line =
        plane_.tiling.in_sequence != 0 ? first_rows_[row] - first_rows_[0] : row * taps;
    float sums[kStoredTogether] = {};
    for (int i = 0; i < taps; ++i) {
      const auto& filtered =
          *reinterpret_cast<const Together<float>*>(lines_ + (line + i) * kTileValues + value);
      const float weight = row_weights_[i * plane_.tiling.rows + row];
      for (int j = 0; j < kStoredTogether; ++j) {
        sums[j] += weight * filtered.values[j];
      }
    }
    Together<Sample> samples;
    for (int j = 0; j < kStoredTogether; ++j) {
      round_to(sums[j], samples.values[j]);
    }
    return samples;
  }

  /// Writes the first `count` of them. Rows start aligned as a rule, so that one store does.
  GIMBAL_HOST_DEVICE static void store(Sample* to, const Together<Sample>& samples, int count) {
    if (count >= kStoredTogether &&
        reinterpret_cast<std::uintptr_t>(to) % sizeof(Together<Sample>) == 0) {
      *reinterpret_cast<Together<Sample>*>(to) = samples;
      return;
    }
    for (int i = 0; i < kStoredTogether && i < count; ++i) {
      to[i] = samples.values[i];
    }
  }

  const Plane& plane_;
  int x_;
  int y_;
  // In shared memory. A weight's neighbours are those of other columns or rows: threads side by
  // side read side by side.
  float* lines_;
  float* column_weights_;
  float* row_weights_;
  std::int32_t* first_columns_;
  std::int32_t* first_rows_;
};

}  // namespace gimbal::resample
