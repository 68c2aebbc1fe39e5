#include "tests/camera/box_detector.hpp"

#include "lib/scene/scene.hpp"

namespace gimbal {

namespace {

constexpr int kWidth = 1920;  // boxes are exact at any size; this is the court's shape
constexpr int kHeight = 1080;

/// Where a box is thought to be, unless it is missed.
std::optional<TrackedTarget> seen(const Box& box, double crop_width, const DetectorNoise& noise,
                                  Chance& chance) {
  const DetectionError error = draw_error(noise, chance);
  const double confidence = error.outlier ? chance.between(0.3, 0.6) : chance.between(0.6, 1);
  constexpr double kShape = static_cast<double>(kWidth) / kHeight;
  TrackedTarget target;
  target.id = std::to_string(box.id);
  target.cls = box.label;
  target.x = (box.x + box.w / 2) / kWidth + error.dx * crop_width;
  target.y = (box.y + box.h / 2) / kHeight + error.dy * crop_width * kShape;
  target.w = box.w / kWidth;
  target.h = box.h / kHeight;
  target.confidence = confidence;
  const bool inside = target.x >= 0 && target.x <= 1 && target.y >= 0 && target.y <= 1;
  return error.missed || !inside ? std::nullopt : std::optional(target);
}

}  // namespace

std::vector<LateRecord> court_records(const Trace& trace, const DetectorNoise& noise,
                                      std::uint64_t seed) {
  Chance chance(seed);
  const std::vector<double> blind_from =
      dropouts(trace, noise, chance.between(0.3, 1) * noise.dropout_every);
  std::vector<LateRecord> records;
  for (int number = 0; number / noise.rate < trace.seconds; ++number) {
    const double time = number / noise.rate;
    LateRecord late{time + noise.latency, {}};
    late.record.timestamp = time;
    late.record.tracking_state = "stable";
    for (const Box& box : scene_boxes(Scene::kCourt, time, kWidth, kHeight, seed)) {
      if (const auto target = seen(box, trace.crop_width(), noise, chance)) {
        late.record.targets.push_back(*target);
      }
    }
    if (!is_blind(time, blind_from, noise)) {
      records.push_back(late);
    }
  }
  return records;
}

}  // namespace gimbal
