// The bytes of each frame as its reader must have them, whoever reads and whichever pipeline plays.
#pragma once

#include <gst/gst.h>

#include <cstdint>
#include <vector>

#include "lib/codec/ts_continuity.hpp"

namespace gimbal {

/// Begins each reader, and each pipeline, with a keyframe; FLV with its headers before that and its
/// times from 0. Packets of MPEG-TS are counted on from pipeline to pipeline.
class FrameAssembler {
 public:
  void begin_reader();
  void begin_pipeline() { awaits_keyframe_ = true; }

  /// What is to be written of an encoded frame; empty where that is nothing.
  std::vector<std::uint8_t> assemble(GstSample* sample);
  /// The reader has had what was assembled last, or (not `whole`) the beginning of it.
  void note_written(bool whole);

  /// The present reader has had something.
  bool has_begun() const { return file_begun_; }

 private:
  std::vector<std::uint8_t> assemble_flv(GstSample* sample, const std::vector<GstBuffer*>& buffers);

  bool awaits_keyframe_ = true;
  bool file_begun_ = false;  // the reader has had the header that stands once in a file
  GstClockTime first_pts_ = GST_CLOCK_TIME_NONE;  // that the reader has had; of FLV
  TsContinuity continuity_;                       // of what has been written
  TsContinuity next_continuity_;                  // with what was assembled last
};

}  // namespace gimbal
