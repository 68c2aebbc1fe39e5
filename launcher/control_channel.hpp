// One peer of the control protocol on a socket, without ever blocking.
#pragma once

#include <glib.h>

#include <string>

#include "lib/codec/control_protocol.hpp"
#include "lib/codec/line_splitter.hpp"

namespace gimbal {

/// Lives in the default main context; use it from that thread only.
class ControlChannel {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_command(ControlChannel& from, const ControlCommand& command) = 0;
    /// The peer sends no more. The channel may be destroyed from within this call.
    virtual void on_finished(ControlChannel& channel) = 0;
  };

  /// Adopts `fd`, a connected stream socket, and greets the peer.
  ControlChannel(int fd, Listener& listener);
  ~ControlChannel();
  ControlChannel(const ControlChannel&) = delete;
  ControlChannel& operator=(const ControlChannel&) = delete;

  /// Sends what the socket takes now and keeps the rest. A peer that does not read loses events
  /// beyond 256 KiB: the stream does not wait for anybody.
  void send(const ControlEvent& event);

  /// Hears at once what the peer has sent by now. For a main loop that runs no more.
  void read_rest();

  /// True once the peer has said that it sends no more; it may still read.
  bool peer_has_finished() const { return read_source_ == 0; }

 private:
  static gboolean on_readable(gint fd, GIOCondition condition, gpointer data);
  static gboolean on_writable(gint fd, GIOCondition condition, gpointer data);
  bool read_available();
  void feed(std::string_view bytes);
  void handle_line(std::string_view line);
  void flush();

  int fd_;
  Listener& listener_;
  JsonParser parser_;
  LineSplitter lines_{kMaxControlLine};
  std::string unsent_;
  guint read_source_ = 0;
  guint write_source_ = 0;
};

}  // namespace gimbal
