// The control protocol, to the stream.
#include <array>

#include "lib/camera/presets.hpp"
#include "lib/codec/control_line.hpp"
#include "lib/codec/control_protocol.hpp"
#include "lib/codec/framing_json.hpp"
#include "lib/codec/tracking_json.hpp"

namespace gimbal {

namespace {

/// Readers return anything where they found an error: it is not used.
using What = decltype(ControlCommand::what);

What read_ptz(FieldReader& fields) {
  return CameraCommand(MoveTo{read_framing(fields, kMaxZoom), fields.flag("cut", false)});
}

What read_move(FieldReader& fields) {
  MoveAt move;
  move.x = fields.number("x", 0, {-kMaxMoveSpeed, kMaxMoveSpeed});
  move.y = fields.number("y", 0, {-kMaxMoveSpeed, kMaxMoveSpeed});
  move.zoom = fields.number("zoom", 0, {-kMaxMoveSpeed, kMaxMoveSpeed});
  move.timeout = fields.number("timeout", move.timeout, {kMinMoveTimeout, kMaxMoveTimeout});
  return CameraCommand(move);
}

std::string read_preset_name(FieldReader& fields) {
  std::string name = fields.required_text("name");
  const std::string error = fields.has("name") ? check_preset_name(name) : "";
  if (!error.empty()) {
    fields.add_error("name", error, "value_error");
  }
  return name;
}

/// Empty where none of the three numbers is there: what is shown is meant.
std::optional<Framing> read_optional_framing(FieldReader& fields) {
  const Framing framing = read_framing(fields, kMaxZoom);
  const bool given = fields.has("center_x") || fields.has("center_y") || fields.has("zoom");
  return given ? std::optional<Framing>(framing) : std::nullopt;
}

What read_preset(FieldReader& fields) {
  std::string name = read_preset_name(fields);
  const std::string action = fields.text("action", "go");
  if (action == "go") {
    return CameraCommand(GoToPreset{std::move(name)});
  }
  if (action == "set") {
    return CameraCommand(StorePreset{std::move(name), read_optional_framing(fields)});
  }
  if (action == "remove") {
    return CameraCommand(RemovePreset{std::move(name)});
  }
  fields.add_error("action", "Unknown action; known are go, set, remove", "value_error");
  return StatsCommand{};
}

What read_mode(FieldReader& fields) {
  const std::string name = fields.required_text("mode");
  if (const auto mode = camera_mode_of(name)) {
    return CameraCommand(ChangeMode{*mode});
  }
  if (!name.empty()) {
    fields.add_error("mode", "Unknown mode; known are manual, follow, hold", "value_error");
  }
  return StatsCommand{};
}

What read_tracking(FieldReader& fields) {
  if (!fields.has("record")) {
    fields.add_error("record", "Field required", "missing");
  }
  const auto record = fields.object("record");
  if (!record) {
    return TrackingCommand{};
  }
  FieldReader record_fields(*record);
  read_tracking_fields(record_fields);
  for (const FieldError& error : record_fields.errors()) {
    fields.add_error("record." + error.field, error.message, error.type);
  }
  return TrackingCommand{simdjson::minify(*record)};
}

What read_bitrate(FieldReader& fields) {
  return BitrateCommand{fields.required_integer("bitrate", kMinBitrate, kMaxBitrate)};
}

template <class Command>
What read_bare(FieldReader&) {
  return Command{};
}

struct CommandType {
  std::string_view name;
  What (*read)(FieldReader& fields);
};

constexpr std::array kCommandTypes{
    CommandType{"ptz", read_ptz},
    CommandType{"move", read_move},
    CommandType{"preset", read_preset},
    CommandType{"mode", read_mode},
    CommandType{"tracking", read_tracking},
    CommandType{"keyframe", read_bare<KeyframeCommand>},
    CommandType{"bitrate", read_bitrate},
    CommandType{"stats", read_bare<StatsCommand>},
    CommandType{"stop", read_bare<StopCommand>},
};

What read_what(std::string_view type, FieldReader& fields) {
  std::string known;
  for (const CommandType& candidate : kCommandTypes) {
    if (type == candidate.name) {
      return candidate.read(fields);
    }
    known += (known.empty() ? "" : ", ") + std::string(candidate.name);
  }
  if (!type.empty()) {
    fields.add_error("type", "Unknown type; known are " + known, "value_error");
  }
  return StatsCommand{};
}

}  // namespace

std::variant<ControlCommand, RefusedCommand> read_command(JsonParser& parser,
                                                          std::string_view line) {
  const auto object = parser.parse_object(line);
  if (!object) {
    return RefusedCommand{0, object.error()};
  }
  FieldReader fields(*object);
  ControlCommand command;
  command.id = read_id(fields);
  command.what = read_what(fields.required_text("type"), fields);
  if (!fields.errors().empty()) {
    return RefusedCommand{command.id, fields.first_error()};
  }
  return command;
}

std::string write_ptz_command(std::uint64_t id, const Framing& framing) {
  return line_of("ptz", [&](JsonWriter& json) {
    json.field("id", id);
    write_framing(json, framing);
  });
}

std::string write_stop_command(std::uint64_t id) {
  return line_of("stop", [&](JsonWriter& json) { json.field("id", id); });
}

std::string write_mode_command(CameraMode mode) {
  return line_of("mode", [&](JsonWriter& json) { json.field("mode", name_of(mode)); });
}

std::string write_tracking_command(std::string_view record) {
  std::string line(R"({"type":"tracking","record":)");
  line.append(record).append("}\n");
  return line;
}

}  // namespace gimbal
