// Those who steer a stream over control sockets: what they say, and what they wait to hear.
#pragma once

#include <gst/gst.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "launcher/camera_link.hpp"
#include "launcher/command_listener.hpp"
#include "launcher/control_channel.hpp"
#include "launcher/control_socket.hpp"
#include "launcher/encoder_control.hpp"

namespace gimbal {

/// Lives in the default main context; use it from that thread only.
class StreamControl : private ControlChannel::Listener, private CommandListener {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    /// Somebody said `stop`, or the supervisor on `control_fd` went away.
    virtual void on_stop() = 0;
    virtual StreamStats on_stats_wanted() = 0;
  };

  /// `has_camera`: the stream's pipelines have one.
  StreamControl(bool has_camera, Listener& listener)
      : has_camera_(has_camera), listener_(listener), camera_(*this), encoder_(*this) {}
  ~StreamControl() override = default;
  StreamControl(const StreamControl&) = delete;
  StreamControl& operator=(const StreamControl&) = delete;

  /// Listens on an inherited socket (-1 for none) and at a path (empty for none). An error text,
  /// empty when all is well.
  std::string open(int control_fd, const std::string& control_path);

  /// Elements of the pipeline that plays from now on, in NULL; `camera` may be null.
  void attach(GstElement* camera, GstElement* encoder);
  /// That pipeline has ended: commands that no frame has shown are refused for `reason`.
  void detach(const std::string& reason);
  /// The stream has ended: all who have asked for something by now are refused for `reason`.
  void end(const std::string& reason);

  /// Messages of the camera.
  void handle_ptz_reply(const GstStructure* fields) { camera_.handle_reply(fields); }
  void handle_ptz_state(const GstStructure* fields) { camera_.handle_state(fields); }
  /// What it shows; empty before its first frame.
  const std::optional<PtzState>& camera_state() const { return camera_.state(); }

  void broadcast(const ControlEvent& event);

 private:
  /// Who waits for an answer, and by which number.
  struct Asker {
    ControlChannel* from;
    std::uint64_t id;
  };

  void on_command(ControlChannel& from, const ControlCommand& command) override;
  void on_finished(ControlChannel& channel) override;
  void on_applied(Ticket ticket, std::uint64_t pts_ns,
                  const std::optional<Framing>& framing) override;
  void on_refused(Ticket ticket, const std::string& reason) override;
  void answer(Ticket ticket, const std::function<ControlEvent(std::uint64_t id)>& make_event);
  std::string obstacle_to(const ControlCommand& command) const;
  void add_channel(int fd);
  void drop_finished_channels();

  bool has_camera_;
  Listener& listener_;
  CameraLink camera_;
  EncoderControl encoder_;
  std::unique_ptr<ControlSocket> socket_;
  std::vector<std::unique_ptr<ControlChannel>> channels_;
  ControlChannel* supervisor_ = nullptr;
  std::map<Ticket, Asker> askers_;
  Ticket last_ticket_ = 0;
  std::string ended_;  // why nothing more will be done; empty while the stream goes on
};

}  // namespace gimbal
