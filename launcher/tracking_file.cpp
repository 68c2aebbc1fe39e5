#include "launcher/tracking_file.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

#include "lib/tracking/record.hpp"

namespace gimbal {

void TrackingFile::advance(double pts) {
  if (last_ && pts <= *last_) {
    begin_again();
  }
  last_ = pts;
  while (next_is_due(pts)) {
    listener_.on_record(next_);
    next_.clear();
  }
}

void TrackingFile::begin_again() {
  last_.reset();
  next_.clear();
  splitter_ = LineSplitter(kMaxControlLine);
  lines_.clear();
  offset_ = 0;
  ended_ = false;
}

bool TrackingFile::next_is_due(double pts) {
  while (next_.empty()) {
    if (!read_line()) {
      return false;
    }
    next_time_ = time_of(next_);
  }
  return next_time_ <= pts + ahead_ || next_time_ > pts + kMostAheadOfVideo;
}

/// Into `next_`; false at the end.
bool TrackingFile::read_line() {
  while (lines_.empty() && !ended_) {
    read_piece();
  }
  if (lines_.empty()) {
    return false;
  }
  next_ = std::move(lines_.front());
  lines_.pop_front();
  return true;
}

/// Not at the descriptor's own place in the file, which others may share.
void TrackingFile::read_piece() {
  std::array<char, 65536> buffer{};
  const ssize_t count = pread(file_.get(), buffer.data(), buffer.size(), offset_);
  if (count < 0) {
    listener_.on_unreadable(std::strerror(errno));
  }
  ended_ = count <= 0;
  offset_ += ended_ ? 0 : count;
  splitter_.feed(
      ended_ ? "\n"  // the last line may lack its own
             : std::string_view(buffer.data(), static_cast<std::size_t>(count)),
      [this](std::string_view line) { lines_.emplace_back(line); },
      [this] { listener_.on_long_line(); });
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
