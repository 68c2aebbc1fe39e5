// Maps one video frame while it lives.
#pragma once

#include <gst/video/video.h>

#include "gst-plugins/support/map_flags.hpp"

namespace gimbal {

class MappedFrame {
 public:
  /// `flags` is GST_MAP_WRITE | GST_MAP_GL and the like. Tests false where the memory cannot be
  /// had.
  MappedFrame(const GstVideoInfo& info, GstBuffer* buffer, int flags)
      : mapped_(gst_video_frame_map(&frame_, &info, buffer, map_flags(flags)) != FALSE) {}
  ~MappedFrame() {
    if (mapped_) {
      gst_video_frame_unmap(&frame_);
    }
  }
  MappedFrame(const MappedFrame&) = delete;
  MappedFrame& operator=(const MappedFrame&) = delete;

  explicit operator bool() const { return mapped_; }
  const GstVideoFrame& operator*() const { return frame_; }

 private:
  GstVideoFrame frame_{};
  bool mapped_;
};

}  // namespace gimbal
