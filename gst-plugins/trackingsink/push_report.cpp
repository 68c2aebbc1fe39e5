#include "gst-plugins/trackingsink/push_report.hpp"

namespace gimbal::trackingsink {

std::string_view name_of(PushHealth health) {
  switch (health) {
    case PushHealth::kHealthy:
      return "healthy";
    case PushHealth::kUnhealthy:
      return "unhealthy";
    case PushHealth::kUnknown:
      break;
  }
  return "unknown";
}

bool PushReport::note(const PushOutcome& outcome) {
  const bool well = outcome.error.empty();
  const std::lock_guard lock(mutex_);
  ++(well ? facts_.pushed : facts_.failed);
  facts_.last_status = outcome.status;
  if (!well) {
    facts_.last_error = outcome.error;
  }
  const PushHealth before = facts_.health;
  facts_.health = well ? PushHealth::kHealthy : PushHealth::kUnhealthy;
  return facts_.health != before;
}

PushReport::Facts PushReport::facts() const {
  const std::lock_guard lock(mutex_);
  return facts_;
}

void PushReport::reset() {
  const std::lock_guard lock(mutex_);
  facts_ = {};
}

}  // namespace gimbal::trackingsink
