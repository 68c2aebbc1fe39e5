#include "tests/gst-plugins/virtualptz/detector_writers.hpp"

#include <cmath>
#include <ctime>
#include <stdexcept>

#include "lib/base/text.hpp"
#include "lib/codec/json_writer.hpp"
#include "lib/codec/tracking_json.hpp"

namespace gimbal {

namespace {

/// To a microsecond: "2026-01-31T12:00:00.250000Z".
std::string utc_text(double unix_time) {
  const auto second = static_cast<std::time_t>(std::floor(unix_time));
  std::tm parts{};
  gmtime_r(&second, &parts);
  char date[32];
  std::strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts);
  char fraction[16];
  std::snprintf(fraction, sizeof fraction, "%.6f", unix_time - std::floor(unix_time));
  return date + std::string(fraction + 1) + "Z";
}

std::string joined(const std::vector<std::string>& cells, const char* between) {
  std::string text;
  for (const std::string& cell : cells) {
    text.append(text.empty() ? "" : between).append(cell);
  }
  return text;
}

std::string record(const Sight& sight) {
  TrackingRecord record;
  record.timestamp = sight.pts;
  for (const Box& box : sight.boxes) {
    TrackedTarget target;
    target.id = std::to_string(box.id);
    target.cls = box.label;
    target.x = (box.x + box.w / 2) / sight.width;
    target.y = (box.y + box.h / 2) / sight.height;
    target.w = box.w / sight.width;
    target.h = box.h / sight.height;
    target.confidence = box.confidence;
    record.targets.push_back(target);
  }
  return write_tracking_record(record);
}

std::string frigate(const Sight& sight) {
  std::string text;
  for (const Box& box : sight.boxes) {
    JsonWriter json;
    json.begin_object().field("type", "update").key("before").null().key("after").begin_object();
    json.field("id", std::string_view(std::to_string(box.id)));
    json.field("frame_time", sight.unix_time).field("label", std::string_view(box.label));
    json.field("score", box.confidence).key("box").begin_array();
    json.value(box.x).value(box.y).value(box.x + box.w).value(box.y + box.h);
    json.end_array().end_object().end_object();
    text += json.text();
  }
  return text;
}

std::string deepstream(const Sight& sight) {
  JsonWriter json;
  json.begin_object().field("@timestamp", std::string_view(utc_text(sight.unix_time)));
  json.key("objects").begin_array();
  for (const Box& box : sight.boxes) {
    json.value(
        std::string_view(joined({std::to_string(box.id), format_number(box.x), format_number(box.y),
                                 format_number(box.x + box.w), format_number(box.y + box.h),
                                 box.label, "#", format_number(box.confidence)},
                                "|")));
  }
  json.end_array().end_object();
  return json.text();
}

/// From -1 to 1, with y up.
std::string onvif(const Sight& sight) {
  const auto across = [&](double x) { return format_number(2 * x / sight.width - 1); };
  const auto up = [&](double y) { return format_number(1 - 2 * y / sight.height); };
  std::string text =
      "<tt:MetadataStream xmlns:tt=\"http://www.onvif.org/ver10/schema\">"
      "<tt:VideoAnalytics><tt:Frame UtcTime=\"";
  text.append(utc_text(sight.unix_time)).append("\">");
  for (const Box& box : sight.boxes) {
    text.append("<tt:Object ObjectId=\"").append(std::to_string(box.id));
    text.append("\"><tt:Appearance><tt:Shape><tt:BoundingBox left=\"").append(across(box.x));
    text.append("\" top=\"").append(up(box.y));
    text.append("\" right=\"").append(across(box.x + box.w));
    text.append("\" bottom=\"").append(up(box.y + box.h));
    text.append("\"/></tt:Shape><tt:Class><tt:Type Likelihood=\"");
    text.append(format_number(box.confidence)).append("\">").append(box.label);
    text.append("</tt:Type></tt:Class></tt:Appearance></tt:Object>");
  }
  return text + "</tt:Frame></tt:VideoAnalytics></tt:MetadataStream>";
}

std::string mot(const Sight& sight) {
  std::string text;
  for (const Box& box : sight.boxes) {
    text += joined({std::to_string(sight.frame + 1), std::to_string(box.id), format_number(box.x),
                    format_number(box.y), format_number(box.w), format_number(box.h),
                    format_number(box.confidence), box.label, "1"},
                   ",");
    text += '\n';
  }
  return text;
}

std::string coco(const Sight& sight) {
  JsonWriter json;
  json.begin_array();
  for (const Box& box : sight.boxes) {
    json.begin_object().field("image_id", sight.frame + 1);
    json.field("category", std::string_view(box.label)).field("score", box.confidence);
    json.field("track_id", box.id).key("bbox").begin_array();
    json.value(box.x).value(box.y).value(box.w).value(box.h).end_array().end_object();
  }
  json.end_array();
  return json.text();
}

}  // namespace

std::string write_sight(TrackingFormat format, const Sight& sight) {
  switch (format) {
    case TrackingFormat::kRecord:
      return record(sight);
    case TrackingFormat::kFrigate:
      return frigate(sight);
    case TrackingFormat::kDeepstream:
      return deepstream(sight);
    case TrackingFormat::kOnvif:
      return onvif(sight);
    case TrackingFormat::kMot:
      return mot(sight);
    case TrackingFormat::kCoco:
      return coco(sight);
    case TrackingFormat::kAuto:
      break;
  }
  throw std::invalid_argument("no detector writes that");
}

}  // namespace gimbal
