#include "launcher/camera_link.hpp"

namespace gimbal {

CommandLane& CameraLink::lane_of(const CameraOrder& order) {
  return std::holds_alternative<TrackingCommand>(order) ? records_ : commands_;
}

void CameraLink::tell(Ticket ticket, CameraOrder order) {
  CommandLane& lane = lane_of(order);
  if (const auto overtaken = lane.push({ticket, std::move(order)})) {
    listener_.on_refused(*overtaken, std::string(kOvertakenReason));
  }
  send_on();
}

void CameraLink::send_on() {
  if (!camera_) {
    return;
  }
  for (CommandLane* lane : {&commands_, &records_}) {
    while (const auto entry = lane->next()) {
      gst_element_send_event(camera_.get(), make_camera_event(entry->ticket, entry->order));
    }
  }
}

void CameraLink::attach(GstElement* camera) {
  camera_.reset(GST_ELEMENT(gst_object_ref(camera)));
  for (CameraCommand& command : memory_.replay()) {
    gst_element_send_event(camera, make_camera_event(0, std::move(command)));
  }
  send_on();
}

void CameraLink::detach(const std::string& reason) {
  camera_.reset();
  for (CommandLane* lane : {&commands_, &records_}) {
    for (const Ticket ticket : lane->abandon()) {
      listener_.on_refused(ticket, reason);
    }
  }
}

void CameraLink::end(const std::string& reason) {
  camera_.reset();
  for (CommandLane* lane : {&commands_, &records_}) {
    for (const Ticket ticket : lane->clear()) {
      listener_.on_refused(ticket, reason);
    }
  }
}

void CameraLink::handle_reply(const GstStructure* fields) {
  const PtzReply reply = read_ptz_reply(fields);
  for (CommandLane* lane : {&commands_, &records_}) {
    if (const auto order = lane->finish(reply.ticket)) {
      conclude(reply, *order);
    }
  }
  send_on();
}

void CameraLink::conclude(const PtzReply& reply, const CameraOrder& order) {
  switch (reply.outcome) {
    case PtzReply::Outcome::kApplied:
      if (const auto* command = std::get_if<CameraCommand>(&order)) {
        memory_.remember(*command, reply.framing);
      }
      listener_.on_applied(reply.ticket, reply.running_time, reply.framing);
      break;
    case PtzReply::Outcome::kOvertaken:
      listener_.on_refused(reply.ticket, std::string(kOvertakenReason));
      break;
    case PtzReply::Outcome::kRefused:
      listener_.on_refused(reply.ticket, reply.reason);
      break;
  }
}

void CameraLink::handle_state(const GstStructure* fields) {
  state_ = read_ptz_state(fields);
  memory_.see(state_->framing, state_->steering);
}

}  // namespace gimbal
