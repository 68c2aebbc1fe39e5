#include "gst-plugins/virtualptz/held_frames.hpp"

#include <algorithm>
#include <utility>

namespace gimbal::virtualptz {

void HeldFrames::push(BufferHandle frame, GstClockTime duration) {
  const GstClockTime pts = GST_BUFFER_PTS(frame.get());
  items_.emplace_back(std::move(frame));
  if (GST_CLOCK_TIME_IS_VALID(pts)) {
    newest_ = pts;
    pass(pts + std::max<GstClockTime>(duration, 1));
  }
}

void HeldFrames::pass(GstClockTime until) {
  passed_ = GST_CLOCK_TIME_IS_VALID(passed_) ? std::max(passed_, until) : until;
}

bool HeldFrames::is_due(const Item& item, GstClockTime hold) const {
  const auto* frame = std::get_if<BufferHandle>(&item);
  if (hold == 0 || frame == nullptr || !GST_BUFFER_PTS_IS_VALID(frame->get())) {
    return true;
  }
  // The next frame comes at `passed_` or later: would this one be late if it waited for that?
  return passed_ > GST_BUFFER_PTS(frame->get()) + hold;
}

std::optional<HeldFrames::Item> HeldFrames::pop_due(GstClockTime hold) {
  return !items_.empty() && is_due(items_.front(), hold) ? pop() : std::nullopt;
}

std::optional<HeldFrames::Item> HeldFrames::pop() {
  if (items_.empty()) {
    return std::nullopt;
  }
  Item item = std::move(items_.front());
  items_.pop_front();
  if (items_.empty()) {
    clear();
  }
  return item;
}

bool HeldFrames::is_before(GstClockTime pts) const {
  return !items_.empty() && GST_CLOCK_TIME_IS_VALID(newest_) && GST_CLOCK_TIME_IS_VALID(pts) &&
         pts < newest_;
}

void HeldFrames::clear() {
  items_.clear();
  newest_ = GST_CLOCK_TIME_NONE;
  passed_ = GST_CLOCK_TIME_NONE;
}

}  // namespace gimbal::virtualptz
