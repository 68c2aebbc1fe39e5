#include "lib/camera/aim_history.hpp"

#include <algorithm>

namespace gimbal {

namespace {

// Two seconds of a detector at 100 Hz, and then half of it goes.
constexpr std::size_t kMostAims = 400;
constexpr double kLatest = 2;  // seconds behind the newest that an aim may come

}  // namespace

AimHistory::AimHistory() {
  entries_.reserve(kMostAims);
}

bool AimHistory::add(const PlacedAim& aim, const FollowSettings& settings) {
  if (entries_.size() == kMostAims) {
    make_room();
  }
  if (entries_.size() == kMostAims ||
      (filtered_ > 0 && aim.time < entries_[filtered_ - 1].aim.time - kLatest)) {
    return false;
  }
  const auto place =
      std::upper_bound(entries_.begin(), entries_.end(), aim.time,
                       [](double time, const Entry& entry) { return time < entry.aim.time; });
  const auto index = static_cast<std::size_t>(place - entries_.begin());
  entries_.insert(place, Entry{aim, {}});
  if (index < filtered_) {
    filter_ = entries_[index + 1].before;
    ++filtered_;
    for (std::size_t i = index; i < filtered_; ++i) {
      take(entries_[i], settings);
    }
  }
  return true;
}

void AimHistory::advance(double time, const FollowSettings& settings) {
  while (filtered_ < entries_.size() && entries_[filtered_].aim.time <= time) {
    take(entries_[filtered_], settings);
    ++filtered_;
  }
}

const PlacedAim* AimHistory::newest() const {
  return filtered_ == 0 ? nullptr : &entries_[filtered_ - 1].aim;
}

void AimHistory::clear() {
  entries_.clear();
  filtered_ = 0;
  filter_ = {};
}

void AimHistory::take(Entry& entry, const FollowSettings& settings) {
  entry.before = filter_;
  const PlacedAim& aim = entry.aim;
  if (aim.present) {
    filter_.update(aim.time, aim.position, aim.unit, settings);
  } else {
    filter_.forget();
  }
}

void AimHistory::make_room() {
  const std::size_t old = filtered_ / 2;
  entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(old));
  filtered_ -= old;
}

}  // namespace gimbal
