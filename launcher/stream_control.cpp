#include "launcher/stream_control.hpp"

#include <algorithm>

namespace gimbal {

namespace {

/// Of all peers together. Goals and records that overtake each other never come near it.
constexpr std::size_t kMostPending = 256;

/// Hands a command to whoever does it.
struct Dispatcher {
  Ticket ticket;
  CameraLink& camera;
  EncoderControl& encoder;

  void operator()(const CameraCommand& command) const { camera.tell(ticket, command); }
  void operator()(const TrackingCommand& command) const { camera.tell(ticket, command); }
  void operator()(const KeyframeCommand&) const { encoder.request_keyframe(ticket); }
  void operator()(const BitrateCommand& command) const {
    encoder.set_bitrate(ticket, command.bitrate);
  }
  void operator()(const StatsCommand&) const {}
  void operator()(const StopCommand&) const {}
};

bool is_for_camera(const ControlCommand& command) {
  return std::holds_alternative<CameraCommand>(command.what) ||
         std::holds_alternative<TrackingCommand>(command.what);
}

}  // namespace

std::string StreamControl::open(int control_fd, const std::string& control_path) {
  if (control_fd >= 0) {
    add_channel(control_fd);
    supervisor_ = channels_.back().get();
  }
  if (control_path.empty()) {
    return "";
  }
  auto socket = ControlSocket::listen_at(control_path, [this](int fd) { add_channel(fd); });
  if (!socket) {
    return socket.error();
  }
  socket_ = std::move(*socket);
  return "";
}

void StreamControl::attach(GstElement* camera, GstElement* encoder) {
  encoder_.attach(encoder);
  if (camera != nullptr) {
    camera_.attach(camera);
  }
}

void StreamControl::detach(const std::string& reason) {
  encoder_.detach(reason);
  camera_.detach(reason);
}

void StreamControl::end(const std::string& reason) {
  ended_ = reason;
  encoder_.detach(reason);
  camera_.end(reason);
  for (const auto& channel : channels_) {
    channel->read_rest();
  }
}

void StreamControl::add_channel(int fd) {
  ControlChannel::Listener& listener = *this;
  channels_.push_back(std::make_unique<ControlChannel>(fd, listener));
}

void StreamControl::broadcast(const ControlEvent& event) {
  for (const auto& channel : channels_) {
    channel->send(event);
  }
}

void StreamControl::on_finished(ControlChannel& channel) {
  const bool was_supervisor = &channel == supervisor_;
  if (was_supervisor) {
    supervisor_ = nullptr;
  }
  drop_finished_channels();
  if (was_supervisor) {
    listener_.on_stop();
  }
}

/// A peer that sends no more may still wait for an answer.
void StreamControl::drop_finished_channels() {
  std::erase_if(channels_, [this](const auto& channel) {
    return channel->peer_has_finished() &&
           std::none_of(askers_.begin(), askers_.end(),
                        [&](const auto& asker) { return asker.second.from == channel.get(); });
  });
}

void StreamControl::on_command(ControlChannel& from, const ControlCommand& command) {
  if (std::holds_alternative<StopCommand>(command.what)) {
    listener_.on_stop();
    return;
  }
  if (std::holds_alternative<StatsCommand>(command.what)) {
    from.send(StatsEvent{command.id, listener_.on_stats_wanted()});
    return;
  }
  const std::string obstacle = obstacle_to(command);
  if (!obstacle.empty()) {
    from.send(RefusedEvent{command.id, obstacle});
    return;
  }
  const Ticket ticket = ++last_ticket_;
  askers_[ticket] = {&from, command.id};
  std::visit(Dispatcher{ticket, camera_, encoder_}, command.what);
}

std::string StreamControl::obstacle_to(const ControlCommand& command) const {
  if (!ended_.empty()) {
    return ended_;
  }
  if (is_for_camera(command) && !has_camera_) {
    return "this stream has no camera to steer; gimbal ptz has one";
  }
  return askers_.size() < kMostPending ? "" : "too many commands wait for their answers";
}

void StreamControl::on_applied(Ticket ticket, std::uint64_t pts_ns,
                               const std::optional<Framing>& framing) {
  answer(ticket, [&](std::uint64_t id) { return AppliedEvent{id, pts_ns, framing}; });
}

void StreamControl::on_refused(Ticket ticket, const std::string& reason) {
  answer(ticket, [&](std::uint64_t id) { return RefusedEvent{id, reason}; });
}

void StreamControl::answer(Ticket ticket,
                           const std::function<ControlEvent(std::uint64_t id)>& make_event) {
  const auto asker = askers_.extract(ticket);
  if (!asker.empty()) {
    asker.mapped().from->send(make_event(asker.mapped().id));
    drop_finished_channels();
  }
}

}  // namespace gimbal
