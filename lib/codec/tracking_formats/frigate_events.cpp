#include "lib/codec/tracking_formats/frigate_events.hpp"

#include <algorithm>

#include "lib/codec/tracking_formats/pixel_box.hpp"

namespace gimbal {

namespace {

/// Seconds. Frigate says at least once a minute that an object is still there; of one that has been
/// silent for so long the end was missed.
constexpr double kSilent = 120;

constexpr LengthRange kName{0, 64};

}  // namespace

std::optional<TrackingRecord> FrigateEvents::read(FieldReader& event,
                                                  const TrackingSource& source) {
  const std::string type = event.required_text("type");
  if (type != "new" && type != "update" && type != "end") {
    return std::nullopt;
  }
  auto after = event.part("after");
  if (!after) {
    event.add_error("after", "Field required", "missing");
    return std::nullopt;
  }
  const bool ours = camera_.takes(*after, "camera", source.camera);
  const std::string id = after->required_text("id", {1, kName.max});
  const double time = after->required_number("frame_time", {0, kMaxTimestamp});
  if (ours && type == "end") {
    objects_.erase(id);
  } else if (ours) {
    see(*after, id, time, source);
  }
  event.add_errors(*after);
  if (!ours) {
    return std::nullopt;
  }
  forget(time);
  TrackingRecord record;
  record.timestamp = time;
  record.timebase = Timebase::kUnix;
  record.source = "frigate";
  record.targets.reserve(objects_.size());
  for (const auto& [name, sight] : objects_) {
    record.targets.push_back(sight.target);
  }
  return record;
}

void FrigateEvents::see(FieldReader& after, const std::string& id, double time,
                        const TrackingSource& source) {
  PixelBoxes boxes;
  const auto box = after.numbers("box", 4);
  if (box.empty()) {
    if (!after.has("box")) {
      after.add_error("box", "Field required", "missing");
    }
    return;
  }
  auto target = boxes.target({box[0], box[1], box[2], box[3]}, size_of(source));
  const std::string wrong = boxes.error() + boxes.complaint();
  if (!target) {
    after.add_error("box", wrong, "value_error");
    return;
  }
  target->id = id;
  target->cls = after.text("label", "", kName);
  target->confidence = after.number("score", target->confidence, {0, 1});
  objects_[id] = {time, *target};
}

void FrigateEvents::forget(double now) {
  std::erase_if(objects_, [&](const auto& entry) { return entry.second.time < now - kSilent; });
  while (objects_.size() > kMaxTargets) {
    objects_.erase(std::min_element(
        objects_.begin(), objects_.end(),
        [](const auto& a, const auto& b) { return a.second.time < b.second.time; }));
  }
}

}  // namespace gimbal
