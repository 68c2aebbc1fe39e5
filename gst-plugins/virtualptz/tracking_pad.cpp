#include "gst-plugins/virtualptz/tracking_pad.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "gst-plugins/support/handles.hpp"
#include "gst-plugins/support/mapped_buffer.hpp"
#include "gst-plugins/support/object_lock.hpp"
#include "gst-plugins/virtualptz/debug_category.hpp"

namespace gimbal::virtualptz {

namespace {

double to_seconds(GstClockTime time) {
  return static_cast<double>(time) / GST_SECOND;
}

double unix_seconds() {
  return static_cast<double>(g_get_real_time()) / G_USEC_PER_SEC;
}

std::optional<double> seconds_if_valid(GstClockTime time) {
  return GST_CLOCK_TIME_IS_VALID(time) ? std::optional(to_seconds(time)) : std::nullopt;
}

/// The running time of a buffer of `pad`, in seconds; empty where nothing is said about time.
std::optional<double> running_time_of(GstPad* pad, const GstBuffer* buffer) {
  const MiniObjectHandle<GstEvent> event(gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0));
  if (!event || !GST_BUFFER_PTS_IS_VALID(buffer)) {
    return std::nullopt;
  }
  const GstSegment* records = nullptr;
  gst_event_parse_segment(event.get(), &records);
  return records->format != GST_FORMAT_TIME
             ? std::nullopt
             : seconds_if_valid(
                   gst_segment_to_running_time(records, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer)));
}

/// The PTS that a frame of the video has at this running time; empty where it has none.
std::optional<double> video_pts_at(GimbalVirtualPtz* self, std::optional<double> running_time) {
  const ObjectLock lock(self);
  const GstSegment& video = self->p->facts.segment;
  if (!running_time || video.format != GST_FORMAT_TIME) {
    return std::nullopt;
  }
  const auto time = static_cast<GstClockTime>(std::llround(*running_time * GST_SECOND));
  return seconds_if_valid(gst_segment_position_from_running_time(&video, GST_FORMAT_TIME, time));
}

RecordArrival arrival_now(GimbalVirtualPtz* self, std::optional<double> buffer_pts) {
  const Settings settings = settings_of(self);
  return {.frame_pts = std::nullopt,
          .buffer_pts = buffer_pts,
          .video_now = std::nullopt,  // the camera's lock knows
          .unix_now = unix_seconds(),
          .video_delay = to_seconds(settings.video_delay()),
          .detector_latency = to_seconds(settings.detector_latency)};
}

/// How messages are to be read now.
Reading reading_now(GimbalVirtualPtz* self) {
  const ObjectLock lock(self);
  const Settings& settings = self->p->settings;
  const TrackingSource& video = self->p->facts.video;
  const TrackingSource said{settings.tracking_size.width, settings.tracking_size.height,
                            settings.tracking_frame_rate.value(), settings.tracking_camera};
  return {settings.tracking_format, completed(said, video), video.width != 0};
}

void warn(GimbalVirtualPtz* self, const std::string& reason) {
  self->p->record_warnings.post(GST_ELEMENT(self), "A tracking record was refused: " + reason);
}

/// Empty where the record was taken.
std::optional<Answer> observe(GimbalVirtualPtz* self, guint64 command,
                              const Result<TrackingRecord>& record,
                              std::optional<double> buffer_pts) {
  if (!record) {
    self->p->camera.count_refused_record();
    return Answer{command, Answer::Result::kRefused, record.error()};
  }
  return self->p->camera.observe(command, *record, arrival_now(self, buffer_pts));
}

/// A record of whose time only its buffer tells waits until the video's segment says which PTS that
/// is. Whether there was room for it; empty where it need not wait.
std::optional<bool> wait_for_segment(GimbalVirtualPtz* self, const TrackingRecord& record,
                                     std::optional<double> running_time) {
  const ObjectLock lock(self);
  Facts& facts = self->p->facts;
  if (record.timestamp || !running_time || facts.segment.format != GST_FORMAT_UNDEFINED) {
    return std::nullopt;
  }
  return facts.without_segment.add(*running_time, record);
}

void observe_at(GimbalVirtualPtz* self, const Result<TrackingRecord>& record,
                std::optional<double> running_time) {
  const auto waits = record ? wait_for_segment(self, *record, running_time) : std::nullopt;
  if (waits == true) {
    return;
  }
  const auto refused = waits == false
                           ? observe(self, 0, Error{PendingRecords::kTooMany}, std::nullopt)
                           : observe(self, 0, record, video_pts_at(self, running_time));
  if (refused) {
    warn(self, refused->reason);
  }
}

