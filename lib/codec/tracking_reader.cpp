#include "lib/codec/tracking_reader.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "lib/codec/message_splitter.hpp"
#include "lib/codec/tracking_formats/coco_detections.hpp"
#include "lib/codec/tracking_formats/deepstream_message.hpp"
#include "lib/codec/tracking_formats/mot_table.hpp"
#include "lib/codec/tracking_formats/onvif_metadata.hpp"
#include "lib/codec/tracking_json.hpp"

namespace gimbal {

namespace {

constexpr const char* kUnknown =
    "the message is of no format that is known: give one of record, frigate, deepstream, onvif, "
    "mot "
    "or coco";

char first_of(std::string_view text) {
  return text[text.find_first_not_of(" \t\r\n")];
}

bool is_json(std::string_view text) {
  return first_of(text) == '{' || first_of(text) == '[';
}

TrackingFormat format_of_text(std::string_view text) {
  const char first = first_of(text);
  if (first == '<') {
    return TrackingFormat::kOnvif;
  }
  return first >= '0' && first <= '9' ? TrackingFormat::kMot : TrackingFormat::kAuto;
}

/// Whether it has what only a record has. Many a message has a time.
bool has_field_of_record(const FieldReader& object) {
  constexpr std::array<std::string_view, 14> kOfRecord = {"targets",
                                                          "target_x",
                                                          "target_y",
                                                          "target_zoom",
                                                          "tracking_state",
                                                          "fallback_active",
                                                          "tracking_confidence",
                                                          "occlusion_level",
                                                          "play_phase",
                                                          "ball_velocity_x",
                                                          "tracking_mode_hint",
                                                          "court_homography_ok",
                                                          "ball_velocity_y",
                                                          "possession_side"};
  return std::any_of(kOfRecord.begin(), kOfRecord.end(),
                     [&](std::string_view field) { return object.has(field); });
}

TrackingFormat format_of_object(const FieldReader& object) {
  if (object.has("after") || object.has("before")) {
    return TrackingFormat::kFrigate;
  }
  if (object.has("objects") && (object.has("@timestamp") || object.has("sensorId"))) {
    return TrackingFormat::kDeepstream;
  }
  if (object.has("annotations") || object.has("bbox")) {
    return TrackingFormat::kCoco;
  }
  return has_field_of_record(object) ? TrackingFormat::kRecord : TrackingFormat::kAuto;
}

}  // namespace

/// One message and what it makes of the reader's state, which is kept only if all of it is well.
class TrackingReader::Message {
 public:
  Message(const State& state, JsonParser& parser, const TrackingSource& source)
      : state_(state), parser_(parser), source_(source), coco_(source) {}

  Result<Records> read(std::string_view text) {
    if (state_.format == TrackingFormat::kAuto) {
      state_.format = format_of_text(text);
    }
    if (state_.format == TrackingFormat::kOnvif) {
      auto records = read_onvif_metadata(text);
      state_.ignored += records && records->empty() ? 1U : 0U;
      return records;
    }
    if (state_.format == TrackingFormat::kMot) {
      return read_mot_table(text, source_);
    }
    if (state_.format == TrackingFormat::kAuto && !is_json(text)) {
      return Error{kUnknown};
    }
    return read_json(text);
  }

  State& state() { return state_; }

 private:
  Result<Records> read_json(std::string_view text) {
    if (std::string wrong = read_texts(text); !wrong.empty()) {
      return Error{std::move(wrong)};
    }
    auto of_images = coco_.finish();
    if (of_images) {
      std::move(of_images->begin(), of_images->end(), std::back_inserter(records_));
    }
    return of_images ? std::move(records_) : std::move(of_images);
  }

  /// What is wrong, or empty. Most messages are one JSON text; others are several that follow each
  /// other.
  std::string read_texts(std::string_view text) {
    const auto whole = parser_.parse_objects(text);
    if (whole) {
      return read_objects(*whole);
    }
    std::string wrong;
    std::size_t wrong_line = 0;
    std::size_t count = 0;
    const auto read_part = [&](std::string_view part, std::size_t line) {
      ++count;
      if (wrong.empty()) {
        const auto objects = parser_.parse_objects(part);
        wrong = objects ? read_objects(*objects) : objects.error();
        wrong_line = line;
      }
    };
    MessageSplitter splitter(text.size(), MessageSplitter::Joins::kNothing);
    splitter.feed(text, read_part, [] {});
    splitter.finish(read_part);
    return wrong.empty() || count == 1 ? wrong
                                       : "line " + std::to_string(wrong_line) + ", " + wrong;
  }

  std::string read_objects(const JsonObjects& objects) {
    for (std::size_t i = 0; i < objects.items.size(); ++i) {
      FieldReader fields(objects.items[i], objects.is_list ? "[" + std::to_string(i) + "]." : "");
      if (state_.format == TrackingFormat::kAuto) {
        state_.format = format_of_object(fields);
      }
      if (state_.format == TrackingFormat::kAuto) {
        return kUnknown;
      }
      read_object(fields);
      if (!fields.errors().empty()) {
        return fields.first_error();
      }
    }
    return "";
  }

  void read_object(FieldReader& fields) {
    switch (state_.format) {
      case TrackingFormat::kFrigate:
        take_event(state_.frigate.read(fields, source_));
        break;
      case TrackingFormat::kDeepstream:
        take(read_deepstream_message(fields, state_.deepstream_camera, source_));
        break;
      case TrackingFormat::kCoco:
        coco_.add(fields);
        break;
      default:
        read_record(fields);
    }
  }

  /// An empty one says that there is nothing; one with nothing but other fields is no record.
  void read_record(FieldReader& fields) {
    if (!fields.is_empty() && !has_field_of_record(fields)) {
      fields.add_error("targets", "Field required, or another one of a record", "missing");
      return;
    }
    records_.push_back(read_tracking_fields(fields));
  }

  /// Events of one picture that come in one message are one record.
  void take_event(std::optional<TrackingRecord> record) {
    const bool again =
        record && !records_.empty() && records_.back().timestamp == record->timestamp;
    if (again) {
      records_.pop_back();
    }
    take(std::move(record));
  }

  void take(std::optional<TrackingRecord> record) {
    if (record) {
      records_.push_back(std::move(*record));
    } else {
      ++state_.ignored;
    }
  }

  State state_;
  JsonParser& parser_;
  const TrackingSource& source_;
  CocoDetections coco_;
  Records records_;
};

Result<TrackingReader::Records> TrackingReader::read(std::string_view text) {
  if (text.size() > kMaxTrackingMessage) {
    return Error{"the message is larger than " + std::to_string(kMaxTrackingMessage) + " bytes"};
  }
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return Error{"the message is empty"};
  }
  Message message(state_, parser_, source_);
  auto records = message.read(text);
  if (records) {
    state_ = std::move(message.state());
  }
  return records;
}

}  // namespace gimbal
