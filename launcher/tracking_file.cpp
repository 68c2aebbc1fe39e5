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
    listener_.on_message(next_);
    next_.clear();
  }
}

void TrackingFile::begin_again() {
  last_.reset();
  next_.clear();
  splitter_ = MessageSplitter();
  messages_.clear();
  offset_ = 0;
  ended_ = false;
}

bool TrackingFile::next_is_due(double pts) {
  while (next_.empty()) {
    if (!read_message()) {
      return false;
    }
    next_time_ = time_of(next_);
  }
  return next_time_ <= pts + ahead_ || next_time_ > pts + kMostAheadOfVideo;
}

/// Into `next_`; false at the end.
bool TrackingFile::read_message() {
  while (messages_.empty() && !ended_) {
    read_piece();
  }
  if (messages_.empty()) {
    return false;
  }
  next_ = std::move(messages_.front());
  messages_.pop_front();
  return true;
}

/// Not at the descriptor's own place in the file, which others may share.
void TrackingFile::read_piece() {
  std::array<char, 65536> buffer{};
  const ssize_t count = pread(file_.get(), buffer.data(), buffer.size(), offset_);
  if (count < 0) {
    listener_.on_unreadable(std::strerror(errno));
  }
  const auto add = [this](std::string_view message, std::size_t) {
    messages_.emplace_back(message);
  };
  ended_ = count <= 0;
  if (ended_) {
    splitter_.finish(add);
    return;
  }
  offset_ += count;
  splitter_.feed({buffer.data(), static_cast<std::size_t>(count)}, add,
                 [this] { listener_.on_long_message(); });
}

/// What is not a message or does not say its time is due at once, as is what says a time that the
/// video never comes to (`next_is_due`): the camera says what is wrong.
double TrackingFile::time_of(const std::string& message) {
  constexpr double kAtOnce = -std::numeric_limits<double>::infinity();
  const auto records = reader_.read(message);
  if (!records || records->empty() || records->front().timebase != Timebase::kPts) {
    return kAtOnce;
  }
  return records->front().timestamp.value_or(kAtOnce);
}

}  // namespace gimbal
