// virtualptz: a camera that moves inside the picture; cuts a sub-pixel crop out of each frame.
#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

#include <memory>
#include <optional>

#include "gst-plugins/common/crop_meta.hpp"
#include "gst-plugins/common/roi_meta.hpp"
#include "gst-plugins/common/video_transform.hpp"
#include "gst-plugins/support/handles.hpp"
#include "gst-plugins/support/object_lock.hpp"
#include "gst-plugins/virtualptz/output_size.hpp"
#include "gst-plugins/virtualptz/system_resampler.hpp"
#include "lib/camera/crop.hpp"
#include "lib/camera/ptz_names.hpp"

/**
 * SECTION:element-virtualptz
 *
 * Shows a part of its input, chosen by centre and zoom, at a fixed output size. Nothing is ever
 * stretched: zoom 1 is the largest crop with the output's shape.
 *
 * |[
 * gst-launch-1.0 videotestsrc num-buffers=60 ! video/x-raw,width=1920,height=1080
 *   ! virtualptz center-x=0.3 zoom=2 ! video/x-raw,width=1280,height=720 ! fakesink
 * ]|
 */

GST_DEBUG_CATEGORY_STATIC(virtual_ptz_debug);
#define GST_CAT_DEFAULT virtual_ptz_debug

namespace {

using gimbal::CapsHandle;
using gimbal::CropRect;
using gimbal::Framing;
using gimbal::ObjectLock;
using gimbal::PictureShape;
using gimbal::SizeWish;

enum Property { kPropCenterX = 1, kPropCenterY, kPropZoom, kPropWidth, kPropHeight };

constexpr const char* kCaps =
    "video/x-raw, format=(string){NV12,I420}, width=(int)[2,32768], height=(int)[2,32768], "
    "framerate=(fraction)[0/1,max]";
constexpr int kMaxSide = 32768;

GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS(kCaps));
GstStaticPadTemplate src_template =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS(kCaps));

/// What the camera is asked to show.
struct Goal {
  Framing framing;
  guint64 command = 0;  // of the event that asked, 0 for properties
  guint64 serial = 0;   // changes with every request
};

/// What the user sets. Under the object lock.
struct Settings {
  Goal goal;
  SizeWish size;
};

/// Streaming thread only.
struct State {
  GstVideoInfo in_info;
  GstVideoInfo out_info;
  PictureShape source;
  PictureShape output;
  std::optional<SizeWish> fixed_size;  // kept when the input changes its size in mid-stream
  std::unique_ptr<gimbal::SystemResampler> resampler;
  std::optional<guint64> shown_serial;
};

struct Private {
  Settings settings;
  State state;
};

}  // namespace

struct GimbalVirtualPtz {
  GstBaseTransform parent;
  Private* p;
};

struct GimbalVirtualPtzClass {
  GstBaseTransformClass parent_class;
};

GType gimbal_virtual_ptz_get_type(void);
G_DEFINE_TYPE(GimbalVirtualPtz, gimbal_virtual_ptz, GST_TYPE_BASE_TRANSFORM)

