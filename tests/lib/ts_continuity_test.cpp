#include "lib/codec/ts_continuity.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gimbal {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint8_t kPayloadOnly = 0x10;
constexpr std::uint8_t kAdaptationOnly = 0x20;
constexpr std::uint8_t kBoth = 0x30;

Bytes packet(unsigned pid, unsigned counter, std::uint8_t what = kPayloadOnly) {
  Bytes bytes(kTsPacket, 0xaa);
  bytes[0] = 0x47;
  bytes[1] = static_cast<std::uint8_t>(0x40 | pid >> 8);
  bytes[2] = static_cast<std::uint8_t>(pid);
  bytes[3] = static_cast<std::uint8_t>(0xc0 | what | counter);
  return bytes;
}

Bytes joined(const std::vector<Bytes>& packets) {
  Bytes all;
  for (const Bytes& each : packets) {
    all.insert(all.end(), each.begin(), each.end());
  }
  return all;
}

TEST(TsContinuity, AnotherMuxerGoesOnWhereTheLastOneEnded) {
  TsContinuity continuity;
  Bytes first = joined({packet(0, 5), packet(0x1041, 14), packet(0x1041, 15), packet(0x1041, 0)});
  const Bytes unchanged = first;
  continuity.renumber(first);
  EXPECT_EQ(first, unchanged) << "what one muxer counts is right";
  Bytes second = joined({packet(0, 0), packet(0x1041, 0, kBoth), packet(0x1041, 1)});
  continuity.renumber(second);
  EXPECT_EQ(second, joined({packet(0, 6), packet(0x1041, 1, kBoth), packet(0x1041, 2)}))
      << "and nothing but the counters changes";
}

TEST(TsContinuity, TheCounterWrapsAndStaysWhereThereIsNoPayload) {
  TsContinuity continuity;
  Bytes bytes =
      joined({packet(65, 15), packet(65, 0, kAdaptationOnly), packet(65, 0), packet(65, 9, kBoth)});
  continuity.renumber(bytes);
  EXPECT_EQ(bytes, joined({packet(65, 15), packet(65, 15, kAdaptationOnly), packet(65, 0),
                           packet(65, 1, kBoth)}));
}

TEST(TsContinuity, NullPacketsAreLeftAlone) {
  TsContinuity continuity;
  Bytes bytes = joined({packet(0x1fff, 3), packet(0x1fff, 3), packet(0x1fff, 0)});
  const Bytes unchanged = bytes;
  continuity.renumber(bytes);
  EXPECT_EQ(bytes, unchanged);
}

TEST(TsContinuity, HalfAPacketIsNotTouched) {
  TsContinuity continuity;
  Bytes bytes = joined({packet(65, 3), packet(65, 3)});
  bytes.pop_back();
  const Bytes unchanged = bytes;
  continuity.renumber(bytes);
  EXPECT_EQ(bytes, unchanged);
}

}  // namespace
}  // namespace gimbal
