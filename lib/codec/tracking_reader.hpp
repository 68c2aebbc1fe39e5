// Reads what a detector says, in any of the formats of docs/tracking-formats.md.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/codec/json.hpp"
#include "lib/codec/tracking_formats/frigate_events.hpp"
#include "lib/codec/tracking_formats/one_camera.hpp"
#include "lib/codec/tracking_formats/tracking_format.hpp"
#include "lib/codec/tracking_formats/tracking_source.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// Of one detector. Not safe to share between threads. A stream of bytes is cut into messages by
/// `MessageSplitter`.
class TrackingReader {
 public:
  using Records = std::vector<TrackingRecord>;

  /// With kAuto the first message that can be read decides, for all that follow.
  explicit TrackingReader(TrackingFormat format = TrackingFormat::kAuto)
      : state_{.format = format} {}

  /// What formats in pixels and with frame numbers need to know of the video.
  void set_source(const TrackingSource& source) { source_ = source; }

  /// One message: what one MQTT message, one buffer, one file or one line holds, up to
  /// kMaxTrackingMessage bytes. The records are in the order of their frames, and none for a
  /// message about something else. The error says where the message is wrong ("targets[3].x: ...",
  /// "line 3, bb_left: ..."); nothing has changed then, and the next message is read as if it had
  /// not been.
  Result<Records> read(std::string_view text);

  /// The one that was found, or kAuto so far.
  TrackingFormat format() const { return state_.format; }

  /// Messages, or parts of them, that were about something else, such as another camera.
  std::uint64_t ignored() const { return state_.ignored; }

 private:
  struct State {
    TrackingFormat format = TrackingFormat::kAuto;
    std::uint64_t ignored = 0;
    FrigateEvents frigate{};
    OneCamera deepstream_camera{};
  };
  class Message;

  TrackingSource source_;
  JsonParser parser_;
  State state_;
};

}  // namespace gimbal
