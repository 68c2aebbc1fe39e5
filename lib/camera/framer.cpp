#include "lib/camera/framer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lib/tracking/target_class.hpp"

namespace gimbal {

namespace {

// How present somebody has to be to get room: not with a single false detection.
constexpr double kGetsRoom = 0.35;

// Weights of the ball where the detector says what the play is.
constexpr double kFollowTheBall = 0.8;
constexpr double kLeaveTheBall = 0;

/// A first-order step from `value` to `goal`.
double eased(double value, double goal, double seconds, double time_constant) {
  return time_constant > 0 ? goal + (value - goal) * std::exp(-seconds / time_constant) : goal;
}

void include(Interval& interval, double middle, double size) {
  interval.low = std::min(interval.low, middle - size / 2);
  interval.high = std::max(interval.high, middle + size / 2);
}

/// How long a crop has to be that is centred there and shows `shown` with its margins. One that
/// stops at the border of its region needs no margin there, and reaches further to the other side.
double crop_for(const Interval& shown, double center, const Interval& region, double margin) {
  const double before =
      std::min({(center - shown.low) / (0.5 - margin), (center - region.low) / 0.5,
                (region.high - shown.low) / (1 - margin)});
  const double after =
      std::min({(shown.high - center) / (0.5 - margin), (region.high - center) / 0.5,
                (shown.high - region.low) / (1 - margin)});
  return std::max(before, after);
}

}  // namespace

void Framer::restart() {
  memory_.forget();
  group_.forget();
  chosen_.clear();
  ball_presence_ = 0;
  zoom_.reset();
  time_.reset();
}

std::optional<Aim> Framer::aim(const TrackingRecord& record, double time,
                               const FramingBounds& bounds, const Framing& shown) {
  if (time_ && time < *time_) {
    Framer copy(*this);
    std::optional<Aim> late = copy.aim(record, *time_, bounds, shown);
    if (late) {
      late->time = time;
    }
    return late;
  }
  const double seconds = time_ ? time - *time_ : 0;
  time_ = time;
  if (wants_wide_shot(record)) {
    return Aim{.time = time};
  }
  memory_.update(that_count(record), time, bounds,
                 {settings_.target_attack, settings_.target_decay, settings_.target_patience});
  const std::optional<Picture> picture = compose(record, seconds);
  if (!picture && !record.target_x && !record.target_y && !record.target_zoom) {
    return std::nullopt;
  }
  Aim aim{.time = time, .present = true, .center_x = shown.center_x, .center_y = shown.center_y};
  if (picture) {
    aim.zoom = zoom_for(*picture, bounds, seconds);
    const double height = bounds.height(aim.zoom > 0 ? aim.zoom : shown.zoom);
    const double above = picture->people ? settings_.headroom * height : 0;
    aim.center_x = picture->center.x * bounds.unit_x(1);
    aim.center_y = picture->center.y * bounds.unit_y(1) - above;
  }
  aim.center_x = std::clamp(record.target_x.value_or(aim.center_x), 0.0, 1.0);
  aim.center_y = std::clamp(record.target_y.value_or(aim.center_y), 0.0, 1.0);
  if (record.target_zoom) {
    aim.zoom = std::clamp(*record.target_zoom, bounds.min_zoom(), bounds.max_zoom());
  }
  return aim;
}

std::vector<TrackedTarget> Framer::that_count(const TrackingRecord& record) const {
  const std::vector<std::string>& classes = settings_.target_classes;
  std::vector<TrackedTarget> targets;
  for (const TrackedTarget& target : record.targets) {
    const bool wanted =
        classes.empty() || std::find(classes.begin(), classes.end(), target.cls) != classes.end();
    if (wanted && target.confidence >= settings_.min_confidence) {
      targets.push_back(target);
    }
  }
  return targets;
}

/// Those who are framed already stay; the others come in the order of how sure they are, and of how
/// long they have been known.
std::vector<const KnownTarget*> Framer::choose() {
  const auto is_chosen = [this](const KnownTarget* target) {
    return std::find(chosen_.begin(), chosen_.end(), target->key) != chosen_.end();
  };
  std::vector<const KnownTarget*> people;
  for (const KnownTarget& known : memory_.targets()) {
    if (!is_ball(known.cls) && (known.seen || is_chosen(&known))) {
      people.push_back(&known);
    }
  }
  std::stable_sort(people.begin(), people.end(), [&](const KnownTarget* a, const KnownTarget* b) {
    const bool a_chosen = is_chosen(a);
    return a_chosen != is_chosen(b) ? a_chosen
                                    : a->presence * a->confidence > b->presence * b->confidence;
  });
  people.resize(std::min(people.size(), static_cast<std::size_t>(settings_.max_targets)));
  chosen_.clear();
  for (const KnownTarget* target : people) {
    chosen_.push_back(target->key);
  }
  return people;
}

const KnownTarget* Framer::ball() const {
  const KnownTarget* best = nullptr;
  for (const KnownTarget& known : memory_.targets()) {
    if (is_ball(known.cls) && (best == nullptr || known.presence > best->presence)) {
      best = &known;
    }
  }
  return best;
}

/// How far the aim goes from the group to the ball, 0 to 1.
double Framer::ball_share(const TrackingRecord& record, const KnownTarget* ball,
                          const std::optional<PlanePoint>& group, double seconds) {
  const bool counts = ball != nullptr && memory_.counts(*ball) &&
                      (!group || distance(ball->at, *group) <= settings_.ball_reach);
  ball_presence_ = eased(ball_presence_, counts ? 1 : 0, seconds,
                         counts ? settings_.target_attack : settings_.target_decay);
  double weight = settings_.ball_weight;
  if (record.tracking_mode_hint == "follow_ball") {
    weight = std::max(weight, kFollowTheBall);
  } else if (record.tracking_mode_hint == "half_court_lock") {
    weight = kLeaveTheBall;
  }
  return ball == nullptr ? 0 : weight * ball_presence_;
}

std::optional<Framer::Picture> Framer::compose(const TrackingRecord& record, double seconds) {
  const std::vector<const KnownTarget*> people = choose();
  const KnownTarget* ball = this->ball();
  std::vector<GroupPoint> points;
  bool seen = ball != nullptr && ball->seen;
  for (const KnownTarget* person : people) {
    points.push_back({person->key, person->at, person->presence});
    seen = seen || person->seen;
  }
  const std::optional<PlanePoint> group = group_.find(points, settings_.group_reach, seconds);
  const double share = ball_share(record, ball, group, seconds);
  if (!seen) {
    return std::nullopt;
  }
  Picture picture;
  if (group) {
    picture.people = true;
    picture.center = *group;
  }
  if (ball != nullptr) {
    // A camera pans with the ball but does not tilt with each shot.
    const double y = group ? picture.center.y : ball->at.y;
    picture.pull_to({ball->at.x, y}, group ? share : 1);
  }
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (points[i].belonging * people[i]->presence >= kGetsRoom) {
      picture.make_room(*people[i]);
      picture.tallest = std::max(picture.tallest, people[i]->height);
    }
  }
  if (group && ball != nullptr && share > 0 && ball_presence_ >= kGetsRoom) {
    picture.make_room(*ball);
  }
  return picture;
}

