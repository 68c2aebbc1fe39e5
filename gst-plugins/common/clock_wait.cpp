#include "gst-plugins/common/clock_wait.hpp"

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

bool ClockWait::wait_until(GstElement* element, GstClockTime time) {
  const GstObjectHandle<GstClock> clock(gst_element_get_clock(element));
  if (!clock) {
    return true;
  }
  const GstClockTime due = gst_element_get_base_time(element) + time;
  const Handle<void, gst_clock_id_unref> id(gst_clock_new_single_shot_id(clock.get(), due));
  {
    const std::scoped_lock lock(mutex_);
    if (interrupted_) {
      return false;
    }
    pending_ = id.get();
  }
  gst_clock_id_wait(id.get(), nullptr);
  const std::scoped_lock lock(mutex_);
  pending_ = nullptr;
  return !interrupted_;
}

void ClockWait::interrupt() {
  const std::scoped_lock lock(mutex_);
  interrupted_ = true;
  if (pending_ != nullptr) {
    gst_clock_id_unschedule(pending_);
  }
}

void ClockWait::resume() {
  const std::scoped_lock lock(mutex_);
  interrupted_ = false;
}

GstClockTime running_time_of(GstElement* element) {
  const GstObjectHandle<GstClock> clock(gst_element_get_clock(element));
  if (!clock) {
    return 0;
  }
  const GstClockTime now = gst_clock_get_time(clock.get());
  const GstClockTime base = gst_element_get_base_time(element);
  return now > base ? now - base : 0;
}

}  // namespace gimbal
