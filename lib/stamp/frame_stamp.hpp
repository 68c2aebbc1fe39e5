// A machine-readable frame number and clock in the top left corner of a picture, so that drops and
// latency can be measured on the decoded video.
//
// Layout: 4 rows of 24 square cells, black for 0 and white for 1, inside a black border one cell
// wide. Most significant bit first: frame number (32 bits), wall clock in milliseconds since 1970
// (48 bits), CRC-16/CCITT-FALSE over those ten bytes (16 bits).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "lib/scene/scene.hpp"

namespace gimbal {

struct FrameStamp {
  std::uint32_t frame = 0;
  std::uint64_t clock_ms = 0;  ///< milliseconds since 1970, 48 bits are kept

  bool operator==(const FrameStamp&) const = default;
};

/// Edge of one cell in pixels for a picture `width` pixels wide.
int stamp_cell_size(int width);

/// True where a picture of that size has room for the stamp.
bool stamp_fits(int width, int height);

/// The rectangles to draw, in drawing order. The picture must have room for them.
std::vector<Rect> draw_stamp(const FrameStamp& stamp, int width);

/// Reads a stamp back from a plane of 8-bit luma (`stride` in bytes). Empty when the picture is too
/// small or the check sum does not match.
std::optional<FrameStamp> read_stamp(const std::uint8_t* luma, std::size_t stride, int width,
                                     int height);

}  // namespace gimbal