namespace {

GimbalVirtualPtz* self_of(gpointer object) {
  return static_cast<GimbalVirtualPtz*>(object);
}

// --- properties --------------------------------------------------------------------------------

void set_property(GObject* object, guint id, const GValue* value, GParamSpec* spec) {
  Settings& settings = self_of(object)->p->settings;
  const ObjectLock lock(object);
  switch (id) {
    case kPropCenterX:
      settings.goal.framing.center_x = g_value_get_double(value);
      break;
    case kPropCenterY:
      settings.goal.framing.center_y = g_value_get_double(value);
      break;
    case kPropZoom:
      settings.goal.framing.zoom = g_value_get_double(value);
      break;
    case kPropWidth:
      settings.size.width = g_value_get_int(value);
      return;
    case kPropHeight:
      settings.size.height = g_value_get_int(value);
      return;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
      return;
  }
  settings.goal.command = 0;
  ++settings.goal.serial;
}

void get_property(GObject* object, guint id, GValue* value, GParamSpec* spec) {
  const Settings& settings = self_of(object)->p->settings;
  const ObjectLock lock(object);
  switch (id) {
    case kPropCenterX:
      g_value_set_double(value, settings.goal.framing.center_x);
      break;
    case kPropCenterY:
      g_value_set_double(value, settings.goal.framing.center_y);
      break;
    case kPropZoom:
      g_value_set_double(value, settings.goal.framing.zoom);
      break;
    case kPropWidth:
      g_value_set_int(value, settings.size.width);
      break;
    case kPropHeight:
      g_value_set_int(value, settings.size.height);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

// --- control events ----------------------------------------------------------------------------

bool in_range(double value, double low, double high) {
  return value >= low && value <= high;  // false for NaN
}

/// True where `event` is one of ours; its goal is taken whole or, where a number is bad, not at
/// all.
bool take_ptz_event(GimbalVirtualPtz* self, GstEvent* event) {
  const GstStructure* fields = gst_event_get_structure(event);
  if (fields == nullptr || gst_structure_has_name(fields, gimbal::kPtzEvent) == FALSE) {
    return false;
  }
  Framing framing;
  guint64 command = 0;
  if (gst_structure_get(fields, "command", G_TYPE_UINT64, &command, "center-x", G_TYPE_DOUBLE,
                        &framing.center_x, "center-y", G_TYPE_DOUBLE, &framing.center_y, "zoom",
                        G_TYPE_DOUBLE, &framing.zoom, nullptr) == FALSE ||
      !in_range(framing.center_x, 0, 1) || !in_range(framing.center_y, 0, 1) ||
      !in_range(framing.zoom, gimbal::kMinZoom, gimbal::kMaxZoom)) {
    GST_WARNING_OBJECT(self, "ignored a PTZ event: %" GST_PTR_FORMAT,
                       static_cast<const void*>(fields));
    return true;
  }
  const ObjectLock lock(self);
  Goal& goal = self->p->settings.goal;
  goal = {framing, command, goal.serial + 1};
  return true;
}

gboolean src_event(GstBaseTransform* transform, GstEvent* event) {
  if (GST_EVENT_TYPE(event) == GST_EVENT_CUSTOM_UPSTREAM &&
      take_ptz_event(self_of(transform), event)) {
    const gimbal::EventHandle adopted(event);
    return TRUE;
  }
  return GST_BASE_TRANSFORM_CLASS(gimbal_virtual_ptz_parent_class)->src_event(transform, event);
}

/// The application's way in: works in every state, also before the pads are active.
gboolean send_event(GstElement* element, GstEvent* event) {
  if (GST_EVENT_TYPE(event) == GST_EVENT_CUSTOM_UPSTREAM &&
      take_ptz_event(self_of(element), event)) {
    const gimbal::EventHandle adopted(event);
    return TRUE;
  }
  return GST_ELEMENT_CLASS(gimbal_virtual_ptz_parent_class)->send_event(element, event);
}

// --- negotiation -------------------------------------------------------------------------------

PictureShape shape_of(const GstVideoInfo& info) {
  return {GST_VIDEO_INFO_WIDTH(&info), GST_VIDEO_INFO_HEIGHT(&info),
          static_cast<double>(GST_VIDEO_INFO_PAR_N(&info)) / GST_VIDEO_INFO_PAR_D(&info)};
}

/// Any size on the other side; format, framerate and colours stay.
GstCaps* transform_caps(GstBaseTransform*, GstPadDirection, GstCaps* caps, GstCaps* filter) {
  CapsHandle other(gst_caps_copy(caps));
  for (guint i = 0; i < gst_caps_get_size(other.get()); ++i) {
    GstStructure* structure = gst_caps_get_structure(other.get(), i);
    gst_structure_set(structure, "width", GST_TYPE_INT_RANGE, 2, kMaxSide, "height",
                      GST_TYPE_INT_RANGE, 2, kMaxSide, nullptr);
    if (gst_structure_has_field(structure, "pixel-aspect-ratio") != FALSE) {
      gst_structure_set(structure, "pixel-aspect-ratio", GST_TYPE_FRACTION_RANGE, 1, G_MAXINT,
                        G_MAXINT, 1, nullptr);
    }
  }
  return gimbal::filtered(std::move(other), filter);
}

/// Downstream's word first, then the size this stream already has, then the properties.
SizeWish wish_for_output(GimbalVirtualPtz* self, const GstStructure* downstream) {
  SizeWish said;
  gst_structure_get_int(downstream, "width", &said.width);
  gst_structure_get_int(downstream, "height", &said.height);
  if (said.width > 0 || said.height > 0) {
    return said;
  }
  if (self->p->state.fixed_size) {
    return *self->p->state.fixed_size;
  }
  const ObjectLock lock(self);
  return self->p->settings.size;
}

GstCaps* fixate_caps(GstBaseTransform* transform, GstPadDirection direction, GstCaps* caps,
                     GstCaps* other) {
  GstVideoInfo input;
  if (direction == GST_PAD_SRC || gst_video_info_from_caps(&input, caps) == FALSE) {
    return gst_caps_fixate(other);
  }
  other = gst_caps_make_writable(gst_caps_truncate(other));
  GstStructure* structure = gst_caps_get_structure(other, 0);
  const SizeWish size =
      gimbal::choose_output_size(wish_for_output(self_of(transform), structure), shape_of(input));
  gst_structure_fixate_field_nearest_int(structure, "width", size.width);
  gst_structure_fixate_field_nearest_int(structure, "height", size.height);
  if (gst_structure_has_field(structure, "pixel-aspect-ratio") != FALSE) {
    gst_structure_fixate_field_nearest_fraction(structure, "pixel-aspect-ratio", 1, 1);
  }
  return gst_caps_fixate(other);
}

gboolean set_caps(GstBaseTransform* transform, GstCaps* in, GstCaps* out) {
  GimbalVirtualPtz* self = self_of(transform);
  State& state = self->p->state;
  if (gst_video_info_from_caps(&state.in_info, in) == FALSE ||
      gst_video_info_from_caps(&state.out_info, out) == FALSE) {
    return FALSE;
  }
  if (GST_VIDEO_INFO_IS_INTERLACED(&state.in_info)) {
    GST_ELEMENT_ERROR(self, STREAM, FORMAT,
                      ("virtualptz takes progressive video only. Put \"deinterlace\" in front."),
                      (nullptr));
    return FALSE;
  }
  state.source = shape_of(state.in_info);
  state.output = shape_of(state.out_info);
  state.resampler = std::make_unique<gimbal::SystemResampler>();
  const std::string error =
      state.resampler->configure({.in_caps = in,
                                  .out_caps = out,
                                  .in_info = state.in_info,
                                  .out_info = state.out_info,
                                  .method = gimbal::ResampleMethod::kBilinear});
  if (!error.empty()) {
    GST_ELEMENT_ERROR(self, STREAM, FORMAT, ("%s", error.c_str()), (nullptr));
    return FALSE;
  }
  state.shown_serial.reset();
  return TRUE;
}

/// Decoders may hand over their own strides.
gboolean propose_allocation(GstBaseTransform* transform, GstQuery* decide, GstQuery* query) {
  if (GST_BASE_TRANSFORM_CLASS(gimbal_virtual_ptz_parent_class)
          ->propose_allocation(transform, decide, query) == FALSE) {
    return FALSE;
  }
  gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
  return TRUE;
}

// --- streaming thread --------------------------------------------------------------------------

gboolean start(GstBaseTransform* transform) {
  self_of(transform)->p->state = State();
  return TRUE;
}

gboolean stop(GstBaseTransform* transform) {
  self_of(transform)->p->state = State();
  return TRUE;
}

void before_transform(GstBaseTransform* transform, GstBuffer* buffer) {
  const GstClockTime stream_time =
      gst_segment_to_stream_time(&transform->segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
  if (GST_CLOCK_TIME_IS_VALID(stream_time)) {
    gst_object_sync_values(GST_OBJECT(transform), stream_time);
  }
}

/// Says once, with the first frame that shows it, what the camera shows.
void post_ptz_state(GimbalVirtualPtz* self, const Goal& goal, const CropRect& crop,
                    GstClockTime pts) {
  State& state = self->p->state;
  if (state.shown_serial == goal.serial) {
    return;
  }
  state.shown_serial = goal.serial;
  const Framing shown = gimbal::clamp_framing(goal.framing, state.source, state.output);
  GstStructure* fields = gst_structure_new(
      gimbal::kPtzStateMessage, "command", G_TYPE_UINT64, goal.command, "pts", G_TYPE_UINT64, pts,
      "center-x", G_TYPE_DOUBLE, shown.center_x, "center-y", G_TYPE_DOUBLE, shown.center_y, "zoom",
      G_TYPE_DOUBLE, shown.zoom, "x", G_TYPE_DOUBLE, crop.x, "y", G_TYPE_DOUBLE, crop.y, "w",
      G_TYPE_DOUBLE, crop.w, "h", G_TYPE_DOUBLE, crop.h, nullptr);
  gst_element_post_message(GST_ELEMENT(self), gst_message_new_element(GST_OBJECT(self), fields));
}

GstFlowReturn transform(GstBaseTransform* base, GstBuffer* in, GstBuffer* out) {
  GimbalVirtualPtz* self = self_of(base);
  State& state = self->p->state;
  Goal goal;
  {
    const ObjectLock lock(self);
    goal = self->p->settings.goal;
  }
  // From the first frame on: until then tags may still turn the input on its side.
  state.fixed_size = SizeWish{state.output.width, state.output.height};
  const CropRect crop = gimbal::crop_for(goal.framing, state.source, state.output);
  const std::string error =
      state.resampler->run(in, out, {crop, 0, 0, state.output.width, state.output.height});
  if (!error.empty()) {
    GST_ELEMENT_ERROR(self, RESOURCE, FAILED, ("%s", error.c_str()), (nullptr));
    return GST_FLOW_ERROR;
  }
  gimbal::set_crop_meta(out, crop);
  gimbal::crop_roi_metas(in, out, crop, state.output.width, state.output.height);
  post_ptz_state(self, goal, crop, GST_BUFFER_PTS(in));
  return GST_FLOW_OK;
}

/// Regions of interest move with the crop, which is known only when the frame is resampled: see
/// `transform`.
gboolean transform_meta(GstBaseTransform* base, GstBuffer* out, GstMeta* meta, GstBuffer* in) {
  return meta->info->api == GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE
             ? FALSE
             : GST_BASE_TRANSFORM_CLASS(gimbal_virtual_ptz_parent_class)
                   ->transform_meta(base, out, meta, in);
}

void finalize(GObject* object) {
  delete self_of(object)->p;
  G_OBJECT_CLASS(gimbal_virtual_ptz_parent_class)->finalize(object);
}

// --- class -------------------------------------------------------------------------------------

void install_properties(GObjectClass* object_class) {
  constexpr auto kAnyTime =
      static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                               GST_PARAM_MUTABLE_PLAYING | GST_PARAM_CONTROLLABLE);
  constexpr auto kWhenReady = static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                                       GST_PARAM_MUTABLE_READY);
  g_object_class_install_property(
      object_class, kPropCenterX,
      g_param_spec_double("center-x", "Centre x",
                          "Centre of the crop, as a fraction of the input's width from the left", 0,
                          1, 0.5, kAnyTime));
  g_object_class_install_property(
      object_class, kPropCenterY,
      g_param_spec_double("center-y", "Centre y",
                          "Centre of the crop, as a fraction of the input's height from the top", 0,
                          1, 0.5, kAnyTime));
  g_object_class_install_property(
      object_class, kPropZoom,
      g_param_spec_double("zoom", "Zoom",
                          "1 is the largest crop with the output's shape, 2 half its width",
                          gimbal::kMinZoom, gimbal::kMaxZoom, 1, kAnyTime));
  g_object_class_install_property(
      object_class, kPropWidth,
      g_param_spec_int("width", "Width",
                       "Output width in pixels where downstream's caps leave it open (0: follows "
                       "the height, or is the input's)",
                       0, kMaxSide, 0, kWhenReady));
  g_object_class_install_property(
      object_class, kPropHeight,
      g_param_spec_int("height", "Height",
                       "Output height in pixels where downstream's caps leave it open (0: follows "
                       "the width, or is the input's)",
                       0, kMaxSide, 0, kWhenReady));
}

}  // namespace

static void gimbal_virtual_ptz_init(GimbalVirtualPtz* self) {
  self->p = new Private();
}

static void gimbal_virtual_ptz_class_init(GimbalVirtualPtzClass* klass) {
  GST_DEBUG_CATEGORY_INIT(virtual_ptz_debug, "virtualptz", 0, "virtual PTZ camera");
  auto* object_class = G_OBJECT_CLASS(klass);
  auto* element_class = GST_ELEMENT_CLASS(klass);
  auto* transform_class = GST_BASE_TRANSFORM_CLASS(klass);

  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  install_properties(object_class);

  gst_element_class_set_static_metadata(element_class, "Virtual PTZ camera", "Filter/Effect/Video",
                                        "Pans, tilts and zooms inside the picture, at sub-pixel "
                                        "positions and a fixed output size",
                                        "The Gimbal authors");
  gst_element_class_add_static_pad_template(element_class, &sink_template);
  gst_element_class_add_static_pad_template(element_class, &src_template);

  element_class->send_event = send_event;
  transform_class->src_event = src_event;
  transform_class->transform_caps = transform_caps;
  transform_class->fixate_caps = fixate_caps;
  transform_class->get_unit_size = gimbal::get_frame_size;
  transform_class->set_caps = set_caps;
  transform_class->propose_allocation = propose_allocation;
  transform_class->start = start;
  transform_class->stop = stop;
  transform_class->before_transform = before_transform;
  transform_class->transform_meta = transform_meta;
  transform_class->transform = transform;
}

static gboolean plugin_init(GstPlugin* plugin) {
  gimbal::register_crop_meta();
  return gst_element_register(plugin, "virtualptz", GST_RANK_NONE, gimbal_virtual_ptz_get_type());
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, gimbalvirtualptz, "Virtual PTZ camera",
                  plugin_init, GIMBAL_VERSION, "LGPL", "gimbal", "gimbal")
