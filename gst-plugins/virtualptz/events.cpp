#include "gst-plugins/virtualptz/events.hpp"

#include "gst-plugins/support/handles.hpp"
#include "gst-plugins/support/object_lock.hpp"
#include "gst-plugins/virtualptz/control_events.hpp"
#include "gst-plugins/virtualptz/frames.hpp"
#include "gst-plugins/virtualptz/negotiation.hpp"
#include "gst-plugins/virtualptz/tracking_pad.hpp"

namespace gimbal::virtualptz {

namespace {

// --- from upstream -----------------------------------------------------------------------------

void take_segment(GimbalVirtualPtz* self, GstEvent* event) {
  self->p->state.new_segment = true;
  self->p->camera.resume();
  {
    const ObjectLock lock(self);
    gst_event_copy_segment(event, &self->p->facts.segment);
  }
  take_waiting_records(self);
}

void take_flush(GimbalVirtualPtz* self) {
  State& state = self->p->state;
  state.held.clear();
  state.times.restart();
  state.reports.restart();
  self->p->camera.flush();
  const ObjectLock lock(self);
  gst_segment_init(&self->p->facts.segment, GST_FORMAT_UNDEFINED);
}

GstClockTime end_of_gap(GstEvent* event) {
  GstClockTime begin = GST_CLOCK_TIME_NONE;
  GstClockTime duration = GST_CLOCK_TIME_NONE;
  gst_event_parse_gap(event, &begin, &duration);
  return GST_CLOCK_TIME_IS_VALID(duration) ? begin + duration : begin;
}

/// Frames that are held leave before an event that ends what they belong to; other events stay
/// between them. True where the event is held.
bool order_event(GimbalVirtualPtz* self, GstEvent* event) {
  switch (GST_EVENT_TYPE(event)) {
    case GST_EVENT_GAP: {
      const GstClockTime end = end_of_gap(event);
      const bool held = hold_event(self, event);
      pass_gap(self, end);
      return held;
    }
    case GST_EVENT_TAG:
    case GST_EVENT_CUSTOM_DOWNSTREAM:
      return hold_event(self, event);
    default:
      if (GST_EVENT_IS_SERIALIZED(event) && GST_EVENT_TYPE(event) != GST_EVENT_FLUSH_STOP) {
        drain(self);
      }
      return false;
  }
}

void take_event(GimbalVirtualPtz* self, GstEvent* event) {
  switch (GST_EVENT_TYPE(event)) {
    case GST_EVENT_FLUSH_STOP:
      take_flush(self);
      break;
    case GST_EVENT_SEGMENT:
      take_segment(self, event);
      break;
    case GST_EVENT_STREAM_START:
      self->p->camera.resume();
      break;
    case GST_EVENT_EOS:
      post_refusals(GST_ELEMENT(self), self->p->camera.end("the stream has ended"));
      break;
    default:
      break;
  }
}

// --- from downstream and the application -------------------------------------------------------

void take_command(GimbalVirtualPtz* self, const GstStructure* fields) {
  const guint64 number = command_number_of(fields);
  const auto command = command_of(fields);
  const auto refused = command ? self->p->camera.take(number, *command)
                               : Answer{number, Answer::Result::kRefused, command.error()};
  if (!refused) {
    return;
  }
  if (number != 0) {
    post_refusal(GST_ELEMENT(self), *refused);
  } else {
    self->p->command_warnings.post(
        GST_ELEMENT(self),
        std::string("A ") + gst_structure_get_name(fields) + " was refused: " + refused->reason);
  }
}

void take_control_event(GimbalVirtualPtz* self, EventHandle event) {
  const GstStructure* fields = gst_event_get_structure(event.get());
  if (is_tracking_event(fields)) {
    const char* text = record_text_of(fields);
    take_record(self, command_number_of(fields), text == nullptr ? "" : text);
  } else {
    take_command(self, fields);
  }
}

std::optional<ShownPicture> shown_picture(GimbalVirtualPtz* self) {
  const ObjectLock lock(self);
  return self->p->facts.shown;
}

void add_latency(GimbalVirtualPtz* self, GstQuery* query) {
  gboolean live = FALSE;
  GstClockTime min = 0;
  GstClockTime max = 0;
  gst_query_parse_latency(query, &live, &min, &max);
  const GstClockTime hold = settings_of(self).hold();
  gst_query_set_latency(query, live, min + hold,
                        GST_CLOCK_TIME_IS_VALID(max) ? max + hold : GST_CLOCK_TIME_NONE);
}

}  // namespace

gboolean sink_event(GstBaseTransform* base, GstEvent* event) {
  GimbalVirtualPtz* self = self_of(base);
  if (order_event(self, event)) {
    return TRUE;
  }
  take_event(self, event);
  return base_class()->sink_event(base, event);
}

gboolean src_event(GstBaseTransform* base, GstEvent* event) {
  if (is_control_event(event)) {
    take_control_event(self_of(base), EventHandle(event));
    return TRUE;
  }
  if (GST_EVENT_TYPE(event) == GST_EVENT_NAVIGATION) {
    EventHandle moved = navigation_of_input(EventHandle(event), shown_picture(self_of(base)));
    return moved ? base_class()->src_event(base, moved.release()) : FALSE;
  }
  return base_class()->src_event(base, event);
}

gboolean send_event(GstElement* element, GstEvent* event) {
  if (is_control_event(event)) {
    take_control_event(self_of(element), EventHandle(event));
    return TRUE;
  }
  return GST_ELEMENT_CLASS(base_class())->send_event(element, event);
}

gboolean query(GstBaseTransform* base, GstPadDirection direction, GstQuery* query) {
  GimbalVirtualPtz* self = self_of(base);
  if (GST_QUERY_TYPE(query) == GST_QUERY_CONTEXT && answer_context_query(self, query)) {
    return TRUE;
  }
  if (direction == GST_PAD_SINK && GST_QUERY_TYPE(query) == GST_QUERY_DRAIN) {
    drain(self);
  }
  const gboolean answered = base_class()->query(base, direction, query);
  if (answered != FALSE && direction == GST_PAD_SRC && GST_QUERY_TYPE(query) == GST_QUERY_LATENCY) {
    add_latency(self, query);
  }
  return answered;
}

}  // namespace gimbal::virtualptz
