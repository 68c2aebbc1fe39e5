#include "lib/resample/edge_samples.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace gimbal {

void repeat_sample(const std::uint8_t* from, int bytes, int count, std::uint8_t* to) {
  if (bytes == 1) {
    std::memset(to, *from, static_cast<std::size_t>(count));
    return;
  }
  for (int i = 0; i < count; ++i, to += bytes) {
    std::memcpy(to, from, static_cast<std::size_t>(bytes));
  }
}

void copy_with_edges(const std::uint8_t* row, int width, int bytes, int begin, int end,
                     std::uint8_t* to) {
  const int inside = std::clamp(begin, 0, width);
  const int beyond = std::clamp(end, inside, width);
  const std::uint8_t* last = row + (width - 1) * bytes;
  const int before = std::min(end, 0) - std::min(begin, 0);
  repeat_sample(row, bytes, before, to);
  to += before * bytes;
  std::memcpy(to, row + inside * bytes, static_cast<std::size_t>((beyond - inside) * bytes));
  to += (beyond - inside) * bytes;
  repeat_sample(last, bytes, std::max(end, width) - std::max(begin, width), to);
}

}  // namespace gimbal
