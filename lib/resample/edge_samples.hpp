// Parts of a row that reach beyond its ends, where the last sample is repeated.
#pragma once

#include <cstdint>

namespace gimbal {

/// Copies samples [begin, end) of a row of `width` samples of `bytes` each to `to`. Samples beyond
/// the row repeat its first or last one.
void copy_with_edges(const std::uint8_t* row, int width, int bytes, int begin, int end,
                     std::uint8_t* to);

/// Writes the sample of `bytes` at `from` to `to`, `count` times.
void repeat_sample(const std::uint8_t* from, int bytes, int count, std::uint8_t* to);

}  // namespace gimbal
