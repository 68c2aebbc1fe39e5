#include "launcher/steering.hpp"

#include <algorithm>

#include "lib/camera/ptz_names.hpp"

namespace gimbal {

std::string Steering::open(int control_fd, const std::string& control_path) {
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

void Steering::set_camera(GstElement* camera) {
  camera_.reset(camera == nullptr ? nullptr : GST_ELEMENT(gst_object_ref(camera)));
}

void Steering::add_channel(int fd) {
  ControlChannel::Listener& listener = *this;
  channels_.push_back(std::make_unique<ControlChannel>(fd, listener));
}

void Steering::broadcast(const ControlEvent& event) {
  for (const auto& channel : channels_) {
    channel->send(event);
  }
}

void Steering::on_finished(ControlChannel& channel) {
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
void Steering::drop_finished_channels() {
  std::erase_if(channels_, [this](const auto& channel) {
    return channel->peer_has_finished() &&
           std::none_of(pending_.begin(), pending_.end(),
                        [&](const PendingPtz& pending) { return pending.from == channel.get(); });
  });
}

void Steering::on_command(ControlChannel& from, const ControlCommand& command) {
  if (const auto* ptz = std::get_if<PtzCommand>(&command.what)) {
    steer(from, command.id, *ptz);
  } else if (std::holds_alternative<StatsCommand>(command.what)) {
    from.send(StatsEvent{command.id, listener_.on_stats_wanted()});
  } else {
    listener_.on_stop();
  }
}

void Steering::steer(ControlChannel& from, std::uint64_t id, const PtzCommand& command) {
  if (!camera_) {
    from.send(RefusedEvent{id, "this stream has no camera to steer; gimbal ptz has one"});
    return;
  }
  const std::uint64_t ticket = next_ticket_++;
  pending_.push_back({&from, id, ticket});
  GstStructure* fields = gst_structure_new(kPtzEvent, "command", G_TYPE_UINT64, ticket, "center-x",
                                           G_TYPE_DOUBLE, command.framing.center_x, "center-y",
                                           G_TYPE_DOUBLE, command.framing.center_y, "zoom",
                                           G_TYPE_DOUBLE, command.framing.zoom, nullptr);
  gst_element_send_event(camera_.get(), gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, fields));
}

CropRect Steering::handle_ptz_state(const GstStructure* fields) {
  guint64 ticket = 0;
  AppliedEvent applied;
  CropRect crop;
  guint64 pts = 0;
  gst_structure_get(fields, "command", G_TYPE_UINT64, &ticket, "pts", G_TYPE_UINT64, &pts,
                    "center-x", G_TYPE_DOUBLE, &applied.framing.center_x, "center-y", G_TYPE_DOUBLE,
                    &applied.framing.center_y, "zoom", G_TYPE_DOUBLE, &applied.framing.zoom, "x",
                    G_TYPE_DOUBLE, &crop.x, "y", G_TYPE_DOUBLE, &crop.y, "w", G_TYPE_DOUBLE,
                    &crop.w, "h", G_TYPE_DOUBLE, &crop.h, nullptr);
  applied.pts_ns = pts;
  while (!pending_.empty() && pending_.front().ticket <= ticket) {
    const PendingPtz pending = pending_.front();
    pending_.pop_front();
    if (pending.ticket == ticket) {
      applied.id = pending.id;
      pending.from->send(applied);
    } else {
      pending.from->send(RefusedEvent{pending.id, "a newer command overtook this one"});
    }
  }
  drop_finished_channels();
  return crop;
}

}  // namespace gimbal
