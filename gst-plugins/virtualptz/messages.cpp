#include "gst-plugins/virtualptz/messages.hpp"

#include <gst/base/gstbasetransform.h>

#include <algorithm>

#include "gst-plugins/support/handles.hpp"
#include "lib/camera/ptz_names.hpp"

namespace gimbal::virtualptz {

namespace {

const char* name_of(Answer::Result result) {
  switch (result) {
    case Answer::Result::kApplied:
      return "applied";
    case Answer::Result::kOvertaken:
      return "overtaken";
    case Answer::Result::kRefused:
      break;
  }
  return "refused";
}

/// Takes the structure.
void post(GstElement* element, GstStructure* fields) {
  gst_element_post_message(element, gst_message_new_element(GST_OBJECT(element), fields));
}

GstStructure* reply_to(const Answer& answer) {
  return gst_structure_new(kPtzReplyMessage, "command", G_TYPE_UINT64,
                           static_cast<guint64>(answer.command), "result", G_TYPE_STRING,
                           name_of(answer.result), nullptr);
}

void set_framing(GstStructure* fields, const Framing& framing, GstClockTime pts) {
  gst_structure_set(fields, "pts", G_TYPE_UINT64, pts, "center-x", G_TYPE_DOUBLE, framing.center_x,
                    "center-y", G_TYPE_DOUBLE, framing.center_y, "zoom", G_TYPE_DOUBLE,
                    framing.zoom, nullptr);
}

/// Of a frame that is about to go out.
guint64 running_time_of(GstElement* element, GstClockTime pts) {
  const EventHandle event(
      gst_pad_get_sticky_event(GST_BASE_TRANSFORM_SRC_PAD(element), GST_EVENT_SEGMENT, 0));
  if (!event) {
    return GST_CLOCK_TIME_NONE;
  }
  const GstSegment* segment = nullptr;
  gst_event_parse_segment(event.get(), &segment);
  return segment->format == GST_FORMAT_TIME
             ? gst_segment_to_running_time(segment, GST_FORMAT_TIME, pts)
             : GST_CLOCK_TIME_NONE;
}

}  // namespace

void post_refusal(GstElement* element, const Answer& answer) {
  if (answer.command != 0) {
    GstStructure* fields = reply_to(answer);
    gst_structure_set(fields, "reason", G_TYPE_STRING, answer.reason.c_str(), nullptr);
    post(element, fields);
  }
}

void post_refusals(GstElement* element, const std::vector<Answer>& answers) {
  for (const Answer& answer : answers) {
    post_refusal(element, answer);
  }
}

void post_answers(GstElement* element, const AnsweredShot& shot, GstClockTime pts) {
  for (const Answer& answer : shot.answers) {
    GstStructure* fields = reply_to(answer);
    set_framing(fields, shot.shot.framing, pts);
    gst_structure_set(fields, "running-time", G_TYPE_UINT64, running_time_of(element, pts),
                      nullptr);
    post(element, fields);
  }
}

bool StateReports::is_due(GstClockTime time, GstClockTime interval) {
  constexpr GstClockTime kRounding = GST_MSECOND;  // PTS of 30 frames a second are not exact
  if (interval == 0) {
    return false;
  }
  if (!newest_) {
    newest_ = time;
    return true;
  }
  const GstClockTime passed = time + kRounding - std::min(*newest_, time + kRounding);
  if (passed < interval) {
    return false;
  }
  const bool on_time = passed - interval < interval;
  newest_ = on_time ? *newest_ + interval : time;
  return true;
}

void StateReports::post_when_due(GstElement* element, const Shot& shot, const FrameTime& frame,
                                 CameraMode mode, GstClockTime interval) {
  if (!is_due(frame.time, interval)) {
    return;
  }
  GstStructure* fields = gst_structure_new_empty(kPtzStateMessage);
  set_framing(fields, shot.framing, frame.pts);
  gst_structure_set(fields, "x", G_TYPE_DOUBLE, shot.crop.x, "y", G_TYPE_DOUBLE, shot.crop.y, "w",
                    G_TYPE_DOUBLE, shot.crop.w, "h", G_TYPE_DOUBLE, shot.crop.h, "steering",
                    G_TYPE_STRING, std::string(name_of(shot.steering)).c_str(), "moving",
                    G_TYPE_BOOLEAN, shot.moving ? TRUE : FALSE, "mode", G_TYPE_STRING,
                    name_of(mode), nullptr);
  post(element, fields);
}

}  // namespace gimbal::virtualptz
