// trackingsink: tells a runner and an MQTT broker what detectors see, and holds up nobody.
#include <gst/video/video.h>

#include <chrono>
#include <utility>

#include "gst-plugins/common/regions.hpp"
#include "gst-plugins/support/mapped_buffer.hpp"
#include "gst-plugins/support/object_lock.hpp"
#include "gst-plugins/trackingsink/debug_category.hpp"
#include "gst-plugins/trackingsink/element.hpp"
#include "gst-plugins/trackingsink/properties.hpp"
#include "gst-plugins/trackingsink/property_specs.hpp"
#include "gst-plugins/trackingsink/setup.hpp"

/**
 * SECTION:element-trackingsink
 *
 * Pushes what detectors see to a runner, as the metrics of one of its jobs, to a topic of an MQTT
 * broker, or to both: text in any of the formats that detectors write, or the regions of interest
 * on raw video.
 *
 * |[
 * gst-launch-1.0 scenesrc scene=court num-buffers=60
 *   ! trackingsink runner-url=http://127.0.0.1:9001 job-id=court
 * ]|
 */

GST_DEBUG_CATEGORY(gimbal_tracking_sink_debug);

G_DEFINE_TYPE(GimbalTrackingSink, gimbal_tracking_sink, GST_TYPE_BASE_SINK)

namespace {

using namespace gimbal::trackingsink;

constexpr const char* kHealthMessage = "gimbal-tracking-health";

GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE(
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS("application/json; text/x-json; text/csv; application/xml; text/xml; "
                    "application/x-onvif-metadata; video/x-raw(ANY)"));

// --- records -----------------------------------------------------------------------------------

double now() {
  return static_cast<double>(g_get_monotonic_time()) / G_USEC_PER_SEC;
}

void put(Private& p, const gimbal::TrackingRecord& record) {
  p.runner.put(record);
  p.mqtt.put(record);
}

void take(GimbalTrackingSink* self, const RecordInlet::Taken& taken) {
  for (const gimbal::TrackingRecord& record : taken.records) {
    put(*self->p, record);
  }
  for (const std::string& reason : taken.refused) {
    ++self->p->refused;
    self->p->warnings.post(GST_ELEMENT(self), "A tracking record was refused: " + reason);
  }
}

bool has_time(GimbalTrackingSink* self, const GstBuffer* buffer) {
  return self->parent.segment.format == GST_FORMAT_TIME && GST_BUFFER_PTS_IS_VALID(buffer);
}

/// Speeds are worked out from the times of the pictures.
double arrival_of(GimbalTrackingSink* self, const GstBuffer* buffer) {
  return has_time(self, buffer) ? static_cast<double>(GST_BUFFER_PTS(buffer)) / GST_SECOND : now();
}

void take_regions(GimbalTrackingSink* self, GstBuffer* buffer) {
  auto record = gimbal::record_of_regions(buffer, *self->p->picture);
  if (record) {
    put(*self->p, self->p->inlet->complete(std::move(*record), arrival_of(self, buffer)));
  }
}

/// A buffer with a time is of one picture, and with a marker the sender says so.
bool ends_message(GimbalTrackingSink* self, const GstBuffer* buffer) {
  return has_time(self, buffer) || GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_MARKER);
}

void take_text(GimbalTrackingSink* self, GstBuffer* buffer) {
  const gimbal::MappedBuffer mapped(buffer, GST_MAP_READ);
  const double arrival = arrival_of(self, buffer);
  take(self, mapped ? self->p->inlet->take_text(mapped.text(), arrival)
                    : RecordInlet::Taken{{}, {"its memory could not be read"}});
  if (ends_message(self, buffer)) {
    take(self, self->p->inlet->finish(arrival));
  }
}

GstFlowReturn render(GstBaseSink* base, GstBuffer* buffer) {
  GimbalTrackingSink* self = self_of(base);
  if (self->p->picture) {
    take_regions(self, buffer);
  } else {
    take_text(self, buffer);
  }
  return GST_FLOW_OK;
}

// --- life --------------------------------------------------------------------------------------

gboolean set_caps(GstBaseSink* base, GstCaps* caps) {
  GimbalTrackingSink* self = self_of(base);
  const GstStructure* fields = gst_caps_get_structure(caps, 0);
  self->p->picture.reset();
  if (gst_structure_has_name(fields, "video/x-raw") != FALSE) {
    const gimbal::TrackingSource video = video_of({}, fields);
    if (video.width <= 0 || video.height <= 0) {
      GST_ELEMENT_ERROR(self, CORE, NEGOTIATION,
                        ("Give the video a size, as in video/x-raw,width=1280,height=720: regions "
                         "are fractions of it"),
                        (nullptr));
      return FALSE;
    }
    self->p->picture = gimbal::PictureShape{video.width, video.height};
  } else {
    self->p->inlet->set_video(video_of(settings_of(self), fields));
  }
  return TRUE;
}

/// Called in the thread that pushes. `to`: where.
void post_health(GimbalTrackingSink* self, const char* to, const PushOutcome& outcome) {
  GstStructure* fields =
      gst_structure_new(kHealthMessage, "to", G_TYPE_STRING, to, "healthy", G_TYPE_BOOLEAN,
                        outcome.error.empty(), "reason", G_TYPE_STRING, outcome.error.c_str(),
                        "status", G_TYPE_INT, outcome.status, nullptr);
  gst_element_post_message(GST_ELEMENT(self), gst_message_new_element(GST_OBJECT(self), fields));
}

