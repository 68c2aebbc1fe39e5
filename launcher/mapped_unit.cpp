#include "launcher/mapped_unit.hpp"

#include <algorithm>

namespace gimbal {

MappedUnit::~MappedUnit() {
  for (Mapping& mapping : mappings_) {
    gst_buffer_unmap(mapping.buffer, &mapping.info);
  }
}

std::span<const std::uint8_t> MappedUnit::map(GstBuffer* buffer) {
  Mapping mapping{buffer, {}};
  if (gst_buffer_map(buffer, &mapping.info, GST_MAP_READ) == FALSE) {
    return {};
  }
  mappings_.push_back(mapping);
  return {mapping.info.data, mapping.info.size};
}

void MappedUnit::add(GstBuffer* buffer) {
  parts_.push_back(map(buffer));
}

void MappedUnit::add_flv_tag(GstBuffer* buffer, std::uint32_t milliseconds) {
  const auto bytes = map(buffer);
  if (bytes.size() < kFlvTagHeader) {
    parts_.push_back(bytes);
    return;
  }
  auto& tag = tags_.emplace_back();
  std::copy_n(bytes.begin(), kFlvTagHeader, tag.begin());
  set_flv_time(tag, milliseconds);
  parts_.emplace_back(tag);
  parts_.push_back(bytes.subspan(kFlvTagHeader));
}

}  // namespace gimbal
