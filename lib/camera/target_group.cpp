#include "lib/camera/target_group.hpp"

#include <cmath>

namespace gimbal {

namespace {

// Another group takes over when it has been so many times as dense for so long (seconds), or is so
// many times as dense now.
constexpr double kDenser = 1.3;
constexpr double kLeads = 1;
constexpr double kDenserByFar = 2.5;

constexpr double kLeaves = 1.2;   // a member leaves at so many times the reach
constexpr double kChanges = 0.4;  // seconds, time constant of coming and going

constexpr int kSteps = 30;
constexpr double kStill = 1e-5;  // a step that ends the search, in the points' unit

double distance(PlanePoint a, PlanePoint b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

double bell(PlanePoint a, PlanePoint b, double reach) {
  const double part = distance(a, b) / reach;
  const double inside = 1 - part * part;
  return inside > 0 ? inside * inside : 0;
}

double density(const std::vector<GroupPoint>& points, PlanePoint place, double reach) {
  double sum = 0;
  for (const GroupPoint& point : points) {
    sum += point.weight * bell(point.at, place, reach);
  }
  return sum;
}

/// The mean of the points, each counting as much as `share` says; empty where nobody does.
template <typename Share>
std::optional<PlanePoint> mean(const std::vector<GroupPoint>& points, Share share) {
  double sum = 0;
  PlanePoint mean{0, 0};
  for (const GroupPoint& point : points) {
    const double part = point.weight * share(point);
    sum += part;
    mean.x += part * point.at.x;
    mean.y += part * point.at.y;
  }
  if (sum <= 0) {
    return std::nullopt;
  }
  return PlanePoint{mean.x / sum, mean.y / sum};
}

/// Uphill to where it is densest around there.
PlanePoint peak_near(const std::vector<GroupPoint>& points, PlanePoint place, double reach) {
  for (int step = 0; step < kSteps; ++step) {
    const auto next =
        mean(points, [&](const GroupPoint& point) { return bell(point.at, place, reach); });
    if (!next) {
      return place;
    }
    const double way = distance(*next, place);
    place = *next;
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
  return peak_near(points, best, reach);
}

}  // namespace

void TargetGroup::forget() {
  *this = TargetGroup();
}

std::optional<PlanePoint> TargetGroup::find(std::vector<GroupPoint>& points, double reach,
                                            double seconds) {
  if (points.empty()) {
    forget();
    return std::nullopt;
  }
  if (!center_) {
    begin(points, reach);
  } else {
    change_to_denser(points, reach, seconds);
  }
  choose_members(points, reach, seconds);
  return mean(points, [](const GroupPoint& point) { return point.belonging; });
}

/// Where nobody can be waited for: the group is there at once.
void TargetGroup::begin(const std::vector<GroupPoint>& points, double reach) {
  members_.clear();
  led_for_ = 0;
  center_ = densest(points, reach);
  for (const GroupPoint& point : points) {
    const bool inside = distance(point.at, *center_) <= reach;
    members_[point.key] = {inside, inside ? 1.0 : 0.0};
  }
}

void TargetGroup::change_to_denser(const std::vector<GroupPoint>& points, double reach,
                                   double seconds) {
  const PlanePoint best = densest(points, reach);
  const double there = density(points, best, reach);
  const double here = density(points, peak_near(points, *center_, reach), reach);
  led_for_ = there > kDenser * here ? led_for_ + seconds : 0;
  if (led_for_ >= kLeads || there > kDenserByFar * here) {
    center_ = best;
    led_for_ = 0;
    for (auto& [key, member] : members_) {
      member.inside = false;
    }
  }
}

void TargetGroup::choose_members(std::vector<GroupPoint>& points, double reach, double seconds) {
  const double change = 1 - std::exp(-seconds / kChanges);
  std::map<std::uint64_t, Member> members;
  double most = 0;
  for (GroupPoint& point : points) {
    Member member = members_[point.key];
    member.inside = distance(point.at, *center_) <= reach * (member.inside ? kLeaves : 1);
    member.belonging += change * ((member.inside ? 1 : 0) - member.belonging);
    point.belonging = member.belonging;
    most = std::max(most, point.weight * point.belonging);
    members[point.key] = member;
  }
  members_ = std::move(members);
  constexpr double kNobody = 1e-3;
  if (most < kNobody) {  // the old group is gone
    begin(points, reach);
    for (GroupPoint& point : points) {
      point.belonging = members_[point.key].belonging;
    }
  }
  center_ = mean(points, [this](const GroupPoint& point) {
              return members_[point.key].inside ? 1.0 : 0.0;
            }).value_or(*center_);
}

}  // namespace gimbal
