// A detector that makes it all up: the court's players and ball, at an interval.
#pragma once

#include <glib.h>

#include <chrono>
#include <cstdint>

#include "launcher/detector.hpp"

namespace gimbal {

class CourtDetector : public Detector {
 public:
  CourtDetector(std::chrono::nanoseconds interval, std::uint64_t seed, Listener& listener)
      : interval_(interval), seed_(seed), listener_(listener) {}
  ~CourtDetector() override;
  CourtDetector(const CourtDetector&) = delete;
  CourtDetector& operator=(const CourtDetector&) = delete;

  void begin() override;

 private:
  static gboolean on_time(gpointer data);
  void speak();

  std::chrono::nanoseconds interval_;
  std::uint64_t seed_;
  Listener& listener_;
  gint64 begun_ = 0;  // monotonic microseconds
  guint timer_ = 0;
};

}  // namespace gimbal
