// virtualptz: a camera that moves inside the picture; cuts a sub-pixel crop out of each frame.
#include "gst-plugins/common/crop_meta.hpp"
#include "gst-plugins/common/video_transform.hpp"
#include "gst-plugins/support/object_lock.hpp"
#include "gst-plugins/virtualptz/caps.hpp"
#include "gst-plugins/virtualptz/debug_category.hpp"
#include "gst-plugins/virtualptz/element.hpp"
#include "gst-plugins/virtualptz/events.hpp"
#include "gst-plugins/virtualptz/frames.hpp"
#include "gst-plugins/virtualptz/negotiation.hpp"
#include "gst-plugins/virtualptz/properties.hpp"
#include "gst-plugins/virtualptz/property_specs.hpp"
#include "gst-plugins/virtualptz/tracking_pad.hpp"

/**
 * SECTION:element-virtualptz
 *
 * Shows a part of its input at a fixed output size. An operator says which part, or detectors do,
 * in records on the request pad `tracking` or as regions of interest on the input.
 *
 * |[
 * gst-launch-1.0 videotestsrc num-buffers=60 ! video/x-raw,width=1920,height=1080
 *   ! virtualptz center-x=0.3 zoom=2 ! video/x-raw,width=1280,height=720 ! fakesink
 * ]|
 */

GST_DEBUG_CATEGORY(gimbal_virtual_ptz_debug);

G_DEFINE_TYPE(GimbalVirtualPtz, gimbal_virtual_ptz, GST_TYPE_BASE_TRANSFORM)

namespace {

using namespace gimbal::virtualptz;

GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS(kVideoCaps));
GstStaticPadTemplate src_template =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS(kVideoCaps));
GstStaticPadTemplate tracking_template = GST_STATIC_PAD_TEMPLATE(
    kTrackingPad, GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS("application/json; text/x-json; application/x-onvif-metadata; "
                    "application/xml; text/xml; text/csv; text/plain"));

// --- presets -----------------------------------------------------------------------------------

/// What an action signal returns: whether the camera took the command. A refusal is a warning.
gboolean give(GimbalVirtualPtz* self, const gimbal::CameraCommand& command) {
  const auto refused = self->p->camera.take(0, command);
  if (refused) {
    self->p->command_warnings.post(GST_ELEMENT(self), "A preset was refused: " + refused->reason);
  }
  return refused ? FALSE : TRUE;
}

std::string name_or_empty(const gchar* name) {
  return name == nullptr ? "" : name;
}

gboolean go_to_preset(GimbalVirtualPtz* self, const gchar* name) {
  return give(self, gimbal::GoToPreset{name_or_empty(name)});
}

gboolean store_preset(GimbalVirtualPtz* self, const gchar* name) {
  return give(self, gimbal::StorePreset{name_or_empty(name), std::nullopt});
}

gboolean remove_preset(GimbalVirtualPtz* self, const gchar* name) {
  return give(self, gimbal::RemovePreset{name_or_empty(name)});
}

void install_action(GimbalVirtualPtzClass* klass, const char* name,
                    gboolean (*action)(GimbalVirtualPtz*, const gchar*)) {
  g_signal_new_class_handler(name, G_TYPE_FROM_CLASS(klass),
                             static_cast<GSignalFlags>(G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION),
                             G_CALLBACK(action), nullptr, nullptr, nullptr, G_TYPE_BOOLEAN, 1,
                             G_TYPE_STRING);
}

// --- life --------------------------------------------------------------------------------------

/// No frame will come to answer those who still wait.
void end_commands(GimbalVirtualPtz* self) {
  post_refusals(GST_ELEMENT(self), self->p->camera.end("the stream was stopped"));
  self->p->camera.begin();
}

GstStateChangeReturn change_state(GstElement* element, GstStateChange transition) {
  const auto result =
      GST_ELEMENT_CLASS(gimbal_virtual_ptz_parent_class)->change_state(element, transition);
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY ||
      transition == GST_STATE_CHANGE_READY_TO_NULL) {
    end_commands(self_of(element));
  }
  return result;
}

/// What was true of this stream's frames is not of the next one's.
void forget_stream(GimbalVirtualPtz* self) {
  self->p->state = State();
  self->p->messages.forget();
  const gimbal::ObjectLock lock(self);
  self->p->facts.segment = {};
  self->p->facts.video = {};
  self->p->facts.without_segment.clear();
  self->p->facts.shown.reset();
}

