// One outstanding part a viewer; what comes meanwhile is skipped, the newest wins.
#include "agent/preview/stream_viewer.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <string>

#include "agent/http/listener.hpp"
#include "agent/preview/multipart.hpp"

namespace gimbal {

namespace {

// libsoup notices that a client has left only when it writes, so a stream whose source has stalled
// repeats its picture now and then.
constexpr unsigned kSignOfLifeMs = 2000;
constexpr std::size_t kMinSendBuffer = 32 * 1024;

BytesHandle bytes_of(const std::string& text) {
  return BytesHandle(g_bytes_new(text.data(), text.size()));
}

}  // namespace

void StreamViewer::attach(SoupServerMessage* message, PictureFeed& feed) {
  g_object_set_data_full(G_OBJECT(message), "gimbal-viewer", new StreamViewer(message, feed),
                         [](gpointer viewer) { delete static_cast<StreamViewer*>(viewer); });
}

StreamViewer::StreamViewer(SoupServerMessage* message, PictureFeed& feed)
    : message_(message), feed_(&feed) {
  SoupMessageHeaders* headers = soup_server_message_get_response_headers(message);
  soup_server_message_set_status(message, SOUP_STATUS_OK, nullptr);
  soup_message_headers_replace(headers, "Content-Type", kMultipartType);
  soup_message_headers_replace(headers, "Cache-Control", "no-store");
  soup_message_headers_set_encoding(headers, SOUP_ENCODING_EOF);
  soup_message_body_set_accumulate(soup_server_message_get_response_body(message), FALSE);

  g_signal_connect_swapped(message, "wrote-chunk",
                           G_CALLBACK(+[](StreamViewer* viewer) { viewer->on_wrote_chunk(); }),
                           this);
  g_signal_connect_swapped(message, "finished",
                           G_CALLBACK(+[](StreamViewer* viewer) { viewer->on_finished(); }), this);
  feed.join(*this);
  send_newest();
  sign_of_life_ = EventSource::every_ms(kSignOfLifeMs, [this] { send_sign_of_life(); });
}

StreamViewer::~StreamViewer() {
  if (feed_) {
    feed_->leave(*this);
  }
}

void StreamViewer::on_picture() {
  if (outstanding_ == 0) {
    send_newest();
  }
}

void StreamViewer::on_feed_closed() {
  feed_ = nullptr;
  sign_of_life_.reset();
  if (!finished_) {
    soup_message_body_complete(soup_server_message_get_response_body(message_));
    soup_server_message_unpause(message_);
  }
}

void StreamViewer::on_wrote_chunk() {
  --outstanding_;
  if (outstanding_ == 0 && feed_ && feed_->count() > sent_) {
    send_newest();
  }
}

void StreamViewer::on_finished() {
  finished_ = true;
  sign_of_life_.reset();
  if (feed_) {
    feed_->leave(*this);
    feed_ = nullptr;
  }
}

void StreamViewer::send_newest() {
  GBytes* part = feed_->newest_part();
  if (!part) {
    return;
  }
  fit_send_buffer(g_bytes_get_size(part));
  if (sent_ == 0) {
    append(bytes_of(multipart_opening()).get());
  }
  sent_ = feed_->count();
  append(part);
}

void StreamViewer::send_sign_of_life() {
  if (outstanding_ > 0) {
    return;
  }
  if (sent_ > 0) {
    send_newest();
  } else {
    append(bytes_of("\r\n").get());  // before the first boundary anything may stand
  }
}

void StreamViewer::append(GBytes* bytes) {
  ++outstanding_;
  soup_message_body_append_bytes(soup_server_message_get_response_body(message_), bytes);
  soup_server_message_unpause(message_);
}

void StreamViewer::fit_send_buffer(std::size_t part_bytes) {
  // Little more than a part: what lies in the kernel is old by the time a slow client reads it.
  const std::size_t wanted = std::max(part_bytes + part_bytes / 4, kMinSendBuffer);
  if (wanted > send_buffer_) {
    send_buffer_ = wanted;
    g_socket_set_option(socket_of(message_), SOL_SOCKET, SO_SNDBUF, static_cast<int>(wanted),
                        nullptr);
  }
}

}  // namespace gimbal
