// The structures that virtualptz reads from events and writes into messages, as values.
#pragma once

#include <gst/gst.h>

#include <string>

#include "launcher/command_lane.hpp"

namespace gimbal {

/// The event that tells a camera `order`; 0 as a ticket asks for no reply.
GstEvent* make_camera_event(Ticket ticket, const CameraOrder& order);

/// A reply to one event.
struct PtzReply {
  Ticket ticket = 0;
  enum class Outcome { kApplied, kOvertaken, kRefused } outcome = Outcome::kRefused;
  std::string reason;
  GstClockTime running_time = 0;
  Framing framing;
};
PtzReply read_ptz_reply(const GstStructure* fields);

/// What the camera shows.
struct PtzState {
  GstClockTime pts = 0;
  Framing framing;
  CropRect crop;
  std::string mode;
  std::string steering;
};
PtzState read_ptz_state(const GstStructure* fields);

}  // namespace gimbal
