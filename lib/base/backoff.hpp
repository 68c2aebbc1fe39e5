// How long to wait before the next try of something that keeps failing.
#pragma once

#include <chrono>
#include <random>

namespace gimbal {

/// Exponential backoff with jitter: each wait is twice the one before, up to `longest`, and up to a
/// fifth shorter by chance, so that many that failed together do not all come back together.
class Backoff {
 public:
  using Duration = std::chrono::milliseconds;

  /// `seed` makes the jitter repeatable; give each user its own.
  Backoff(Duration first, Duration longest, std::uint32_t seed);

  /// The wait before the next try.
  Duration next();

  /// What was tried works again: the next wait is the first one.
  void reset() { wait_ = first_; }

 private:
  Duration first_;
  Duration longest_;
  Duration wait_;
  std::minstd_rand random_;
};

}  // namespace gimbal
