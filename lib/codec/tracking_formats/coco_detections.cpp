#include "lib/codec/tracking_formats/coco_detections.hpp"

#include <limits>
#include <utility>

#include "lib/base/utc_time.hpp"

namespace gimbal {

namespace {

constexpr std::size_t kMostItems = 100'000;  // of one dataset; a megabyte holds fewer
constexpr LengthRange kName{0, 64};
constexpr int kLargestInt = std::numeric_limits<int>::max();

}  // namespace

std::string image_of_coco_result(JsonParser& parser, std::string_view text) {
  if (text.find("image_id") == std::string_view::npos) {
    return "";  // no need to read it
  }
  const auto object = parser.parse_object(text);
  FieldReader result(object ? *object : JsonObject());
  return object && result.has("bbox") ? result.name("image_id") : "";
}

void CocoDetections::add(FieldReader& object) {
  if (object.has("annotations")) {
    add_dataset(object);
  } else {
    add_box(object);
  }
}

void CocoDetections::add_dataset(FieldReader& dataset) {
  for (FieldReader& category : dataset.objects("categories", kMostItems)) {
    const int id = category.required_integer("id", 0, kLargestInt);
    categories_[id] = category.required_text("name", kName);
    dataset.add_errors(category);
  }
  for (FieldReader& image : dataset.objects("images", kMostItems)) {
    add_image(image);
    dataset.add_errors(image);
  }
  for (FieldReader& box : dataset.objects("annotations", kMostItems)) {
    add_box(box);
    dataset.add_errors(box);
  }
}

/// One without boxes is a picture in which nothing was seen.
void CocoDetections::add_image(FieldReader& image) {
  constexpr int kLargestSide = 1 << 20;
  const int id = image.required_integer("id", kFirstFrame, kLastFrame);
  sizes_[id] = {static_cast<double>(image.integer("width", 0, 0, kLargestSide)),
                static_cast<double>(image.integer("height", 0, 0, kLargestSide))};
  TrackingRecord& record = records_.at(id);
  if (image.has("date_captured")) {
    record.timestamp = parse_utc_time(image.text("date_captured", ""));
    record.timebase = Timebase::kUnix;
    if (!record.timestamp) {
      image.add_error("date_captured", "Input should be a time such as 2026-01-31 12:00:00",
                      "value_error");
    }
  }
}

void CocoDetections::add_box(FieldReader& box) {
  const int image = box.required_integer("image_id", kFirstFrame, kLastFrame);
  const auto edges = box.numbers("bbox", 4);
  if (edges.empty() && !box.has("bbox")) {
    box.add_error("bbox", "Field required", "missing");
  }
  const std::string cls = class_of(box);
  const double score = box.number("score", 1, {0, 1});
  const std::string id = box.name(box.has("track_id") ? "track_id" : "instance_id", kName);
  // A region full of people is no target.
  if (!box.errors().empty() || box.integer("iscrowd", 0, 0, 1) == 1) {
    return;
  }
  auto target =
      boxes_.target({edges[0], edges[1], edges[0] + edges[2], edges[1] + edges[3]}, size_of(image));
  if (!boxes_.error().empty()) {
    box.add_error("bbox", boxes_.error(), "value_error");
    return;
  }
  std::vector<TrackedTarget>& targets = records_.at(image).targets;
  if (!target) {
    return;
  }
  if (targets.size() == kMaxTargets) {
    box.add_error("image_id",
                  "Input should have at most " + std::to_string(kMaxTargets) + " boxes an image",
                  "value_error");
    return;
  }
  target->id = id == "-1" ? "" : id;  // not tracked
  target->cls = cls;
  target->confidence = score;
  targets.push_back(std::move(*target));
}

/// Its name where there is one, and otherwise its number.
std::string CocoDetections::class_of(FieldReader& box) {
  if (box.has("category")) {
    return box.text("category", "", kName);
  }
  if (!box.has("category_id")) {
    return "";
  }
  const int id = box.integer("category_id", 0, 0, kLargestInt);
  const auto named = categories_.find(id);
  return named == categories_.end() ? std::to_string(id) : named->second;
}

PixelSize CocoDetections::size_of(int image) const {
  const auto said = sizes_.find(image);
  return said != sizes_.end() && said->second.width > 0 && said->second.height > 0
             ? said->second
             : gimbal::size_of(source_);
}

Result<std::vector<TrackingRecord>> CocoDetections::finish() {
  if (std::string complaint = boxes_.complaint(); !complaint.empty()) {
    return Error{std::move(complaint)};
  }
  return records_.finish(source_.frame_rate);
}

}  // namespace gimbal
