#include "tests/camera/format_writer.hpp"

#include <cmath>
#include <ctime>
#include <iomanip>
#include <sstream>

namespace gimbal {

namespace {

/// Text with numbers of ten digits, more than any of the formats has.
std::ostringstream text_stream() {
  std::ostringstream text;
  text << std::setprecision(10);
  return text;
}

double unix_time(const TrackingRecord& record) {
  return kWriterEpoch + record.timestamp.value_or(0);
}

/// With milliseconds, as those who write dates do.
std::string date_of(double seconds) {
  const auto milliseconds = std::llround(seconds * 1000);
  const std::time_t whole = milliseconds / 1000;
  std::tm parts{};
  gmtime_r(&whole, &parts);
  std::ostringstream text;
  text << std::put_time(&parts, "%Y-%m-%dT%H:%M:%S.") << std::setw(3) << std::setfill('0')
       << milliseconds % 1000 << "Z";
  return text.str();
}

int frame_of(const TrackingRecord& record, const TrackingSource& source) {
  return 1 + static_cast<int>(std::lround(record.timestamp.value_or(0) * source.frame_rate));
}

}  // namespace

FormatWriter::Box FormatWriter::box_of(const TrackedTarget& target) const {
  const double width = target.w.value_or(0) * source_.width;
  const double height = target.h.value_or(0) * source_.height;
  return {target.x * source_.width - width / 2, target.y * source_.height - height / 2, width,
          height};
}

int FormatWriter::number_of(const std::string& id) {
  return numbers_.try_emplace(id, static_cast<int>(numbers_.size()) + 1).first->second;
}

std::string FormatWriter::write(const TrackingRecord& record) {
  switch (format_) {
    case TrackingFormat::kFrigate:
      return write_frigate(record);
    case TrackingFormat::kDeepstream:
      return write_deepstream(record);
    case TrackingFormat::kOnvif:
      return write_onvif(record);
    case TrackingFormat::kMot:
      return write_mot(record);
    case TrackingFormat::kCoco:
      return write_coco(record);
    default:
      return write_record(record);
  }
}

std::string FormatWriter::write_record(const TrackingRecord& record) {
  auto text = text_stream();
  text << R"({"timestamp":)" << record.timestamp.value_or(0) << R"(,"targets":[)";
  const char* separator = "";
  for (const TrackedTarget& target : record.targets) {
    text << separator << R"({"id":)" << number_of(target.id) << R"(,"cls":")" << target.cls
         << R"(","x":)" << target.x << R"(,"y":)" << target.y << R"(,"w":)" << target.w.value_or(0)
         << R"(,"h":)" << target.h.value_or(0) << R"(,"confidence":)" << target.confidence << "}";
    separator = ",";
  }
  text << "]}";
  return text.str();
}

/// In whole pixels. Whoever is not seen any more has ended.
std::string FormatWriter::write_frigate(const TrackingRecord& record) {
  auto text = text_stream();
  std::set<std::string> gone = std::exchange(there_, {});
  for (const TrackedTarget& target : record.targets) {
    const Box box = box_of(target);
    const bool known = gone.erase(target.id) == 1;
    there_.insert(target.id);
    text << R"({"type":")" << (known ? "update" : "new")
         << R"(","before":{},"after":{"camera":"court","id":")" << number_of(target.id)
         << R"(","frame_time":)" << std::setprecision(14) << unix_time(record)
         << std::setprecision(10) << R"(,"label":")" << target.cls << R"(","score":)"
         << target.confidence << R"(,"box":[)" << std::lround(box.left) << ","
         << std::lround(box.top) << "," << std::lround(box.left + box.width) << ","
         << std::lround(box.top + box.height) << "]}}\n";
  }
  for (const std::string& id : gone) {
    text << R"({"type":"end","before":{},"after":{"camera":"court","id":")" << number_of(id)
         << R"(","frame_time":)" << std::setprecision(14) << unix_time(record) << "}}\n";
  }
  return text.str();
}

std::string FormatWriter::write_deepstream(const TrackingRecord& record) {
  auto text = text_stream();
  text << R"({"version":"4.0","id":"1","@timestamp":")" << date_of(unix_time(record))
       << R"(","sensorId":"court","objects":[)";
  const char* separator = "";
  for (const TrackedTarget& target : record.targets) {
    const Box box = box_of(target);
    text << separator << "\"" << number_of(target.id) << "|" << box.left << "|" << box.top << "|"
         << box.left + box.width << "|" << box.top + box.height << "|" << target.cls << "|#|||||||"
         << target.confidence << "\"";
    separator = ",";
  }
  text << "]}";
  return text.str();
}

std::string FormatWriter::write_onvif(const TrackingRecord& record) {
  auto text = text_stream();
  text << R"(<?xml version="1.0"?><tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema">)"
       << R"(<tt:VideoAnalytics><tt:Frame UtcTime=")" << date_of(unix_time(record)) << "\">"
       << R"(<tt:Transformation><tt:Translate x="-1" y="1"/><tt:Scale x=")" << 2.0 / source_.width
       << R"(" y=")" << -2.0 / source_.height << R"("/></tt:Transformation>)";
  for (const TrackedTarget& target : record.targets) {
    const Box box = box_of(target);
    text << R"(<tt:Object ObjectId=")" << number_of(target.id)
         << R"("><tt:Appearance><tt:Shape><tt:BoundingBox left=")" << box.left << R"(" top=")"
         << box.top << R"(" right=")" << box.left + box.width << R"(" bottom=")"
         << box.top + box.height << R"("/></tt:Shape><tt:Class><tt:Type Likelihood=")"
         << target.confidence << "\">" << target.cls
         << "</tt:Type></tt:Class></tt:Appearance></tt:Object>";
  }
  text << "</tt:Frame></tt:VideoAnalytics></tt:MetadataStream>";
  return text.str();
}

std::string FormatWriter::write_mot(const TrackingRecord& record) {
  auto text = text_stream();
  for (const TrackedTarget& target : record.targets) {
    const Box box = box_of(target);
    text << frame_of(record, source_) << "," << number_of(target.id) << "," << box.left << ","
         << box.top << "," << box.width << "," << box.height << "," << target.confidence << ","
         << target.cls << ",1\n";
  }
  return text.str();
}

std::string FormatWriter::write_coco(const TrackingRecord& record) {
  auto text = text_stream();
  text << "[";
  const char* separator = "";
  for (const TrackedTarget& target : record.targets) {
    const Box box = box_of(target);
    text << separator << R"({"image_id":)" << frame_of(record, source_) << R"(,"category":")"
         << target.cls << R"(","bbox":[)" << box.left << "," << box.top << "," << box.width << ","
         << box.height << R"(],"score":)" << target.confidence << R"(,"track_id":)"
         << number_of(target.id) << "}";
    separator = ",";
  }
  text << "]";
  return text.str();
}

}  // namespace gimbal
