#include "gst-plugins/virtualptz/pending_records.hpp"

#include <utility>

namespace gimbal::virtualptz {

bool PendingRecords::add(double time, const TrackingRecord& record) {
  if (by_time_.size() >= kMost) {
    return false;
  }
  by_time_.emplace(time, record);
  return true;
}

std::optional<PendingRecords::Entry> PendingRecords::pop(double until) {
  if (by_time_.empty() || by_time_.begin()->first > until) {
    return std::nullopt;
  }
  auto node = by_time_.extract(by_time_.begin());
  return Entry{node.key(), std::move(node.mapped())};
}

}  // namespace gimbal::virtualptz
