#include "lib/codec/tracking_formats/deepstream_message.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/text.hpp"
#include "lib/base/utc_time.hpp"
#include "lib/codec/tracking_formats/pixel_box.hpp"

namespace gimbal {

namespace {

constexpr std::string_view kUntracked = "18446744073709551615";  // UINT64_MAX
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLeast = 6;  // id|left|top|right|bottom|class

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t end = 0;
  while ((end = text.find('|')) != std::string_view::npos) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

/// The last value of the attributes, which stand behind a '#', up to the next '#'. One that is
/// absent or negative (a tracker's guess where the detector saw nothing) says nothing. Empty where
/// it is no confidence.
std::optional<double> confidence_of(const std::vector<std::string_view>& parts) {
  if (parts.size() <= kLeast + 1 || parts[kLeast] != "#") {
    return 1;
  }
  std::size_t last = kLeast + 1;
  while (last + 1 < parts.size() && parts[last + 1] != "#") {
    ++last;
  }
  const auto value = parts[last].empty() ? std::optional(1.0) : parse_number(parts[last]);
  if (!value || *value > 1) {
    return std::nullopt;
  }
  return *value < 0 ? 1 : *value;
}

class ObjectReader {
 public:
  explicit ObjectReader(const TrackingSource& source) : size_(size_of(source)) {}

  /// Empty where the object lies outside of the picture, or `error` says what is wrong with it.
  std::optional<TrackedTarget> read(std::string_view text) {
    error_.clear();
    const std::vector<std::string_view> parts = split(text);
    if (parts.size() < kLeast) {
      error_ = "Input should be \"id|left|top|right|bottom|class\"";
      return std::nullopt;
    }
    const auto box = box_of(parts);
    const auto confidence = confidence_of(parts);
    if (!box) {
      error_ = "left, top, right and bottom should be numbers";
    } else if (parts[0].size() > kLongestName || parts[5].size() > kLongestName) {
      error_ = "id and class should have 0 to 64 bytes";
    } else if (!confidence) {
      error_ = "the confidence should be between 0 and 1";
    }
    if (!error_.empty()) {
      return std::nullopt;
    }
    auto target = boxes_.target(*box, size_);
    error_ = boxes_.error();
    if (target) {
      target->id = parts[0] == kUntracked ? "" : parts[0];
      target->cls = parts[5];
      target->confidence = *confidence;
    }
    return target;
  }

  const std::string& error() const { return error_; }
  std::string complaint() const { return boxes_.complaint(); }

 private:
  static std::optional<PixelBox> box_of(const std::vector<std::string_view>& parts) {
    std::array<double, 4> edges{};
    for (std::size_t i = 0; i < edges.size(); ++i) {
      const auto edge = parse_number(parts[i + 1]);
      if (!edge) {
        return std::nullopt;
      }
      edges[i] = *edge;
    }
    return PixelBox{edges[0], edges[1], edges[2], edges[3]};
  }

  PixelSize size_;
  PixelBoxes boxes_;
  std::string error_;
};

void read_objects(FieldReader& message, const TrackingSource& source,
                  std::vector<TrackedTarget>& targets) {
  ObjectReader reader(source);
  std::size_t index = 0;
  for (const std::string_view text : message.texts("objects", kMaxTargets)) {
    if (auto target = reader.read(text)) {
      targets.push_back(*target);
    } else if (!reader.error().empty()) {
      message.add_error("objects[" + std::to_string(index) + "]", reader.error(), "value_error");
    }
    ++index;
  }
  if (const std::string complaint = reader.complaint(); !complaint.empty()) {
    message.add_error("objects", complaint, "value_error");
  }
}

}  // namespace

std::optional<TrackingRecord> read_deepstream_message(FieldReader& message, OneCamera& camera,
                                                      const TrackingSource& source) {
  if (!camera.takes(message, "sensorId", source.camera)) {
    return std::nullopt;
  }
  TrackingRecord record;
  record.source = "deepstream";
  record.timebase = Timebase::kUnix;
  if (message.has("@timestamp")) {
    record.timestamp = parse_utc_time(message.text("@timestamp", ""));
    if (!record.timestamp) {
      message.add_error("@timestamp", "Input should be a time such as 2026-01-31T12:00:00.000Z",
                        "value_error");
    }
  }
  if (!message.has("objects")) {
    message.add_error("objects", "Field required", "missing");
  }
  read_objects(message, source, record.targets);
  return record;
}

}  // namespace gimbal
