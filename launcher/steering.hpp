// Those who steer a stream over control sockets: what they say, and what they wait to hear.
#pragma once

#include <gst/gst.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gst-plugins/support/handles.hpp"
#include "launcher/control_channel.hpp"
#include "launcher/control_socket.hpp"

namespace gimbal {

/// Lives in the default main context; use it from that thread only.
class Steering : private ControlChannel::Listener {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    /// Somebody said `stop`, or the supervisor on `control_fd` went away.
    virtual void on_stop() = 0;
    virtual StreamStats on_stats_wanted() = 0;
  };

  explicit Steering(Listener& listener) : listener_(listener) {}
  ~Steering() override = default;
  Steering(const Steering&) = delete;
  Steering& operator=(const Steering&) = delete;

  /// Listens on an inherited socket (-1 for none) and at a path (empty for none). An error text,
  /// empty when all is well.
  std::string open(int control_fd, const std::string& control_path);

  /// The camera of the pipeline that plays now; null where it has none.
  void set_camera(GstElement* camera);

  /// A "ptz-state" message of the camera: answers the command that is now in the picture, and those
  /// that a newer one overtook. Returns the crop shown.
  CropRect handle_ptz_state(const GstStructure* fields);

  void broadcast(const ControlEvent& event);

 private:
  /// A `ptz` that has not been seen in the picture yet.
  struct PendingPtz {
    ControlChannel* from;
    std::uint64_t id;      // the sender's
    std::uint64_t ticket;  // ours, unique among all senders
  };

  void on_command(ControlChannel& from, const ControlCommand& command) override;
  void on_finished(ControlChannel& channel) override;
  void add_channel(int fd);
  void drop_finished_channels();
  void steer(ControlChannel& from, std::uint64_t id, const PtzCommand& command);

  Listener& listener_;
  ElementHandle camera_;
  std::unique_ptr<ControlSocket> socket_;
  std::vector<std::unique_ptr<ControlChannel>> channels_;
  ControlChannel* supervisor_ = nullptr;
  std::deque<PendingPtz> pending_;
  std::uint64_t next_ticket_ = 1;
};

}  // namespace gimbal
