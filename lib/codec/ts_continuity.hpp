// The continuity counters of MPEG-TS packets.
#pragma once

#include <cstdint>
#include <map>
#include <span>

namespace gimbal {

/// Bytes of a packet (ISO/IEC 13818-1, 2.4.3.2).
inline constexpr std::size_t kTsPacket = 188;

/// Numbers the packets of several muxers as if they came from one. Each muxer counts from 0; where
/// one takes over from another and nothing has been lost, a reader must see no gap, for he takes
/// one for lost packets and throws pictures away.
class TsContinuity {
 public:
  /// Gives each packet in `packets` the counter that follows the one before it of the same PID: one
  /// more where it has a payload, the same where it has none (2.4.3.3). The first of a PID keeps
  /// its own. `packets` are whole ones; null packets, whose counter means nothing, are left alone.
  void renumber(std::span<std::uint8_t> packets);

 private:
  std::map<unsigned, unsigned> last_;  // counter by PID
};

}  // namespace gimbal
