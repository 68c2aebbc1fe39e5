// Writes what a detector saw in any of the formats that are read, as those who speak them do.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "lib/codec/tracking_formats/tracking_format.hpp"
#include "lib/codec/tracking_formats/tracking_source.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// When PTS 0 was, for formats that know no PTS; seconds since 1970.
inline constexpr double kWriterEpoch = 1'718'630'000;

/// Of one detector: records have a timestamp of PTS, and their targets ids and sizes.
class FormatWriter {
 public:
  /// `format` is not kAuto. Of `source` all is known.
  FormatWriter(TrackingFormat format, TrackingSource source)
      : format_(format), source_(std::move(source)) {}

  /// One message; of Frigate, one event a line.
  std::string write(const TrackingRecord& record);

 private:
  struct Box {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
  };
  Box box_of(const TrackedTarget& target) const;
  int number_of(const std::string& id);

  std::string write_record(const TrackingRecord& record);
  std::string write_frigate(const TrackingRecord& record);
  std::string write_deepstream(const TrackingRecord& record);
  std::string write_onvif(const TrackingRecord& record);
  std::string write_mot(const TrackingRecord& record);
  std::string write_coco(const TrackingRecord& record);

  TrackingFormat format_;
  TrackingSource source_;
  std::map<std::string, int> numbers_;  // of ids, in the order in which they were seen
  std::set<std::string> there_;         // as Frigate knows
};

}  // namespace gimbal
