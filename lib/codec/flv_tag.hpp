// The time in an FLV tag.
#pragma once

#include <cstdint>
#include <span>

namespace gimbal {

/// Bytes in front of a tag's data (Adobe Flash Video File Format Specification 10.1, E.4.1).
inline constexpr std::size_t kFlvTagHeader = 11;

/// True for the header of a whole file, which may stand at its beginning only.
bool is_flv_file_header(std::span<const std::uint8_t> data);

/// Writes the tag's time: milliseconds since the beginning of the file, 32 bits.
void set_flv_time(std::span<std::uint8_t, kFlvTagHeader> tag, std::uint32_t milliseconds);

}  // namespace gimbal
