// Maps one GstMemory while it lives.
#pragma once

#include <gst/gst.h>

#include "gst-plugins/support/map_flags.hpp"

namespace gimbal {

class MappedMemory {
 public:
  /// `flags` is GST_MAP_READ | GST_MAP_GL and the like. Tests false where the memory cannot be had.
  MappedMemory(GstMemory* memory, int flags)
      : memory_(memory), mapped_(gst_memory_map(memory, &info_, map_flags(flags)) != FALSE) {}
  ~MappedMemory() {
    if (mapped_) {
      gst_memory_unmap(memory_, &info_);
    }
  }
  MappedMemory(const MappedMemory&) = delete;
  MappedMemory& operator=(const MappedMemory&) = delete;

  explicit operator bool() const { return mapped_; }
  guint8* data() const { return info_.data; }

 private:
  GstMemory* memory_;
  GstMapInfo info_{};
  bool mapped_;
};

}  // namespace gimbal
