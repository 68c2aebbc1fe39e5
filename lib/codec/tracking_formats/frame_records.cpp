#include "lib/codec/tracking_formats/frame_records.hpp"

#include <utility>

namespace gimbal {

TrackingRecord& FrameRecords::at(int frame) {
  const auto [found, added] = records_.try_emplace(frame);
  if (added) {
    found->second.source = source_;
  }
  return found->second;
}

Result<std::vector<TrackingRecord>> FrameRecords::finish(double frame_rate) {
  std::vector<TrackingRecord> records;
  records.reserve(records_.size());
  for (auto& [frame, record] : records_) {
    if (frame_rate > 0) {
      record.timestamp = (frame - kFirstFrame) / frame_rate;
      record.timebase = Timebase::kPts;
    } else if (!record.timestamp && records_.size() > 1) {
      return Error{
          "frame " + std::to_string(frame) +
          " has no time: set the frame rate of the video, which gives frame numbers theirs"};
    }
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace gimbal
