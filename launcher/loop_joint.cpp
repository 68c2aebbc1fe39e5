#include "launcher/loop_joint.hpp"

#include <algorithm>
#include <utility>

namespace gimbal {

LoopJoint::LoopJoint(PadHandle pad) : pad_(std::move(pad)) {
  gst_segment_init(&segment_, GST_FORMAT_TIME);
  const auto types =
      static_cast<GstPadProbeType>(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM |
                                   GST_PAD_PROBE_TYPE_EVENT_FLUSH);
  probe_ = gst_pad_add_probe(pad_.get(), types, on_data, this, nullptr);
}

LoopJoint::~LoopJoint() {
  gst_pad_remove_probe(pad_.get(), probe_);
}

GstPadProbeReturn LoopJoint::on_data(GstPad*, GstPadProbeInfo* info, gpointer data) {
  auto* self = static_cast<LoopJoint*>(data);
  if ((GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER) != 0) {
    self->note_end(GST_PAD_PROBE_INFO_BUFFER(info));
  } else {
    self->handle_event(info);
  }
  return GST_PAD_PROBE_OK;
}

void LoopJoint::handle_event(GstPadProbeInfo* info) {
  switch (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info))) {
    case GST_EVENT_FLUSH_STOP:
      end_ = 0;
      break;
    case GST_EVENT_SEGMENT:
      join(info);
      break;
    default:
      break;
  }
}

void LoopJoint::join(GstPadProbeInfo* info) {
  GstEvent* event = GST_PAD_PROBE_INFO_EVENT(info);
  gst_event_copy_segment(event, &segment_);
  if (segment_.format != GST_FORMAT_TIME || segment_.base >= end_) {
    return;
  }
  segment_.base = end_;
  GstEvent* joined = gst_event_new_segment(&segment_);
  gst_event_set_seqnum(joined, gst_event_get_seqnum(event));
  const EventHandle replaced(event);
  GST_PAD_PROBE_INFO_DATA(info) = joined;
}

void LoopJoint::note_end(GstBuffer* frame) {
  const GstClockTime begin =
      gst_segment_to_running_time(&segment_, GST_FORMAT_TIME, GST_BUFFER_PTS(frame));
  if (GST_CLOCK_TIME_IS_VALID(begin)) {
    const bool timed = GST_BUFFER_DURATION_IS_VALID(frame);
    end_ = std::max(end_, begin + (timed ? GST_BUFFER_DURATION(frame) : GST_MSECOND));
  }
}

}  // namespace gimbal
