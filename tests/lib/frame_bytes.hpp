// Frames and rings as another process writes them, from docs/frames.md and not from the code that
// reads them.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace gimbal {

template <class T>
void append(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

inline std::string header_bytes(std::uint32_t width, std::uint32_t height,
                                std::uint32_t boxes = 0) {
  std::string bytes = "GIMBAL-F";
  append(bytes, std::uint32_t{1});
  append(bytes, width);
  append(bytes, height);
  append(bytes, boxes);
  append(bytes, std::uint64_t{width} * height * 4);
  return bytes;
}

inline std::string box_bytes(std::int32_t id, float confidence, float x, float y, float w, float h,
                             std::string label) {
  std::string bytes;
  append(bytes, id);
  for (const float value : {confidence, x, y, w, h}) {
    append(bytes, value);
  }
  label.resize(40);
  return bytes + label;
}

/// A frame whose every byte of pixels is `value`.
inline std::string frame_bytes(std::uint32_t width, std::uint32_t height, std::uint8_t value,
                               const std::vector<std::string>& boxes = {}) {
  std::string bytes = header_bytes(width, height, static_cast<std::uint32_t>(boxes.size()));
  for (const std::string& box : boxes) {
    bytes += box;
  }
  return bytes + std::string(std::size_t{width} * height * 4, static_cast<char>(value)) +
         "GIMBAL-E";
}

inline std::string ring_header_bytes(std::uint32_t slots, std::uint64_t slot_bytes,
                                     std::uint64_t newest) {
  std::string bytes = "GIMBAL-R";
  append(bytes, std::uint32_t{1});
  append(bytes, slots);
  append(bytes, slot_bytes);
  append(bytes, newest);
  bytes.resize(64);
  return bytes;
}

}  // namespace gimbal
