// Between those who steer and the camera of the pipeline that plays now.
#pragma once

#include <gst/gst.h>

#include <optional>
#include <string>

#include "gst-plugins/support/handles.hpp"
#include "launcher/camera_memory.hpp"
#include "launcher/command_lane.hpp"
#include "launcher/command_listener.hpp"
#include "launcher/ptz_structures.hpp"

namespace gimbal {

/// Outlives pipelines: what is asked while there is none waits for the next one. For the main
/// thread only.
class CameraLink {
 public:
  explicit CameraLink(CommandListener& listener) : listener_(listener) {}

  /// The listener hears what became of it, once.
  void tell(Ticket ticket, CameraOrder order);

  /// A pipeline's camera, which is told what an earlier one had taken.
  void attach(GstElement* camera);
  /// The camera goes; what it has not answered is refused for `reason`.
  void detach(const std::string& reason);
  /// Nothing more will be done: refuses all that waits.
  void end(const std::string& reason);

  void handle_reply(const GstStructure* fields);
  void handle_state(const GstStructure* fields);
  /// What the camera shows; empty before its first frame.
  const std::optional<PtzState>& state() const { return state_; }

 private:
  CommandLane& lane_of(const CameraOrder& order);
  void send_on();
  void conclude(const PtzReply& reply, const CameraOrder& order);

  CommandListener& listener_;
  ElementHandle camera_;
  CommandLane commands_;
  CommandLane records_;  // a detector must not hold up an operator
  CameraMemory memory_;
  std::optional<PtzState> state_;
};

}  // namespace gimbal
