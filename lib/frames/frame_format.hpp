// The bytes in which another process hands over frames: docs/frames.md, read strictly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "lib/base/result.hpp"
#include "lib/scene/box.hpp"

namespace gimbal {

inline constexpr std::string_view kFrameMagic = "GIMBAL-F";
inline constexpr std::string_view kEndMark = "GIMBAL-E";
inline constexpr std::string_view kRingMagic = "GIMBAL-R";

inline constexpr std::uint32_t kFrameVersion = 1;
inline constexpr int kMaxFrameSize = 16384;  // pixels each way: what GL and the caps allow
inline constexpr int kMaxFrameBoxes = 256;

inline constexpr std::size_t kFrameHeaderBytes = 32;
inline constexpr std::size_t kFrameBoxBytes = 64;
inline constexpr std::size_t kRingHeaderBytes = 64;
inline constexpr std::size_t kRingNewestOffset = 24;
inline constexpr std::size_t kSlotHeaderBytes = 64;

/// What a frame says of itself before its boxes and pixels.
struct FrameHeader {
  int width = 0;   ///< pixels, 1 to kMaxFrameSize
  int height = 0;  ///< pixels, 1 to kMaxFrameSize
  int boxes = 0;   ///< 0 to kMaxFrameBoxes

  std::size_t box_bytes() const { return static_cast<std::size_t>(boxes) * kFrameBoxBytes; }
  std::size_t pixel_bytes() const {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
  }

  bool operator==(const FrameHeader&) const = default;
};

/// The header, or what is wrong with it.
Result<FrameHeader> parse_frame_header(std::span<const std::uint8_t, kFrameHeaderBytes> bytes);

/// One box, or what is wrong with it. Finite numbers only; a label is printable ASCII.
Result<Box> parse_frame_box(std::span<const std::uint8_t, kFrameBoxBytes> bytes);

/// What a file of shared memory says of itself.
struct RingHeader {
  std::uint32_t slots = 0;       ///< 2 to 64
  std::uint64_t slot_bytes = 0;  ///< from one slot to the next, a multiple of 8
  std::uint64_t newest = 0;      ///< number of the newest whole frame; 0 where there is none yet

  std::uint64_t slot_offset(std::uint64_t number) const {
    return kRingHeaderBytes + number % slots * slot_bytes;
  }
};

/// The header, or what is wrong with it. `file_bytes`: how long the file is.
Result<RingHeader> parse_ring_header(std::span<const std::uint8_t, kRingHeaderBytes> bytes,
                                     std::uint64_t file_bytes);

/// Eight bytes, least significant first.
std::uint64_t load_u64(std::span<const std::uint8_t, 8> bytes);

}  // namespace gimbal