/// False, with an error, where the settings do not allow it.
bool start(GimbalTrackingSink* self) {
  const Settings settings = settings_of(self);
  const auto destinations = destinations_of(settings);
  if (!destinations) {
    GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS, ("%s", destinations.error().c_str()), (nullptr));
    return false;
  }
  Private& p = *self->p;
  p.refused = 0;
  p.picture.reset();
  p.inlet.emplace(settings.format, settings.source);
  p.inlet->set_video(video_of(settings, nullptr));
  const std::chrono::nanoseconds interval(settings.interval);
  p.runner.start(destinations->runner, interval,
                 [self](const PushOutcome& outcome) { post_health(self, "runner", outcome); });
  p.mqtt.start(destinations->mqtt, interval,
               [self](const PushOutcome& outcome) { post_health(self, "mqtt", outcome); });
  return true;
}

void stop(GimbalTrackingSink* self) {
  self->p->runner.stop();
  self->p->mqtt.stop();
  self->p->inlet.reset();
}

/// A stream is from READY to READY; the base class starts and stops in NULL.
GstStateChangeReturn change_state(GstElement* element, GstStateChange transition) {
  GimbalTrackingSink* self = self_of(element);
  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED && !start(self)) {
    return GST_STATE_CHANGE_FAILURE;
  }
  const auto result =
      GST_ELEMENT_CLASS(gimbal_tracking_sink_parent_class)->change_state(element, transition);
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY ||
      (transition == GST_STATE_CHANGE_READY_TO_PAUSED && result == GST_STATE_CHANGE_FAILURE)) {
    stop(self);
  }
  return result;
}

/// The end of the stream waits for the push that is on its way, and for that of the last record.
void finish(GimbalTrackingSink* self) {
  Private& p = *self->p;
  take(self, p.inlet->finish(now()));
  const auto timeout = std::chrono::nanoseconds(settings_of(self).timeout);
  const auto deadline = LatestRecord::Clock::now() + 2 * timeout;
  p.runner.latest.end();  // both, before either is waited for
  p.mqtt.latest.end();
  p.runner.latest.drain(deadline);
  p.mqtt.latest.drain(deadline);
}

gboolean event(GstBaseSink* base, GstEvent* raw_event) {
  GimbalTrackingSink* self = self_of(base);
  const GstEventType type = GST_EVENT_TYPE(raw_event);
  if (type == GST_EVENT_EOS) {
    finish(self);
  } else if (type == GST_EVENT_STREAM_START) {
    take(self, self->p->inlet->finish(now()));
  } else if (type == GST_EVENT_FLUSH_STOP) {
    self->p->inlet->forget();
  }
  return GST_BASE_SINK_CLASS(gimbal_tracking_sink_parent_class)->event(base, raw_event);
}

gboolean unlock(GstBaseSink* base) {
  self_of(base)->p->runner.latest.interrupt();
  self_of(base)->p->mqtt.latest.interrupt();
  return TRUE;
}

gboolean unlock_stop(GstBaseSink* base) {
  self_of(base)->p->runner.latest.resume();
  self_of(base)->p->mqtt.latest.resume();
  return TRUE;
}

/// Only metas are read: upstream may have its pictures as it likes.
gboolean propose_allocation(GstBaseSink*, GstQuery* query) {
  gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
  return TRUE;
}

void finalize(GObject* object) {
  delete self_of(object)->p;
  G_OBJECT_CLASS(gimbal_tracking_sink_parent_class)->finalize(object);
}

}  // namespace

Settings gimbal::trackingsink::settings_of(GimbalTrackingSink* self) {
  const ObjectLock lock(self);
  return self->p->settings;
}

static void gimbal_tracking_sink_init(GimbalTrackingSink* self) {
  self->p = new Private();
  auto* base = GST_BASE_SINK(self);
  // Records may be rare: a pipeline must not wait for the first one before it plays.
  gst_base_sink_set_async_enabled(base, FALSE);
  gst_base_sink_set_sync(base, FALSE);
  // It would be a picture of upstream's that is not given back.
  gst_base_sink_set_last_sample_enabled(base, FALSE);
}

static void gimbal_tracking_sink_class_init(GimbalTrackingSinkClass* klass) {
  GST_DEBUG_CATEGORY_INIT(gimbal_tracking_sink_debug, "trackingsink", 0, "tracking sink");
  auto* object_class = G_OBJECT_CLASS(klass);
  auto* element_class = GST_ELEMENT_CLASS(klass);
  auto* sink_class = GST_BASE_SINK_CLASS(klass);

  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  install_properties(object_class);

  gst_element_class_set_static_metadata(element_class, "Tracking sink", "Sink/Network",
                                        "Tells a runner or an MQTT broker what detectors see",
                                        "The Gimbal authors");
  gst_element_class_add_static_pad_template(element_class, &sink_template);

  element_class->change_state = change_state;
  sink_class->set_caps = set_caps;
  sink_class->render = render;
  sink_class->event = event;
  sink_class->unlock = unlock;
  sink_class->unlock_stop = unlock_stop;
  sink_class->propose_allocation = propose_allocation;
}

static gboolean plugin_init(GstPlugin* plugin) {
  return gst_element_register(plugin, "trackingsink", GST_RANK_NONE,
                              gimbal_tracking_sink_get_type());
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, gimbaltrackingsink, "Tracking sink",
                  plugin_init, GIMBAL_VERSION, "LGPL", "gimbal", "gimbal")
