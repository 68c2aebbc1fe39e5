#include "gst-plugins/virtualptz/detector_messages.hpp"

#include <algorithm>
#include <utility>

#include "gst-plugins/virtualptz/pending_records.hpp"

namespace gimbal::virtualptz {

namespace {

/// Whether nothing that may follow can make a message of it.
bool is_hopeless(std::string_view begun) {
  constexpr std::string_view kBeginnings = "{[<0123456789";
  return !begun.empty() && kBeginnings.find(begun.front()) == std::string_view::npos;
}

void add(Result<TrackingReader::Records> read, std::optional<double> running_time,
         DetectorMessages::Records& records) {
  if (!read) {
    records.push_back({Error{read.error()}, running_time});
    return;
  }
  for (TrackingRecord& record : *read) {
    records.push_back({std::move(record), running_time});
  }
}

/// Whether both are of the same picture, so that the second one knows more.
bool is_same_picture(const ReadRecord& first, const ReadRecord& second) {
  return first.record && second.record && first.record->timestamp &&
         first.record->timestamp == second.record->timestamp;
}

/// Frigate says of one picture as many events as there are objects: the last one has them all.
void keep_last_of_each_picture(DetectorMessages::Records& records) {
  DetectorMessages::Records kept;
  for (ReadRecord& record : records) {
    if (!kept.empty() && is_same_picture(kept.back(), record)) {
      kept.back() = std::move(record);
    } else {
      kept.push_back(std::move(record));
    }
  }
  records = std::move(kept);
}

}  // namespace

DetectorMessages::Records DetectorMessages::feed(const DetectorBuffer& buffer,
                                                 const Reading& reading) {
  const std::scoped_lock lock(mutex_);
  Records records;
  prepare(reading, records);
  const auto take_message = [&](std::string_view message, std::size_t) {
    take(message, buffer.running_time, records);
  };
  splitter_.feed(buffer.text, take_message, [&] {
    records.push_back(
        {Error{"the message is larger than " + std::to_string(kMaxTrackingMessage) + " bytes"},
         buffer.running_time});
  });
  if (buffer.ends_message || is_hopeless(splitter_.begun())) {
    splitter_.finish(take_message);
  }
  if (reader_.format() == TrackingFormat::kFrigate) {
    keep_last_of_each_picture(records);
  }
  return records;
}

DetectorMessages::Records DetectorMessages::finish(const Reading& reading) {
  const std::scoped_lock lock(mutex_);
  Records records;
  prepare(reading, records);
  splitter_.finish(
      [&](std::string_view message, std::size_t) { take(message, std::nullopt, records); });
  return records;
}

DetectorMessages::Records DetectorMessages::take_waiting(const Reading& reading) {
  const std::scoped_lock lock(mutex_);
  Records records;
  prepare(reading, records);
  return records;
}

void DetectorMessages::forget() {
  const std::scoped_lock lock(mutex_);
  reader_ = TrackingReader(reading_.format);
  splitter_ = MessageSplitter();
  waiting_.clear();
  waiting_bytes_ = 0;
}

void DetectorMessages::prepare(const Reading& reading, Records& records) {
  if (reading.format != reading_.format || reading.source.camera != reading_.source.camera) {
    reader_ = TrackingReader(reading.format);
  }
  reading_ = reading;
  reader_.set_source(reading.video_known ? reading.source
                                         : TrackingSource{.camera = reading.source.camera});
  if (!reading.video_known) {
    return;
  }
  waiting_bytes_ = 0;
  for (const Waiting& message : std::exchange(waiting_, {})) {
    add(reader_.read(message.message), message.running_time, records);
  }
}

void DetectorMessages::take(std::string_view message, std::optional<double> running_time,
                            Records& records) {
  if (!waiting_.empty()) {
    wait(message, running_time, records);
    return;
  }
  auto read = reader_.read(message);
  if (!read && !reading_.video_known) {
    wait(message, running_time, records);
  } else {
    add(std::move(read), running_time, records);
  }
}

void DetectorMessages::wait(std::string_view message, std::optional<double> running_time,
                            Records& records) {
  if (waiting_bytes_ + message.size() > kMostWaiting) {
    records.push_back({Error{PendingRecords::kTooMany}, running_time});
    return;
  }
  waiting_bytes_ += message.size();
  waiting_.push_back({std::string(message), running_time});
}

}  // namespace gimbal::virtualptz
