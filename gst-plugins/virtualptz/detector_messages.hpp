// What a detector sends in buffers, in any format and wherever it is cut: the records in it.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/codec/message_splitter.hpp"
#include "lib/codec/tracking_reader.hpp"

namespace gimbal::virtualptz {

/// What the user and the video's caps say about a detector's messages.
struct Reading {
  TrackingFormat format = TrackingFormat::kAuto;
  TrackingSource source;
  bool video_known = false;  ///< its caps have come
};

/// One record, or what is wrong with one message.
struct ReadRecord {
  Result<TrackingRecord> record;
  std::optional<double> running_time;  ///< of the buffer that ended its message, in seconds
};

/// A buffer as it comes.
struct DetectorBuffer {
  std::string_view text;
  std::optional<double> running_time;  ///< seconds; empty where nothing is said about time
  bool ends_message = false;           ///< what follows is another message
};

/// Any thread: the pad's feeds it, and the video's lets go what waited. Its lock is a leaf.
class DetectorMessages {
 public:
  using Records = std::vector<ReadRecord>;

  /// Of messages that wait for the video's caps, in bytes.
  static constexpr std::size_t kMostWaiting = 16 << 20;

  /// The records that `buffer` completes, and what is wrong with the messages that have none. What
  /// cannot be read before the video's caps have come, such as boxes in pixels, waits for them.
  Records feed(const DetectorBuffer& buffer, const Reading& reading);

  /// Nothing more comes of a message that was begun.
  Records finish(const Reading& reading);

  /// Those that waited for the video's caps.
  Records take_waiting(const Reading& reading);

  /// A stream has ended: another detector may speak in the next one.
  void forget();

 private:
  struct Waiting {
    std::string message;
    std::optional<double> running_time;
  };

  void prepare(const Reading& reading, Records& records);
  void take(std::string_view message, std::optional<double> running_time, Records& records);
  void wait(std::string_view message, std::optional<double> running_time, Records& records);

  std::mutex mutex_;
  Reading reading_;
  TrackingReader reader_;
  MessageSplitter splitter_;
  std::deque<Waiting> waiting_;
  std::size_t waiting_bytes_ = 0;
};

}  // namespace gimbal::virtualptz
