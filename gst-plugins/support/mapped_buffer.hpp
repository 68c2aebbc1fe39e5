// Maps one GstBuffer, all of its memory as one, while it lives.
#pragma once

#include <gst/gst.h>

#include <string_view>

namespace gimbal {

class MappedBuffer {
 public:
  /// Tests false where the memory cannot be had.
  MappedBuffer(GstBuffer* buffer, GstMapFlags flags)
      : buffer_(buffer), mapped_(gst_buffer_map(buffer, &info_, flags) != FALSE) {}
  ~MappedBuffer() {
    if (mapped_) {
      gst_buffer_unmap(buffer_, &info_);
    }
  }
  MappedBuffer(const MappedBuffer&) = delete;
  MappedBuffer& operator=(const MappedBuffer&) = delete;

  explicit operator bool() const { return mapped_; }
  std::string_view text() const { return {reinterpret_cast<const char*>(info_.data), info_.size}; }

 private:
  GstBuffer* buffer_;
  GstMapInfo info_{};
  bool mapped_;
};

}  // namespace gimbal
