#include "gst-plugins/common/warnings.hpp"

namespace gimbal {

void Warnings::post(GstElement* element, const std::string& text) {
  constexpr gint64 kPause = 10 * G_TIME_SPAN_SECOND;
  const gint64 now = g_get_monotonic_time();
  gint64 next = next_;
  if (now < next || !next_.compare_exchange_strong(next, now + kPause)) {
    ++unsaid_;
    return;
  }
  const int unsaid = unsaid_.exchange(0);
  const std::string more =
      unsaid == 0 ? "" : " (and " + std::to_string(unsaid) + " more since the last warning)";
  GST_ELEMENT_WARNING(element, STREAM, WRONG_TYPE, ("%s%s", text.c_str(), more.c_str()), (nullptr));
}

}  // namespace gimbal
