// The bytes of a sample, ready to be written: one or more buffers that belong together.
#pragma once

#include <gst/gst.h>

#include <array>
#include <deque>
#include <vector>

#include "launcher/output_writer.hpp"
#include "lib/codec/flv_tag.hpp"

namespace gimbal {

/// Keeps buffers mapped as long as it lives.
class MappedUnit {
 public:
  MappedUnit() = default;
  ~MappedUnit();
  MappedUnit(const MappedUnit&) = delete;
  MappedUnit& operator=(const MappedUnit&) = delete;

  void add(GstBuffer* buffer);
  /// Adds an FLV tag that says `milliseconds` for its time.
  void add_flv_tag(GstBuffer* buffer, std::uint32_t milliseconds);

  const OutputWriter::Unit& parts() const { return parts_; }

 private:
  std::span<const std::uint8_t> map(GstBuffer* buffer);

  struct Mapping {
    GstBuffer* buffer;
    GstMapInfo info;
  };
  std::deque<Mapping> mappings_;
  std::deque<std::array<std::uint8_t, kFlvTagHeader>> tags_;
  OutputWriter::Unit parts_;
};

}  // namespace gimbal
