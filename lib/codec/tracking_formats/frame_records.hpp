// Records of frames that have a number, and no time of their own.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// The first frame has number 1.
inline constexpr int kFirstFrame = 1;
inline constexpr int kLastFrame = 1'000'000'000;

class FrameRecords {
 public:
  explicit FrameRecords(std::string source) : source_(std::move(source)) {}

  /// The record of a frame, which begins with no targets.
  TrackingRecord& at(int frame);

  /// All of them, in order, with the PTS that `frame_rate` gives (0: unknown). Without it those
  /// that have no time of their own must not be several: they would all be of one moment.
  Result<std::vector<TrackingRecord>> finish(double frame_rate);

 private:
  std::string source_;
  std::map<int, TrackingRecord> records_;
};

}  // namespace gimbal
