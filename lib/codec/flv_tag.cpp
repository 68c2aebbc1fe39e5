#include "lib/codec/flv_tag.hpp"

namespace gimbal {

bool is_flv_file_header(std::span<const std::uint8_t> data) {
  return data.size() >= 3 && data[0] == 'F' && data[1] == 'L' && data[2] == 'V';
}

void set_flv_time(std::span<std::uint8_t, kFlvTagHeader> tag, std::uint32_t milliseconds) {
  tag[4] = static_cast<std::uint8_t>(milliseconds >> 16);
  tag[5] = static_cast<std::uint8_t>(milliseconds >> 8);
  tag[6] = static_cast<std::uint8_t>(milliseconds);
  tag[7] = static_cast<std::uint8_t>(milliseconds >> 24);  // the high byte comes last
}

}  // namespace gimbal
