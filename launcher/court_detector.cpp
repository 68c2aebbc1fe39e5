#include "launcher/court_detector.hpp"

#include "launcher/court_record.hpp"

namespace gimbal {

CourtDetector::~CourtDetector() {
  if (timer_ != 0) {
    g_source_remove(timer_);
  }
}

void CourtDetector::begin() {
  using std::chrono::milliseconds;
  begun_ = g_get_monotonic_time();
  speak();
  timer_ =
      g_timeout_add(static_cast<guint>(std::chrono::duration_cast<milliseconds>(interval_).count()),
                    on_time, this);
}

gboolean CourtDetector::on_time(gpointer data) {
  static_cast<CourtDetector*>(data)->speak();
  return G_SOURCE_CONTINUE;
}

void CourtDetector::speak() {
  const double seconds =
      static_cast<double>(g_get_monotonic_time() - begun_) / static_cast<double>(G_USEC_PER_SEC);
  listener_.on_detector_text(court_record(seconds, seed_), true);
}

}  // namespace gimbal
