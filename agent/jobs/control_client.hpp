// ControlClient: the agent's end of a child's control socket.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "agent/support/event_source.hpp"
#include "agent/support/fd_reader.hpp"
#include "lib/codec/control_protocol.hpp"
#include "lib/codec/line_splitter.hpp"

namespace gimbal {

/// What became of a framing that was sent.
struct PointReply {
  enum class Outcome {
    kApplied,     ///< it is in the picture
    kRefused,     ///< `reason` says why
    kNoFrameYet,  ///< sent; no frame shows it within a second
    kSuperseded,  ///< a newer one is in the picture, this one never was
    kGone,        ///< the child has closed the socket or ended
  };
  Outcome outcome = Outcome::kGone;
  std::string reason;
};

class ControlClient {
 public:
  using OnEvent = std::function<void(const ControlEvent& event)>;
  using OnPointReply = std::function<void(const PointReply& reply)>;

  /// Owns `fd`. `on_event` gets every event, also those that answer a `point`; it must not destroy
  /// the client. Lines that cannot be read are skipped: the child is trusted to be ours, not to be
  /// in order.
  ControlClient(UniqueFd fd, OnEvent on_event);

  /// Sends a framing; `reply` is called once. Where the child does not read, only the newest unsent
  /// framing is kept.
  void point(const Framing& framing, OnPointReply reply);

  /// From now on the camera follows what detectors see, unless it is pointed.
  void follow();

  /// Tells the camera what a detector sees: `record` is one tracking record as JSON on one line. Of
  /// records that come faster than every few milliseconds, or than the child reads, only the newest
  /// is sent.
  void track(std::string_view record);

  /// Reads what is left and answers everyone who still waits.
  void finish();

 private:
  struct Waiter {
    OnPointReply reply;
    EventSource timeout;
  };

  /// What may wait to be sent, one line of each, in this order.
  enum Kind { kMode, kPoint, kRecord, kKinds };

  void read_line(std::string_view line);
  void send(Kind kind, std::string line);
  void send_record();
  std::string take_line();
  void flush();
  void settle(std::uint64_t id, const PointReply& reply);
  void settle_up_to(std::uint64_t id, const PointReply& reply);

  OnEvent on_event_;
  JsonParser parser_;
  LineSplitter lines_{kMaxControlLine};
  FdReader reader_;
  std::uint64_t last_id_ = 0;
  std::map<std::uint64_t, Waiter> waiters_;
  std::string sending_;                     // the rest of a line the socket has not taken yet
  std::array<std::string, kKinds> unsent_;  // the newest lines behind it; empty: none
  EventSource writable_;
  std::string record_;  // waits for the end of the pause; empty: none
  EventSource record_pause_;
};

}  // namespace gimbal
