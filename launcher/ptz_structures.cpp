#include "launcher/ptz_structures.hpp"

#include "lib/camera/ptz_names.hpp"

namespace gimbal {

namespace {

void set_framing(GstStructure* fields, const Framing& framing) {
  gst_structure_set(fields, "center-x", G_TYPE_DOUBLE, framing.center_x, "center-y", G_TYPE_DOUBLE,
                    framing.center_y, "zoom", G_TYPE_DOUBLE, framing.zoom, nullptr);
}

GstStructure* preset_fields(const std::string& name, const char* action) {
  return gst_structure_new(kPtzPresetEvent, "name", G_TYPE_STRING, name.c_str(), "action",
                           G_TYPE_STRING, action, nullptr);
}

struct StructureMaker {
  GstStructure* operator()(const MoveTo& move) const {
    GstStructure* fields = gst_structure_new(kPtzEvent, "cut", G_TYPE_BOOLEAN, move.cut, nullptr);
    set_framing(fields, move.framing);
    return fields;
  }
  GstStructure* operator()(const MoveAt& move) const {
    return gst_structure_new(kPtzMoveEvent, "x", G_TYPE_DOUBLE, move.x, "y", G_TYPE_DOUBLE, move.y,
                             "zoom", G_TYPE_DOUBLE, move.zoom, "timeout", G_TYPE_DOUBLE,
                             move.timeout, nullptr);
  }
  GstStructure* operator()(const GoToPreset& preset) const {
    return preset_fields(preset.name, "go");
  }
  GstStructure* operator()(const StorePreset& preset) const {
    GstStructure* fields = preset_fields(preset.name, "set");
    if (preset.framing) {
      set_framing(fields, *preset.framing);
    }
    return fields;
  }
  GstStructure* operator()(const RemovePreset& preset) const {
    return preset_fields(preset.name, "remove");
  }
  GstStructure* operator()(const ChangeMode& change) const {
    return gst_structure_new(kPtzModeEvent, "mode", G_TYPE_STRING, name_of(change.mode), nullptr);
  }
  GstStructure* operator()(const CameraCommand& command) const {
    return std::visit(*this, command);
  }
  GstStructure* operator()(const TrackingCommand& tracking) const {
    return gst_structure_new(kTrackingEvent, "record", G_TYPE_STRING, tracking.record.c_str(),
                             nullptr);
  }
};

std::string text_of(const GstStructure* fields, const char* name) {
  const gchar* text = gst_structure_get_string(fields, name);
  return text != nullptr ? text : "";
}

Framing framing_of(const GstStructure* fields) {
  Framing framing;
  gst_structure_get(fields, "center-x", G_TYPE_DOUBLE, &framing.center_x, "center-y", G_TYPE_DOUBLE,
                    &framing.center_y, "zoom", G_TYPE_DOUBLE, &framing.zoom, nullptr);
  return framing;
}

}  // namespace

GstEvent* make_camera_event(Ticket ticket, const CameraOrder& order) {
  GstStructure* fields = std::visit(StructureMaker{}, order);
  gst_structure_set(fields, "command", G_TYPE_UINT64, ticket, nullptr);
  return gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, fields);
}

PtzReply read_ptz_reply(const GstStructure* fields) {
  PtzReply reply;
  gst_structure_get(fields, "command", G_TYPE_UINT64, &reply.ticket, "running-time", G_TYPE_UINT64,
                    &reply.running_time, nullptr);
  const std::string result = text_of(fields, "result");
  if (result == "applied") {
    reply.outcome = PtzReply::Outcome::kApplied;
  } else if (result == "overtaken") {
    reply.outcome = PtzReply::Outcome::kOvertaken;
  }
  reply.reason = text_of(fields, "reason");
  reply.framing = framing_of(fields);
  return reply;
}

PtzState read_ptz_state(const GstStructure* fields) {
  PtzState state;
  gst_structure_get(fields, "pts", G_TYPE_UINT64, &state.pts, "x", G_TYPE_DOUBLE, &state.crop.x,
                    "y", G_TYPE_DOUBLE, &state.crop.y, "w", G_TYPE_DOUBLE, &state.crop.w, "h",
                    G_TYPE_DOUBLE, &state.crop.h, nullptr);
  state.framing = framing_of(fields);
  state.mode = text_of(fields, "mode");
  state.steering = text_of(fields, "steering");
  return state;
}

}  // namespace gimbal
