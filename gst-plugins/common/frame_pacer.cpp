#include "gst-plugins/common/frame_pacer.hpp"

namespace gimbal {

void FramePacer::restart() {
  schedule_ = FrameSchedule();
  framerate_.reset();
  rendered_ = 0;
  skipped_ = 0;
  frame_time_ = 0;
}

void FramePacer::announce_framerate(GstBaseSrc* src, int fps_n, int fps_d) {
  const GstClockTime frame_time = gst_util_uint64_scale_int(GST_SECOND, fps_d, fps_n);
  const bool changed = frame_time_.exchange(frame_time) != frame_time;
  if (changed && gst_base_src_is_live(src) != FALSE) {
    gst_element_post_message(GST_ELEMENT(src), gst_message_new_latency(GST_OBJECT(src)));
  }
}

bool FramePacer::answer_latency(GstBaseSrc* src, GstQuery* query) const {
  if (GST_QUERY_TYPE(query) != GST_QUERY_LATENCY || gst_base_src_is_live(src) == FALSE) {
    return false;
  }
  gst_query_set_latency(query, TRUE, frame_time_, GST_CLOCK_TIME_NONE);
  return true;
}

void FramePacer::follow_framerate(GstBaseSrc* src, int fps_n, int fps_d) {
  const std::pair<int, int> framerate{fps_n, fps_d};
  if (framerate_ == framerate) {
    return;
  }
  const bool live = gst_base_src_is_live(src) != FALSE;
  framerate_ = framerate;
  schedule_.start(fps_n, fps_d, live ? running_time_of(GST_ELEMENT(src)) : 0);
}

bool FramePacer::wait_for_next_frame(GstBaseSrc* src) {
  if (gst_base_src_is_live(src) == FALSE) {
    return true;
  }
  const guint64 skipped = schedule_.skip_late(running_time_of(GST_ELEMENT(src)));
  if (skipped > 0) {
    GST_WARNING_OBJECT(src, "skipped %" G_GUINT64_FORMAT " late frames", skipped);
    skipped_ += skipped;
  }
  return wait_.wait_until(GST_ELEMENT(src), schedule_.next_pts());
}

void FramePacer::finish_frame(GstBuffer* buffer) {
  GST_BUFFER_PTS(buffer) = schedule_.next_pts();
  GST_BUFFER_DTS(buffer) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_DURATION(buffer) = schedule_.duration();
  GST_BUFFER_OFFSET(buffer) = schedule_.next_number();
  GST_BUFFER_OFFSET_END(buffer) = schedule_.next_number() + 1;
  schedule_.advance();
  ++rendered_;
}

}  // namespace gimbal