void observe_all(GimbalVirtualPtz* self, const DetectorMessages::Records& records) {
  for (const auto& [record, running_time] : records) {
    observe_at(self, record, running_time);
  }
}

/// A buffer with a time is of one picture, and with a marker the sender says so.
bool ends_message(const GstBuffer* buffer, std::optional<double> running_time) {
  return running_time.has_value() || GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_MARKER);
}

/// A bad record is the detector's fault, and no reason to stop the video.
GstFlowReturn chain(GstPad* pad, GstObject* parent, GstBuffer* raw_buffer) {
  const BufferHandle buffer(raw_buffer);
  GimbalVirtualPtz* self = self_of(parent);
  const MappedBuffer mapped(buffer.get(), GST_MAP_READ);
  if (mapped) {
    const auto running_time = running_time_of(pad, buffer.get());
    observe_all(self, self->p->messages.feed(
                          {mapped.text(), running_time, ends_message(buffer.get(), running_time)},
                          reading_now(self)));
  } else {
    warn(self, "its memory could not be read");
  }
  return GST_FLOW_OK;
}

/// Ends, flushes, segments and caps of the records are their own affair. What is sticky stays on
/// the pad.
gboolean event(GstPad*, GstObject* parent, GstEvent* raw_event) {
  const EventHandle owned(raw_event);
  const GstEventType type = GST_EVENT_TYPE(raw_event);
  GimbalVirtualPtz* self = self_of(parent);
  if (type == GST_EVENT_EOS || type == GST_EVENT_STREAM_START) {
    observe_all(self, self->p->messages.finish(reading_now(self)));
  } else if (type == GST_EVENT_FLUSH_STOP) {
    self->p->messages.forget();
  }
  return TRUE;
}

/// The default would ask the video's neighbours.
gboolean query(GstPad* pad, GstObject* parent, GstQuery* query) {
  const bool about_caps =
      GST_QUERY_TYPE(query) == GST_QUERY_CAPS || GST_QUERY_TYPE(query) == GST_QUERY_ACCEPT_CAPS;
  return about_caps ? gst_pad_query_default(pad, parent, query) : FALSE;
}

/// The pad that is fed from, or feeds, `pad`; null for records.
GstIterator* iterate_inside(GstPad* pad, GstObject* parent) {
  auto* base = GST_BASE_TRANSFORM(parent);
  GstPad* other = pad == GST_BASE_TRANSFORM_SINK_PAD(base)  ? GST_BASE_TRANSFORM_SRC_PAD(base)
                  : pad == GST_BASE_TRANSFORM_SRC_PAD(base) ? GST_BASE_TRANSFORM_SINK_PAD(base)
                                                            : nullptr;
  if (other == nullptr) {
    return nullptr;
  }
  GValue value = G_VALUE_INIT;
  g_value_init(&value, GST_TYPE_PAD);
  g_value_set_object(&value, other);
  GstIterator* iterator = gst_iterator_new_single(GST_TYPE_PAD, &value);
  g_value_unset(&value);
  return iterator;
}

}  // namespace

GstPad* new_tracking_pad(GimbalVirtualPtz* self, GstPadTemplate* pad_template) {
  const PadHandle known(gst_element_get_static_pad(GST_ELEMENT(self), kTrackingPad));
  if (known) {
    GST_WARNING_OBJECT(self, "there is one pad for records; put a funnel in front of it");
    return nullptr;
  }
  GstPad* pad = gst_pad_new_from_template(pad_template, kTrackingPad);
  gst_pad_set_chain_function(pad, chain);
  gst_pad_set_event_function(pad, event);
  gst_pad_set_query_function(pad, query);
  link_inside(pad);
  return pad;
}

void take_waiting_records(GimbalVirtualPtz* self) {
  observe_all(self, self->p->messages.take_waiting(reading_now(self)));
  PendingRecords waiting;
  {
    const ObjectLock lock(self);
    std::swap(waiting, self->p->facts.without_segment);
  }
  while (const auto entry = waiting.pop(std::numeric_limits<double>::infinity())) {
    observe_at(self, entry->record, entry->time);
  }
}

void take_record(GimbalVirtualPtz* self, guint64 command, std::string_view text) {
  const auto refused = observe(self, command, self->p->records.read(text), std::nullopt);
  if (!refused) {
    return;
  }
  if (command != 0) {
    post_refusal(GST_ELEMENT(self), *refused);
  } else {
    warn(self, refused->reason);
  }
}

void link_inside(GstPad* pad) {
  gst_pad_set_iterate_internal_links_function(pad, iterate_inside);
}

}  // namespace gimbal::virtualptz