void Framer::Picture::pull_to(PlanePoint place, double share) {
  center.x += share * (place.x - center.x);
  center.y += share * (place.y - center.y);
}

void Framer::Picture::make_room(const KnownTarget& target) {
  include(across, target.at.x, target.width);
  include(down, target.at.y, target.height);
}

/// 0 where the targets do not say how large they are.
double Framer::zoom_for(const Picture& picture, const FramingBounds& bounds, double seconds) {
  const CropGeometry geometry = bounds.geometry();
  const double x = bounds.unit_x(1);
  const double y = bounds.unit_y(1);
  const double height = bounds.height(1) / y;
  double zoom = std::numeric_limits<double>::infinity();
  const auto fit = [&](double length, double room) {
    if (length > 0) {
      zoom = std::min(zoom, room / length);
    }
  };
  fit(crop_for(picture.across, picture.center.x, {geometry.left / x, geometry.right / x},
               settings_.margin),
      1);
  fit(crop_for(picture.down, picture.center.y, {geometry.top / y, geometry.bottom / y},
               settings_.margin),
      height);
  fit(picture.tallest, settings_.subject_height * height);
  if (!std::isfinite(zoom)) {
    zoom_.reset();
    return 0;
  }
  zoom = std::clamp(std::min(zoom, settings_.closest_zoom), bounds.min_zoom(), bounds.max_zoom());
  const double octaves = std::log2(zoom);
  const double before = zoom_.value_or(octaves);
  zoom_ = eased(before, octaves, seconds,
                octaves < before ? settings_.widen_time : settings_.tighten_time);
  return std::exp2(*zoom_);
}

}  // namespace gimbal
