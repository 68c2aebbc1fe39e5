#include "launcher/tracking_file.hpp"

#include <limits>

#include "lib/tracking/record.hpp"

namespace gimbal {

void TrackingFile::advance(double pts, const OnRecord& on_record) {
  if (last_ && pts <= *last_) {
    begin_again();
  }
  last_ = pts;
  while (next_is_due(pts)) {
    on_record(next_);
    next_.clear();
  }
}

void TrackingFile::begin_again() {
  file_.clear();
  file_.seekg(0);
  next_.clear();
  last_.reset();
}

bool TrackingFile::next_is_due(double pts) {
  while (next_.empty()) {
    if (!std::getline(file_, next_)) {
      return false;
    }
    next_time_ = time_of(next_);
  }
  return next_time_ <= pts + ahead_ || next_time_ > pts + kMostAheadOfVideo;
}

/// What is not a record or does not say its time is due at once, as is what says a time that the
/// video never comes to (`next_is_due`): the camera says what is wrong.
double TrackingFile::time_of(const std::string& line) {
  constexpr double kAtOnce = -std::numeric_limits<double>::infinity();
  const auto object = parser_.parse_object(line);
  if (!object) {
    return kAtOnce;
  }
  FieldReader fields(*object);
  return fields.text("timebase", "pts") == "pts" ? fields.number("timestamp", kAtOnce) : kAtOnce;
}

}  // namespace gimbal
