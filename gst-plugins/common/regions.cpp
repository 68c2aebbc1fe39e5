#include "gst-plugins/common/regions.hpp"

#include <algorithm>
#include <vector>

#include "gst-plugins/common/roi_meta.hpp"
#include "gst-plugins/support/version_shims.hpp"
#if GIMBAL_HAVE_GST_ANALYTICS
#include "gst-plugins/common/analytics.hpp"
#endif

namespace gimbal {

namespace {

/// Elements that number nothing give every region the same number: then it names none of them.
std::string id_of(const Box& box, const std::vector<Box>& all) {
  const auto same =
      std::count_if(all.begin(), all.end(), [&](const Box& other) { return other.id == box.id; });
  return same == 1 ? std::to_string(box.id) : "";
}

std::vector<TrackedTarget> targets_on(GstBuffer* frame, const PictureShape& picture) {
  std::vector<TrackedTarget> targets;
  const std::vector<Box> boxes = get_roi_metas(frame);
  targets.reserve(boxes.size());
  for (const Box& box : boxes) {
    targets.push_back(target_of_box(box, id_of(box, boxes), picture));
  }
#if GIMBAL_HAVE_GST_ANALYTICS
  const std::vector<TrackedTarget> more = analytics_targets(frame, picture);
  targets.insert(targets.end(), more.begin(), more.end());
#endif
  return targets;
}

}  // namespace

TrackedTarget target_of_box(const Box& box, const std::string& id, const PictureShape& picture) {
  const double left = std::clamp(box.x / picture.width, 0.0, 1.0);
  const double top = std::clamp(box.y / picture.height, 0.0, 1.0);
  const double right = std::clamp((box.x + box.w) / picture.width, 0.0, 1.0);
  const double bottom = std::clamp((box.y + box.h) / picture.height, 0.0, 1.0);
  TrackedTarget target;
  target.id = id;
  target.cls = box.label;
  target.x = (left + right) / 2;
  target.y = (top + bottom) / 2;
  target.w = right - left;
  target.h = bottom - top;
  target.confidence = std::clamp(box.confidence, 0.0, 1.0);
  return target;
}

std::optional<TrackingRecord> record_of_regions(GstBuffer* frame, const PictureShape& picture) {
  TrackingRecord record;
  record.targets = targets_on(frame, picture);
  if (record.targets.empty()) {
    return std::nullopt;
  }
  record.tracking_state = "stable";
  record.source = "regions";
  return record;
}

}  // namespace gimbal
