#include "lib/codec/tracking_json.hpp"

namespace gimbal {

namespace {

constexpr NumberRange kPart{0, 1};
constexpr NumberRange kSpeed{-kMaxTargetSpeed, kMaxTargetSpeed};
constexpr LengthRange kName{0, 64};
// Lengths of the runner API.
constexpr LengthRange kState{3, 32};
constexpr LengthRange kSource{2, 32};
constexpr LengthRange kHint{1, 32};

std::optional<std::string> optional_text(FieldReader& fields, std::string_view field) {
  std::string text = fields.text(field, "", kHint);
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

Timebase read_timebase(FieldReader& fields) {
  const std::string name = fields.text("timebase", "pts");
  if (name != "pts" && name != "unix") {
    fields.add_error("timebase", "Input should be \"pts\" or \"unix\"", "value_error");
  }
  return name == "unix" ? Timebase::kUnix : Timebase::kPts;
}

TrackedTarget read_target(FieldReader& fields) {
  TrackedTarget target;
  target.id = fields.name("id", kName);
  target.cls = fields.text("cls", "", kName);
  target.x = fields.required_number("x", kPart);
  target.y = fields.required_number("y", kPart);
  target.w = fields.optional_number("w", kPart);
  target.h = fields.optional_number("h", kPart);
  target.confidence = fields.number("confidence", target.confidence, kPart);
  target.vx = fields.optional_number("vx", kSpeed);
  target.vy = fields.optional_number("vy", kSpeed);
  return target;
}

template <class T>
void write_optional(JsonWriter& json, std::string_view field, const std::optional<T>& value) {
  if (value) {
    json.field(field, *value);
  }
}

void write_target(JsonWriter& json, const TrackedTarget& target) {
  json.begin_object();
  if (!target.id.empty()) {
    json.field("id", std::string_view(target.id));
  }
  if (!target.cls.empty()) {
    json.field("cls", std::string_view(target.cls));
  }
  json.field("x", target.x).field("y", target.y);
  write_optional(json, "w", target.w);
  write_optional(json, "h", target.h);
  json.field("confidence", target.confidence);
  write_optional(json, "vx", target.vx);
  write_optional(json, "vy", target.vy);
  json.end_object();
}

}  // namespace

TrackingRecord read_tracking_fields(FieldReader& fields) {
  const std::optional<double> timestamp = fields.optional_number("timestamp", {0, kMaxTimestamp});
  const Timebase timebase = read_timebase(fields);
  TrackingRecord record = read_timeless_tracking_fields(fields);
  record.timestamp = timestamp;
  record.timebase = timebase;
  return record;
}

TrackingRecord read_timeless_tracking_fields(FieldReader& fields) {
  TrackingRecord record;
  for (FieldReader& target : fields.objects("targets", kMaxTargets)) {
    record.targets.push_back(read_target(target));
    fields.add_errors(target);
  }
  record.target_x = fields.optional_number("target_x", kPart);
  record.target_y = fields.optional_number("target_y", kPart);
  record.target_zoom = fields.optional_number("target_zoom", {kMinTargetZoom, kMaxTargetZoom});
  record.tracking_confidence =
      fields.number("tracking_confidence", record.tracking_confidence, kPart);
  record.tracking_state = fields.text("tracking_state", record.tracking_state, kState);
  record.fallback_active = fields.flag("fallback_active", record.fallback_active);
  record.occlusion_level = fields.number("occlusion_level", record.occlusion_level, kPart);
  record.source = fields.text("source", record.source, kSource);
  record.given = {.tracking_confidence = fields.has("tracking_confidence"),
                  .tracking_state = fields.has("tracking_state"),
                  .fallback_active = fields.has("fallback_active"),
                  .occlusion_level = fields.has("occlusion_level")};
  record.tracking_mode_hint = optional_text(fields, "tracking_mode_hint");
  record.play_phase = optional_text(fields, "play_phase");
  record.ball_velocity_x = fields.optional_number("ball_velocity_x", kSpeed);
  record.ball_velocity_y = fields.optional_number("ball_velocity_y", kSpeed);
  record.possession_side = optional_text(fields, "possession_side");
  record.court_homography_ok = fields.optional_flag("court_homography_ok");
  return record;
}

Result<TrackingRecord> read_tracking_record(JsonParser& parser, std::string_view text) {
  const auto object = parser.parse_object(text);
  if (!object) {
    return Error{object.error()};
  }
  FieldReader fields(*object);
  TrackingRecord record = read_tracking_fields(fields);
  if (!fields.errors().empty()) {
    return Error{fields.first_error()};
  }
  return record;
}

void write_tracking_fields(JsonWriter& json, const TrackingRecord& record) {
  if (record.timestamp) {
    json.field("timestamp", *record.timestamp)
        .field("timebase", record.timebase == Timebase::kUnix ? "unix" : "pts");
  }
  json.key("targets").begin_array();
  for (const TrackedTarget& target : record.targets) {
    write_target(json, target);
  }
  json.end_array();
  write_optional(json, "target_x", record.target_x);
  write_optional(json, "target_y", record.target_y);
  write_optional(json, "target_zoom", record.target_zoom);
  json.field("tracking_confidence", record.tracking_confidence)
      .field("tracking_state", std::string_view(record.tracking_state))
      .field("fallback_active", record.fallback_active)
      .field("occlusion_level", record.occlusion_level)
      .field("source", std::string_view(record.source));
  write_optional(json, "tracking_mode_hint", record.tracking_mode_hint);
  write_optional(json, "play_phase", record.play_phase);
  write_optional(json, "ball_velocity_x", record.ball_velocity_x);
  write_optional(json, "ball_velocity_y", record.ball_velocity_y);
  write_optional(json, "possession_side", record.possession_side);
  write_optional(json, "court_homography_ok", record.court_homography_ok);
}

std::string write_tracking_record(const TrackingRecord& record) {
  JsonWriter json;
  json.begin_object();
  write_tracking_fields(json, record);
  json.end_object();
  return json.text();
}

}  // namespace gimbal
