#include "lib/camera/target_group.hpp"

#include <cmath>

namespace gimbal {

namespace {

constexpr double kDenser = 1.5;  // so many times, to change the group
constexpr int kSteps = 30;
constexpr double kStill = 1e-5;  // a step that ends the search, in the points' unit

double bell(PlanePoint a, PlanePoint b, double reach) {
  const double x = (a.x - b.x) / reach;
  const double y = (a.y - b.y) / reach;
  const double inside = 1 - x * x - y * y;
  return inside > 0 ? inside * inside : 0;
}

double density(const std::vector<GroupPoint>& points, PlanePoint place, double reach) {
  double sum = 0;
  for (const GroupPoint& point : points) {
    sum += point.weight * bell(point.at, place, reach);
  }
  return sum;
}

PlanePoint middle_from(const std::vector<GroupPoint>& points, PlanePoint place, double reach) {
  for (int step = 0; step < kSteps; ++step) {
    double sum = 0;
    PlanePoint mean{0, 0};
    for (const GroupPoint& point : points) {
      const double part = point.weight * bell(point.at, place, reach);
      sum += part;
      mean.x += part * point.at.x;
      mean.y += part * point.at.y;
    }
    if (sum <= 0) {
      return place;
    }
    const PlanePoint next{mean.x / sum, mean.y / sum};
    const double way = std::hypot(next.x - place.x, next.y - place.y);
    place = next;
    if (way < kStill) {
      break;
    }
  }
  return place;
}

PlanePoint densest(const std::vector<GroupPoint>& points, double reach) {
  PlanePoint best = points.front().at;
  double most = -1;
  for (const GroupPoint& point : points) {
    const double here = density(points, point.at, reach);
    if (here > most) {
      most = here;
      best = point.at;
    }
  }
  return middle_from(points, best, reach);
}

}  // namespace

std::optional<PlanePoint> TargetGroup::find(std::vector<GroupPoint>& points, double reach) {
  if (points.empty()) {
    center_.reset();
    return center_;
  }
  const PlanePoint best = densest(points, reach);
  PlanePoint middle = best;
  if (center_) {
    const PlanePoint same = middle_from(points, *center_, reach);
    if (density(points, best, reach) <= kDenser * density(points, same, reach)) {
      middle = same;
    }
  }
  center_ = middle;
  for (GroupPoint& point : points) {
    point.belonging = bell(point.at, middle, reach);
  }
  return center_;
}

}  // namespace gimbal
