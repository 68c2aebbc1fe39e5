#include "lib/codec/control_protocol.hpp"

#include "lib/codec/framing_json.hpp"
#include "lib/codec/json_writer.hpp"

namespace gimbal {

namespace {

constexpr double kLargestId = 9007199254740992.0;  // 2^53: whole in a double

std::uint64_t read_id(FieldReader& fields) {
  return static_cast<std::uint64_t>(fields.number("id", 0, {0, kLargestId}));
}

StreamStats read_stats(FieldReader& fields) {
  StreamStats stats;
  stats.frames = static_cast<std::uint64_t>(fields.number("frames", 0, {0, kLargestId}));
  stats.bytes = static_cast<std::uint64_t>(fields.number("bytes", 0, {0, kLargestId}));
  stats.drops = static_cast<std::uint64_t>(fields.number("drops", 0, {0, kLargestId}));
  stats.rebuilds = static_cast<std::uint64_t>(fields.number("rebuilds", 0, {0, kLargestId}));
  stats.fps = fields.number("fps", 0);
  stats.bitrate = fields.number("bitrate", 0);
  stats.encoder = fields.text("encoder", "");
  stats.path = fields.text("path", "");
  if (const auto object = fields.object("crop")) {
    FieldReader crop(*object);
    stats.crop = CropRect{crop.number("x", 0), crop.number("y", 0), crop.number("w", 0),
                          crop.number("h", 0)};
  }
  return stats;
}

void write_stats(JsonWriter& json, const StreamStats& stats) {
  json.field("frames", stats.frames)
      .field("bytes", stats.bytes)
      .field("drops", stats.drops)
      .field("rebuilds", stats.rebuilds)
      .field("fps", stats.fps)
      .field("bitrate", stats.bitrate)
      .field("encoder", stats.encoder)
      .field("path", stats.path);
  if (stats.crop) {
    write_crop(json.key("crop"), *stats.crop);
  }
}

/// `{"type": …, …}` and a newline; `fill` writes what follows the type.
template <class Fill>
std::string line_of(std::string_view type, const Fill& fill) {
  JsonWriter json;
  json.begin_object().field("type", type);
  fill(json);
  json.end_object();
  return json.text() + "\n";
}

struct EventWriter {
  std::string operator()(const HelloEvent& event) const {
    return line_of("hello", [&](JsonWriter& json) {
      json.field("protocol", "gimbal-control").field("version", event.version);
    });
  }
  std::string operator()(const AppliedEvent& event) const {
    return line_of("applied", [&](JsonWriter& json) {
      json.field("id", event.id).field("pts", event.pts_ns);
      write_framing(json, event.framing);
    });
  }
  std::string operator()(const RefusedEvent& event) const {
    return line_of("refused", [&](JsonWriter& json) {
      json.field("id", event.id).field("reason", event.reason);
    });
  }
  std::string operator()(const StateEvent& event) const {
    return line_of("state", [&](JsonWriter& json) { json.field("state", event.state); });
  }
  std::string operator()(const ErrorEvent& event) const {
    return line_of("error", [&](JsonWriter& json) { json.field("message", event.message); });
  }
  std::string operator()(const StatsEvent& event) const {
    return line_of("stats", [&](JsonWriter& json) {
      json.field("id", event.id);
      write_stats(json, event.stats);
    });
  }
};

ControlEvent event_of(std::string_view type, FieldReader& fields) {
  if (type == "hello") {
    return HelloEvent{fields.integer("version", 0, 0, 1 << 30)};
  }
  if (type == "applied") {
    const auto pts = static_cast<std::uint64_t>(fields.number("pts", 0, {0, 1.8e19}));
    return AppliedEvent{read_id(fields), pts, read_framing(fields, kMaxZoom)};
  }
  if (type == "refused") {
    return RefusedEvent{read_id(fields), fields.text("reason", "")};
  }
  if (type == "state") {
    return StateEvent{fields.required_text("state")};
  }
  if (type == "error") {
    return ErrorEvent{fields.required_text("message")};
  }
  if (type == "stats") {
    return StatsEvent{read_id(fields), read_stats(fields)};
  }
  fields.add_error("type", "Unknown type \"" + std::string(type) + "\"", "value_error");
  return HelloEvent{};
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
  const std::string type = fields.required_text("type");
  if (type == "ptz") {
    command.what = PtzCommand{read_framing(fields, kMaxZoom)};
  } else if (type == "stop") {
    command.what = StopCommand{};
  } else if (type == "stats") {
    command.what = StatsCommand{};
  } else if (!type.empty()) {
    fields.add_error("type", "Unknown type; known are ptz, stats, stop", "value_error");
  }
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

std::string write_event(const ControlEvent& event) {
  return std::visit(EventWriter{}, event);
}

Result<ControlEvent> read_event(JsonParser& parser, std::string_view line) {
  const auto object = parser.parse_object(line);
  if (!object) {
    return Error{object.error()};
  }
  FieldReader fields(*object);
  const std::string type = fields.required_text("type");
  const ControlEvent event = event_of(type, fields);
  if (!fields.errors().empty()) {
    return Error{fields.first_error()};
  }
  return event;
}

}  // namespace gimbal
