#include "gst-plugins/virtualptz/control_events.hpp"

#include <algorithm>
#include <array>

#include "lib/camera/ptz_names.hpp"

namespace gimbal::virtualptz {

namespace {

constexpr std::array kEvents{kPtzEvent, kPtzMoveEvent, kPtzPresetEvent, kPtzModeEvent,
                             kTrackingEvent};

bool get_framing(const GstStructure* fields, Framing& framing) {
  return gst_structure_get(fields, "center-x", G_TYPE_DOUBLE, &framing.center_x, "center-y",
                           G_TYPE_DOUBLE, &framing.center_y, "zoom", G_TYPE_DOUBLE, &framing.zoom,
                           nullptr) != FALSE;
}

bool has_any_of_framing(const GstStructure* fields) {
  return gst_structure_has_field(fields, "center-x") != FALSE ||
         gst_structure_has_field(fields, "center-y") != FALSE ||
         gst_structure_has_field(fields, "zoom") != FALSE;
}

/// A string; empty where there is none.
std::string text_of(const GstStructure* fields, const char* name) {
  const gchar* text = gst_structure_get_string(fields, name);
  return text == nullptr ? "" : text;
}

Result<CameraCommand> move_to(const GstStructure* fields) {
  MoveTo move;
  gboolean cut = FALSE;
  if (!get_framing(fields, move.framing)) {
    return Error{"center-x, center-y and zoom must all be there, as doubles"};
  }
  if (gst_structure_has_field(fields, "cut") != FALSE &&
      gst_structure_get_boolean(fields, "cut", &cut) == FALSE) {
    return Error{"cut must be a boolean"};
  }
  move.cut = cut != FALSE;
  return CameraCommand(move);
}

Result<CameraCommand> move_at(const GstStructure* fields) {
  MoveAt move;
  if (gst_structure_get(fields, "x", G_TYPE_DOUBLE, &move.x, "y", G_TYPE_DOUBLE, &move.y, "zoom",
                        G_TYPE_DOUBLE, &move.zoom, nullptr) == FALSE) {
    return Error{"x, y and zoom must all be there, as doubles"};
  }
  if (gst_structure_has_field(fields, "timeout") != FALSE &&
      gst_structure_get_double(fields, "timeout", &move.timeout) == FALSE) {
    return Error{"timeout must be a double"};
  }
  return CameraCommand(move);
}

Result<CameraCommand> store_preset(const GstStructure* fields, std::string name) {
  StorePreset store{std::move(name), std::nullopt};
  if (has_any_of_framing(fields)) {
    store.framing.emplace();
    if (!get_framing(fields, *store.framing)) {
      return Error{"center-x, center-y and zoom must all be there, as doubles, or none of them"};
    }
  }
  return CameraCommand(std::move(store));
}

Result<CameraCommand> preset(const GstStructure* fields) {
  std::string name = text_of(fields, "name");
  const std::string action = text_of(fields, "action");
  if (name.empty()) {
    return Error{"name must be there, as a string"};
  }
  if (action == "go") {
    return CameraCommand(GoToPreset{std::move(name)});
  }
  if (action == "set") {
    return store_preset(fields, std::move(name));
  }
  if (action == "remove") {
    return CameraCommand(RemovePreset{std::move(name)});
  }
  return Error{"action must be go, set or remove"};
}

Result<CameraCommand> mode(const GstStructure* fields) {
  if (const auto mode = camera_mode_of(text_of(fields, "mode"))) {
    return CameraCommand(ChangeMode{*mode});
  }
  return Error{"mode must be manual, follow or hold"};
}

}  // namespace

bool is_control_event(GstEvent* event) {
  return GST_EVENT_TYPE(event) == GST_EVENT_CUSTOM_UPSTREAM &&
         std::any_of(kEvents.begin(), kEvents.end(),
                     [&](const char* name) { return gst_event_has_name(event, name) != FALSE; });
}

guint64 command_number_of(const GstStructure* fields) {
  guint64 command = 0;
  gst_structure_get_uint64(fields, "command", &command);
  return command;
}

Result<CameraCommand> command_of(const GstStructure* fields) {
  if (gst_structure_has_name(fields, kPtzEvent) != FALSE) {
    return move_to(fields);
  }
  if (gst_structure_has_name(fields, kPtzMoveEvent) != FALSE) {
    return move_at(fields);
  }
  if (gst_structure_has_name(fields, kPtzPresetEvent) != FALSE) {
    return preset(fields);
  }
  return mode(fields);
}

bool is_tracking_event(const GstStructure* fields) {
  return gst_structure_has_name(fields, kTrackingEvent) != FALSE;
}

const char* record_text_of(const GstStructure* fields) {
  return gst_structure_get_string(fields, "record");
}

}  // namespace gimbal::virtualptz
