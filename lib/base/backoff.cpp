#include "lib/base/backoff.hpp"

#include <algorithm>

namespace gimbal {

Backoff::Backoff(Duration first, Duration longest, std::uint32_t seed)
    : first_(first), longest_(longest), wait_(first), random_(seed) {}

Backoff::Duration Backoff::next() {
  const Duration wait = wait_;
  wait_ = std::min(2 * wait_, longest_);
  std::uniform_int_distribution<Duration::rep> shorter(0, wait.count() / 5);
  return wait - Duration(shorter(random_));
}

}  // namespace gimbal
