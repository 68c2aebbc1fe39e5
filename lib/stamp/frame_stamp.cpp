#include "lib/stamp/frame_stamp.hpp"

#include <algorithm>
#include <array>
#include <bitset>

namespace gimbal {

namespace {

constexpr int kColumns = 24;
constexpr int kRows = 4;
constexpr std::size_t kPayloadBytes = 10;
constexpr std::size_t kBytes = kPayloadBytes + 2;
constexpr Color kBlack{0, 0, 0};
constexpr Color kWhite{255, 255, 255};

using Bytes = std::array<std::uint8_t, kBytes>;

/// CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xffff.
std::uint16_t crc16(const Bytes& bytes) {
  unsigned crc = 0xffff;
  for (std::size_t i = 0; i < kPayloadBytes; ++i) {
    crc ^= static_cast<unsigned>(bytes[i]) << 8;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
    }
    crc &= 0xffff;
  }
  return static_cast<std::uint16_t>(crc);
}

Bytes pack(const FrameStamp& stamp) {
  Bytes bytes{};
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[i] = static_cast<std::uint8_t>(stamp.frame >> (24 - 8 * i));
  }
  for (std::size_t i = 0; i < 6; ++i) {
    bytes[4 + i] = static_cast<std::uint8_t>(stamp.clock_ms >> (40 - 8 * i));
  }
  const std::uint16_t crc = crc16(bytes);
  bytes[10] = static_cast<std::uint8_t>(crc >> 8);
  bytes[11] = static_cast<std::uint8_t>(crc & 0xff);
  return bytes;
}

std::optional<FrameStamp> unpack(const Bytes& bytes) {
  const unsigned crc = static_cast<unsigned>(bytes[10]) << 8 | bytes[11];
  if (crc != crc16(bytes)) {
    return std::nullopt;
  }
  FrameStamp stamp;
  for (std::size_t i = 0; i < 4; ++i) {
    stamp.frame = stamp.frame << 8 | bytes[i];
  }
  for (std::size_t i = 0; i < 6; ++i) {
    stamp.clock_ms = stamp.clock_ms << 8 | bytes[4 + i];
  }
  return stamp;
}

/// True where the middle of the cell is bright: its edges are where an encoder blurs.
bool cell_is_white(const std::uint8_t* luma, std::size_t stride, int left, int top, int size) {
  const int inset = size / 4;
  int sum = 0;
  int count = 0;
  for (int y = top + inset; y < top + size - inset; ++y) {
    const std::uint8_t* row = luma + static_cast<std::size_t>(y) * stride;
    for (int x = left + inset; x < left + size - inset; ++x) {
      sum += row[x];
      ++count;
    }
  }
  return sum > 128 * count;
}

}  // namespace

int stamp_cell_size(int width) {
  return std::max(4, width / 80);
}

bool stamp_fits(int width, int height) {
  const int cell = stamp_cell_size(width);
  return width >= (kColumns + 2) * cell && height >= (kRows + 2) * cell;
}

std::vector<Rect> draw_stamp(const FrameStamp& stamp, int width) {
  const int cell = stamp_cell_size(width);
  const Bytes bytes = pack(stamp);
  std::vector<Rect> rects{{0, 0, (kColumns + 2) * cell, (kRows + 2) * cell, kBlack}};
  for (int bit = 0; bit < kColumns * kRows; ++bit) {
    const auto byte = bytes[static_cast<std::size_t>(bit / 8)];
    if ((byte >> (7 - bit % 8) & 1) != 0) {
      rects.push_back(
          {(1 + bit % kColumns) * cell, (1 + bit / kColumns) * cell, cell, cell, kWhite});
    }
  }
  return rects;
}

std::optional<FrameStamp> read_stamp(const std::uint8_t* luma, std::size_t stride, int width,
                                     int height) {
  if (!stamp_fits(width, height)) {
    return std::nullopt;
  }
  const int cell = stamp_cell_size(width);
  Bytes bytes{};
  for (int bit = 0; bit < kColumns * kRows; ++bit) {
    const bool white =
        cell_is_white(luma, stride, (1 + bit % kColumns) * cell, (1 + bit / kColumns) * cell, cell);
    auto& byte = bytes[static_cast<std::size_t>(bit / 8)];
    byte = static_cast<std::uint8_t>(byte << 1 | (white ? 1 : 0));
  }
  return unpack(bytes);
}

}  // namespace gimbal
