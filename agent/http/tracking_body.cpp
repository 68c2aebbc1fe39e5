// The contract's words beyond a record's own, and replies around a record that is text already.
#include "agent/http/tracking_body.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "lib/codec/json_writer.hpp"
#include "lib/codec/tracking_json.hpp"

namespace gimbal {

namespace {

constexpr std::array<std::string_view, 5> kModeHints = {
    "follow_play", "follow_ball", "half_court_lock", "fast_break", "reacquire"};
constexpr std::array<std::string_view, 5> kPlayPhases = {"set_offense", "transition", "rebound",
                                                         "deadball", "free_throw"};
constexpr double kLeastUnixTime = 1e9;  // seconds; no video is as long
constexpr std::array<std::string_view, 3> kSides = {"left", "right", "unknown"};

void check_word(FieldReader& fields, std::string_view field,
                const std::optional<std::string>& given, std::span<const std::string_view> words) {
  if (!given || std::find(words.begin(), words.end(), *given) != words.end()) {
    return;
  }
  std::string message = "Input should be one of ";
  for (const std::string_view word : words) {
    message.append(word == words.front() ? "" : ", ").append(word);
  }
  fields.add_error(field, std::move(message), "value_error");
}

/// The contract knows no time of a record: what others send under its name may be of any clock and
/// form, and is no error. Of use is what names its clock, or can be of one only.
void read_time(FieldReader fields, TrackingRecord& record) {
  const auto timestamp = fields.optional_number("timestamp", {0, kMaxTimestamp});
  const std::string timebase = fields.text("timebase", "");
  const bool is_unix =
      timebase == "unix" || (!fields.has("timebase") && timestamp > kLeastUnixTime);
  if (is_unix || timebase == "pts") {
    record.timestamp = timestamp;
    record.timebase = is_unix ? Timebase::kUnix : Timebase::kPts;
  }
}

/// The job's id, the record's fields, and when it came; the object is still open.
std::string open_reply(std::string_view job_id, std::string_view record,
                       std::string_view updated_at) {
  JsonWriter head;
  head.begin_object().field("job_id", job_id);
  std::string reply = head.text();
  reply.reserve(reply.size() + record.size() + updated_at.size() + 40);
  reply.append(",").append(record.substr(1, record.size() - 2));
  reply.append(R"(,"updated_at":")").append(updated_at).append("\"");
  return reply;
}

}  // namespace

TrackingRecord read_tracking_update(FieldReader& fields) {
  TrackingRecord record = read_timeless_tracking_fields(fields);
  read_time(fields, record);
  if (!record.given.tracking_confidence) {
    fields.add_error("tracking_confidence", "Field required", "missing");
  }
  check_word(fields, "tracking_mode_hint", record.tracking_mode_hint, kModeHints);
  check_word(fields, "play_phase", record.play_phase, kPlayPhases);
  check_word(fields, "possession_side", record.possession_side, kSides);
  return record;
}

std::string tracking_update_reply(std::string_view job_id, std::string_view record,
                                  std::string_view updated_at) {
  return open_reply(job_id, record, updated_at).append("}");
}

std::string tracking_status_reply(std::string_view job_id, std::string_view record,
                                  std::string_view updated_at) {
  return open_reply(job_id, record, updated_at).append(R"(,"available":true})");
}

std::string no_tracking_reply(std::string_view job_id, std::string_view source) {
  JsonWriter json;
  json.begin_object()
      .field("job_id", job_id)
      .field("tracking_confidence", 0)
      .field("tracking_state", "lost")
      .field("fallback_active", true)
      .field("occlusion_level", 1)
      .field("source", source)
      .field("available", false)
      .end_object();
  return json.text();
}

}  // namespace gimbal