gboolean stop(GstBaseTransform* base) {
  GimbalVirtualPtz* self = self_of(base);
  forget_stream(self);
  drop_resampler(self);
  return TRUE;
}

void set_context(GstElement* element, GstContext* context) {
  offer_context(self_of(element), context);
  GST_ELEMENT_CLASS(gimbal_virtual_ptz_parent_class)->set_context(element, context);
}

GstPad* request_new_pad(GstElement* element, GstPadTemplate* pad_template, const gchar*,
                        const GstCaps*) {
  GstPad* pad = new_tracking_pad(self_of(element), pad_template);
  if (pad != nullptr) {
    gst_pad_set_active(pad, TRUE);
    gst_element_add_pad(element, pad);
  }
  return pad;
}

void release_pad(GstElement* element, GstPad* pad) {
  gst_pad_set_active(pad, FALSE);
  gst_element_remove_pad(element, pad);
}

void finalize(GObject* object) {
  delete self_of(object)->p;
  G_OBJECT_CLASS(gimbal_virtual_ptz_parent_class)->finalize(object);
}

}  // namespace

Settings gimbal::virtualptz::settings_of(GimbalVirtualPtz* self) {
  const ObjectLock lock(self);
  return self->p->settings;
}

GstBaseTransformClass* gimbal::virtualptz::base_class() {
  return GST_BASE_TRANSFORM_CLASS(gimbal_virtual_ptz_parent_class);
}

static void gimbal_virtual_ptz_init(GimbalVirtualPtz* self) {
  self->p = new Private();
  link_inside(GST_BASE_TRANSFORM_SINK_PAD(self));
  link_inside(GST_BASE_TRANSFORM_SRC_PAD(self));
}

static void gimbal_virtual_ptz_class_init(GimbalVirtualPtzClass* klass) {
  GST_DEBUG_CATEGORY_INIT(gimbal_virtual_ptz_debug, "virtualptz", 0, "virtual PTZ camera");
  auto* object_class = G_OBJECT_CLASS(klass);
  auto* element_class = GST_ELEMENT_CLASS(klass);
  auto* transform_class = GST_BASE_TRANSFORM_CLASS(klass);

  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  install_properties(object_class);
  install_action(klass, "go-to-preset", go_to_preset);
  install_action(klass, "store-preset", store_preset);
  install_action(klass, "remove-preset", remove_preset);

  gst_element_class_set_static_metadata(element_class, "Virtual PTZ camera", "Filter/Effect/Video",
                                        "Pans, tilts and zooms inside the picture, led by an "
                                        "operator or by detectors, at a fixed output size",
                                        "The Gimbal authors");
  gst_element_class_add_static_pad_template(element_class, &sink_template);
  gst_element_class_add_static_pad_template(element_class, &src_template);
  gst_element_class_add_static_pad_template(element_class, &tracking_template);

  element_class->change_state = change_state;
  element_class->send_event = send_event;
  element_class->set_context = set_context;
  element_class->request_new_pad = request_new_pad;
  element_class->release_pad = release_pad;
  transform_class->query = query;
  transform_class->sink_event = sink_event;
  transform_class->src_event = src_event;
  transform_class->transform_caps = transform_caps;
  transform_class->fixate_caps = fixate_caps;
  transform_class->get_unit_size = gimbal::get_frame_size;
  transform_class->set_caps = set_caps;
  transform_class->propose_allocation = propose_allocation;
  transform_class->decide_allocation = decide_allocation;
  transform_class->stop = stop;
  transform_class->submit_input_buffer = submit_input_buffer;
  transform_class->generate_output = generate_output;
  transform_class->prepare_output_buffer = prepare_output_buffer;
  transform_class->transform_meta = transform_meta;
  transform_class->transform = transform;
}

static gboolean plugin_init(GstPlugin* plugin) {
  gimbal::register_crop_meta();
  return gst_element_register(plugin, "virtualptz", GST_RANK_NONE, gimbal_virtual_ptz_get_type());
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, gimbalvirtualptz, "Virtual PTZ camera",
                  plugin_init, GIMBAL_VERSION, "LGPL", "gimbal", "gimbal")
