#include "tests/camera/record_json.hpp"

#include "lib/codec/json_writer.hpp"

namespace gimbal {

namespace {

void write_optional(JsonWriter& json, const char* name, const std::optional<double>& number) {
  if (number) {
    json.field(name, *number);
  }
}

void write_target(JsonWriter& json, const TrackedTarget& target) {
  json.begin_object().field("id", target.id).field("cls", target.cls);
  json.field("x", target.x).field("y", target.y).field("confidence", target.confidence);
  write_optional(json, "w", target.w);
  write_optional(json, "h", target.h);
  json.end_object();
}

}  // namespace

std::string json_of(const TrackingRecord& record) {
  JsonWriter json;
  json.begin_object();
  write_optional(json, "timestamp", record.timestamp);
  json.field("timebase", record.timebase == Timebase::kPts ? "pts" : "unix");
  json.field("tracking_state", record.tracking_state);
  write_optional(json, "target_x", record.target_x);
  write_optional(json, "target_y", record.target_y);
  write_optional(json, "target_zoom", record.target_zoom);
  json.key("targets").begin_array();
  for (const TrackedTarget& target : record.targets) {
    write_target(json, target);
  }
  json.end_array().end_object();
  return json.text();
}

}  // namespace gimbal
