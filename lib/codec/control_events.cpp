// The control protocol, from the stream.
#include "lib/codec/control_line.hpp"
#include "lib/codec/control_protocol.hpp"
#include "lib/codec/framing_json.hpp"

namespace gimbal {

namespace {

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
  if (const auto latency = fields.optional_number("latency", {0, 1.8e19})) {
    stats.latency_ns = static_cast<std::uint64_t>(*latency);
  }
  stats.mode = fields.text("mode", "");
  stats.steering = fields.text("steering", "");
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
  if (stats.latency_ns) {
    json.field("latency", *stats.latency_ns);
  }
  if (stats.crop) {
    write_crop(json.key("crop"), *stats.crop);
  }
  if (!stats.mode.empty()) {
    json.field("mode", stats.mode);
  }
  if (!stats.steering.empty()) {
    json.field("steering", stats.steering);
  }
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
      if (event.framing) {
        write_framing(json, *event.framing);
      }
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
    const bool of_camera = fields.has("zoom");
    return AppliedEvent{
        read_id(fields), pts,
        of_camera ? std::optional<Framing>(read_framing(fields, kMaxZoom)) : std::nullopt};
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
