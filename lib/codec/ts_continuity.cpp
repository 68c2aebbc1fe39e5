#include "lib/codec/ts_continuity.hpp"

namespace gimbal {

namespace {

constexpr unsigned kNullPid = 0x1fff;
constexpr unsigned kPayload = 0x10;
constexpr unsigned kCounter = 0x0f;

}  // namespace

void TsContinuity::renumber(std::span<std::uint8_t> packets) {
  for (; packets.size() >= kTsPacket; packets = packets.subspan(kTsPacket)) {
    const unsigned pid = (packets[1] & 0x1fU) << 8 | packets[2];
    if (pid == kNullPid) {
      continue;
    }
    const auto [last, first] = last_.try_emplace(pid, packets[3] & kCounter);
    if (!first && (packets[3] & kPayload) != 0) {
      last->second = (last->second + 1) & kCounter;
    }
    packets[3] = static_cast<std::uint8_t>((packets[3] & ~kCounter) | last->second);
  }
}

}  // namespace gimbal
