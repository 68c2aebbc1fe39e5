// StreamViewer: sends a feed's pictures to one HTTP client, as fast as that client takes them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "agent/preview/picture_feed.hpp"
#include "agent/support/event_source.hpp"
#include "agent/support/handles.hpp"

namespace gimbal {

class StreamViewer final : public PictureViewer {
 public:
  /// Answers `message` with the stream until the feed closes or the client leaves. The viewer
  /// belongs to the message and ends with it.
  static void attach(SoupServerMessage* message, PictureFeed& feed);

  ~StreamViewer();
  StreamViewer(const StreamViewer&) = delete;
  StreamViewer& operator=(const StreamViewer&) = delete;

 private:
  StreamViewer(SoupServerMessage* message, PictureFeed& feed);

  void on_picture() override;
  void on_feed_closed() override;
  void on_wrote_chunk();
  void on_finished();

  void send_newest();
  void send_sign_of_life();
  void append(GBytes* bytes);
  void fit_send_buffer(std::size_t part_bytes);

  SoupServerMessage* message_;  // outlives the viewer
  PictureFeed* feed_;           // null once closed or left
  std::uint64_t sent_ = 0;      // number of the newest picture sent
  int outstanding_ = 0;         // chunks given to libsoup that it has not written yet
  std::size_t send_buffer_ = 0;
  bool finished_ = false;
  EventSource sign_of_life_;
};

}  // namespace gimbal
