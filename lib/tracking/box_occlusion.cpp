#include "lib/tracking/box_occlusion.hpp"

#include <algorithm>

namespace gimbal {

namespace {

struct Extent {
  double low = 0;
  double high = 0;
};

struct Area {
  Extent x;
  Extent y;
};

double overlap(const Extent& a, const Extent& b) {
  return std::max(0.0, std::min(a.high, b.high) - std::max(a.low, b.low));
}

double overlap(const Area& a, const Area& b) {
  return overlap(a.x, b.x) * overlap(a.y, b.y);
}

std::vector<Area> areas_of(const std::vector<TrackedTarget>& targets) {
  std::vector<Area> areas;
  areas.reserve(targets.size());
  for (const TrackedTarget& target : targets) {
    const double w = target.w.value_or(0);
    const double h = target.h.value_or(0);
    const Area area{{target.x - w / 2, target.x + w / 2}, {target.y - h / 2, target.y + h / 2}};
    if (overlap(area, area) > 0) {  // there are sizes that vanish beside a place
      areas.push_back(area);
    }
  }
  return areas;
}

double covered_share(const Area& area, const std::vector<Area>& all) {
  double most = 0;
  for (const Area& other : all) {
    if (&other != &area) {
      most = std::max(most, overlap(area, other));
    }
  }
  return most / overlap(area, area);
}

}  // namespace

double occlusion_of(const std::vector<TrackedTarget>& targets) {
  const std::vector<Area> areas = areas_of(targets);
  double sum = 0;
  for (const Area& area : areas) {
    sum += covered_share(area, areas);
  }
  return areas.empty() ? 0 : std::min(1.0, sum / static_cast<double>(areas.size()));
}

}  // namespace gimbal
