#include "lib/frames/frame_format.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <string>

#include "lib/base/text.hpp"

namespace gimbal {

namespace {

constexpr std::uint32_t kMinSlots = 2;
constexpr std::uint32_t kMaxSlots = 64;
constexpr std::size_t kLabelOffset = 24;
constexpr double kMaxBoxPlace = 1e6;  // pixels; a box may reach outside the picture

std::uint32_t u32_at(std::span<const std::uint8_t> bytes, std::size_t offset) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value |= static_cast<std::uint32_t>(bytes[offset + i]) << (8 * i);
  }
  return value;
}

std::uint64_t u64_at(std::span<const std::uint8_t> bytes, std::size_t offset) {
  return u32_at(bytes, offset) | static_cast<std::uint64_t>(u32_at(bytes, offset + 4)) << 32;
}

double f32_at(std::span<const std::uint8_t> bytes, std::size_t offset) {
  return std::bit_cast<float>(u32_at(bytes, offset));
}

bool starts_with(std::span<const std::uint8_t> bytes, std::string_view mark) {
  return std::equal(mark.begin(), mark.end(), bytes.begin(),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

Error not_this_version(std::uint32_t version) {
  return Error{"it has version " + std::to_string(version) + ", this program reads version " +
               std::to_string(kFrameVersion)};
}

bool size_fits(std::uint32_t size) {
  return size >= 1 && size <= static_cast<std::uint32_t>(kMaxFrameSize);
}

/// Empty where the label has no character, one that cannot be printed, or something behind its end.
std::string label_of(std::span<const std::uint8_t> field) {
  const auto end = std::find(field.begin(), field.end(), 0);
  const bool padded = std::all_of(end, field.end(), [](std::uint8_t c) { return c == 0; });
  const bool printable =
      std::all_of(field.begin(), end, [](std::uint8_t c) { return c >= 0x20 && c < 0x7f; });
  return padded && printable ? std::string(field.begin(), end) : std::string();
}

bool is_place(double value) {
  return std::isfinite(value) && std::abs(value) <= kMaxBoxPlace;
}

}  // namespace

std::uint64_t load_u64(std::span<const std::uint8_t, 8> bytes) {
  return u64_at(bytes, 0);
}

Result<FrameHeader> parse_frame_header(std::span<const std::uint8_t, kFrameHeaderBytes> bytes) {
  if (!starts_with(bytes, kFrameMagic)) {
    return Error{"it does not begin with GIMBAL-F"};
  }
  if (const std::uint32_t version = u32_at(bytes, 8); version != kFrameVersion) {
    return not_this_version(version);
  }
  const std::uint32_t width = u32_at(bytes, 12);
  const std::uint32_t height = u32_at(bytes, 16);
  if (!size_fits(width) || !size_fits(height)) {
    return Error{"its size is " + std::to_string(width) + "x" + std::to_string(height) +
                 ", which must be 1 to 16384 each way"};
  }
  const std::uint32_t boxes = u32_at(bytes, 20);
  if (boxes > static_cast<std::uint32_t>(kMaxFrameBoxes)) {
    return Error{"it has " + std::to_string(boxes) + " boxes, which may be 256 at most"};
  }
  const FrameHeader header{static_cast<int>(width), static_cast<int>(height),
                           static_cast<int>(boxes)};
  if (const std::uint64_t said = u64_at(bytes, 24); said != header.pixel_bytes()) {
    return Error{"it says " + std::to_string(said) + " bytes of pixels, but " +
                 std::to_string(width) + "x" + std::to_string(height) + " in RGBA has " +
                 std::to_string(header.pixel_bytes())};
  }
  return header;
}

Result<Box> parse_frame_box(std::span<const std::uint8_t, kFrameBoxBytes> bytes) {
  Box box;
  box.id = std::bit_cast<std::int32_t>(u32_at(bytes, 0));
  box.confidence = f32_at(bytes, 4);
  box.x = f32_at(bytes, 8);
  box.y = f32_at(bytes, 12);
  box.w = f32_at(bytes, 16);
  box.h = f32_at(bytes, 20);
  box.label = label_of(bytes.subspan(kLabelOffset));
  const std::string whose = "box " + std::to_string(box.id);
  if (!(box.confidence >= 0 && box.confidence <= 1)) {
    return Error{whose + " has confidence " + format_number(box.confidence) +
                 ", which must be 0 to 1"};
  }
  if (!is_place(box.x) || !is_place(box.y) || !is_place(box.w) || !is_place(box.h) || box.w < 0 ||
      box.h < 0) {
    return Error{whose + " has the place x=" + format_number(box.x) + " y=" + format_number(box.y) +
                 " w=" + format_number(box.w) + " h=" + format_number(box.h) +
                 ", which must be pixels, w and h not negative"};
  }
  if (box.label.empty()) {
    return Error{whose +
                 " has a label that is not 1 to 40 printable ASCII characters, padded "
                 "with zeros"};
  }
  return box;
}

Result<RingHeader> parse_ring_header(std::span<const std::uint8_t, kRingHeaderBytes> bytes,
                                     std::uint64_t file_bytes) {
  if (!starts_with(bytes, kRingMagic)) {
    return Error{"it does not begin with GIMBAL-R"};
  }
  if (const std::uint32_t version = u32_at(bytes, 8); version != kFrameVersion) {
    return not_this_version(version);
  }
  const RingHeader header{u32_at(bytes, 12), u64_at(bytes, 16), u64_at(bytes, kRingNewestOffset)};
  if (header.slots < kMinSlots || header.slots > kMaxSlots) {
    return Error{"it has " + std::to_string(header.slots) + " slots, which must be 2 to 64"};
  }
  const std::string each = std::to_string(header.slot_bytes) + " bytes";
  if (header.slot_bytes < kSlotHeaderBytes + kFrameHeaderBytes || header.slot_bytes % 8 != 0) {
    return Error{"its slots have " + each + ", which must be 96 or more and a multiple of 8"};
  }
  // Divided, not multiplied: what a header claims must not overflow.
  if (file_bytes < kRingHeaderBytes ||
      (file_bytes - kRingHeaderBytes) / header.slots < header.slot_bytes) {
    return Error{"it has " + std::to_string(file_bytes) + " bytes, too few for " +
                 std::to_string(header.slots) + " slots of " + each};
  }
  return header;
}

}  // namespace gimbal
