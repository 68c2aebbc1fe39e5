// glreadback: RGBA in GL memory to NV12 or I420 in system memory; the CPU twin of cudainterop.
#include <utility>

#include "gst-plugins/common/video_transform.hpp"
#include "gst-plugins/common/yuv_frame.hpp"
#include "gst-plugins/glreadback/caps.hpp"
#include "gst-plugins/glreadback/element.hpp"
#include "gst-plugins/glreadback/frames.hpp"
#include "gst-plugins/support/handles.hpp"
#include "gst-plugins/support/object_lock.hpp"

/**
 * SECTION:element-glreadback
 *
 * Reads frames back from the GPU and converts them to 4:2:0 with SIMD, in the matrix and range of
 * the output caps. On a GPU a frame is read while the next one is drawn (`depth` 1): it leaves when
 * the next one comes, or at the end.
 *
 * |[
 * gst-launch-1.0 eglsrc num-buffers=60 ! glreadback ! x264enc tune=zerolatency ! fakesink
 * ]|
 */

GST_DEBUG_CATEGORY_STATIC(gl_readback_debug);
#define GST_CAT_DEFAULT gl_readback_debug

G_DEFINE_TYPE(GimbalGlReadback, gimbal_gl_readback, GST_TYPE_GL_BASE_FILTER)

namespace {

using gimbal::BufferHandle;
using gimbal::ObjectLock;
using namespace gimbal::glreadback;

enum Property { kPropDepth = 1, kPropCurrentDepth };

GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS(kSinkCaps));
GstStaticPadTemplate src_template =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS(kSrcCaps));

GstBaseTransformClass* parent_transform_class() {
  return GST_BASE_TRANSFORM_CLASS(gimbal_gl_readback_parent_class);
}

// --- properties --------------------------------------------------------------------------------

void set_property(GObject* object, guint id, const GValue* value, GParamSpec* spec) {
  const ObjectLock lock(object);
  if (id == kPropDepth) {
    self_of(object)->p->settings.depth = g_value_get_int(value);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

void get_property(GObject* object, guint id, GValue* value, GParamSpec* spec) {
  const Private& p = *self_of(object)->p;
  const ObjectLock lock(object);
  if (id == kPropDepth) {
    g_value_set_int(value, p.settings.depth);
  } else if (id == kPropCurrentDepth) {
    g_value_set_int(value, p.facts.depth);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

void install_properties(GObjectClass* object_class) {
  g_object_class_install_property(
      object_class, kPropDepth,
      g_param_spec_int("depth", "Depth",
                       "Frames that are read while the next ones are drawn (-1: 1 on a GPU, 0 in "
                       "software)",
                       kAutoDepth, 1, kAutoDepth,
                       static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                                GST_PARAM_MUTABLE_READY)));
  g_object_class_install_property(
      object_class, kPropCurrentDepth,
      g_param_spec_int("current-depth", "Current depth",
                       "The depth in use (-1: not known before the first caps)", kAutoDepth, 1,
                       kAutoDepth,
                       static_cast<GParamFlags>(G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)));
}

// --- GL thread ---------------------------------------------------------------------------------

gboolean gl_start(GstGLBaseFilter* filter) {
  if (const auto error = self_of(filter)->p->state.reader.start(filter->context)) {
    GST_ELEMENT_ERROR(filter, RESOURCE, SETTINGS, ("%s", error->text.c_str()), (nullptr));
    return FALSE;
  }
  return TRUE;
}

void gl_stop(GstGLBaseFilter* filter) {
  State& state = self_of(filter)->p->state;
  state.pending.reset();
  state.reader.stop();
}

// --- frames ------------------------------------------------------------------------------------

GstFlowReturn transform(GstBaseTransform* base, GstBuffer* input, GstBuffer* output) {
  return convert_now(self_of(base), input, output);
}

GstFlowReturn submit_input_buffer(GstBaseTransform* base, gboolean is_discont, GstBuffer* input) {
  // The base class marks the next frame that it pushes as the discontinuity: it must be this one.
  if (GST_BUFFER_IS_DISCONT(input)) {
    const GstFlowReturn flow = drain(self_of(base));
    if (flow != GST_FLOW_OK) {
      const BufferHandle owned(input);
      return flow;
    }
  }
  return parent_transform_class()->submit_input_buffer(base, is_discont, input);
}

GstFlowReturn generate_output(GstBaseTransform* base, GstBuffer** output) {
  GimbalGlReadback* self = self_of(base);
  if (self->p->state.depth == 0 || base->queued_buf == nullptr) {
    return parent_transform_class()->generate_output(base, output);
  }
  return convert_previous(self, BufferHandle(std::exchange(base->queued_buf, nullptr)), output);
}

gboolean sink_event(GstBaseTransform* base, GstEvent* event) {
  if (GST_EVENT_TYPE(event) == GST_EVENT_FLUSH_STOP) {
    discard(self_of(base));
  } else if (GST_EVENT_IS_SERIALIZED(event)) {
    drain(self_of(base));
  }
  return parent_transform_class()->sink_event(base, event);
}

// --- depth and latency -------------------------------------------------------------------------

/// How deep to read a stream. Without a frame rate nobody could say how long a frame would wait.
int choose_depth(GimbalGlReadback* self) {
  const State& state = self->p->state;
  if (GST_VIDEO_INFO_FPS_N(&state.in_info) == 0) {
    return 0;
  }
  const ObjectLock lock(self);
  const int wanted = self->p->settings.depth;
  return wanted != kAutoDepth ? wanted : state.reader.is_software() ? 0 : 1;
}

void update_depth(GimbalGlReadback* self) {
  State& state = self->p->state;
  state.depth = choose_depth(self);
  const GstVideoInfo& info = state.in_info;
  const GstClockTime latency =
      state.depth == 0 ? 0
                       : gst_util_uint64_scale_int(GST_SECOND, GST_VIDEO_INFO_FPS_D(&info),
                                                   GST_VIDEO_INFO_FPS_N(&info));
  bool changed = false;
  {
    const ObjectLock lock(self);
    Facts& facts = self->p->facts;
    changed = facts.latency != latency;
    facts = {state.depth, latency};
  }
  if (changed) {
    gst_element_post_message(GST_ELEMENT(self), gst_message_new_latency(GST_OBJECT(self)));
  }
}

void add_latency(GimbalGlReadback* self, GstQuery* query) {
  gboolean live = FALSE;
  GstClockTime min = 0;
  GstClockTime max = 0;
  gst_query_parse_latency(query, &live, &min, &max);
  const ObjectLock lock(self);
  const GstClockTime ours = self->p->facts.latency;
  gst_query_set_latency(query, live, min + ours,
                        max == GST_CLOCK_TIME_NONE ? GST_CLOCK_TIME_NONE : max + ours);
}

gboolean query(GstBaseTransform* base, GstPadDirection direction, GstQuery* query) {
  if (direction == GST_PAD_SINK && GST_QUERY_TYPE(query) == GST_QUERY_DRAIN) {
    drain(self_of(base));
  }
  const gboolean answered = parent_transform_class()->query(base, direction, query);
  if (answered != FALSE && direction == GST_PAD_SRC && GST_QUERY_TYPE(query) == GST_QUERY_LATENCY) {
    add_latency(self_of(base), query);
  }
  return answered;
}

// --- negotiation -------------------------------------------------------------------------------

GstCaps* transform_caps(GstBaseTransform*, GstPadDirection direction, GstCaps* caps,
                        GstCaps* filter) {
  return gimbal::filtered(gimbal::CapsHandle(other_caps(caps, direction)), filter);
}

GstCaps* fixate_caps(GstBaseTransform*, GstPadDirection direction, GstCaps*, GstCaps* other) {
  return direction == GST_PAD_SRC ? gst_caps_fixate(other) : fixate_output(other);
}

gboolean set_caps(GstBaseTransform* base, GstCaps* in, GstCaps* out) {
  drain(self_of(base));
  State& state = self_of(base)->p->state;
  if (gst_video_info_from_caps(&state.in_info, in) == FALSE ||
      gst_video_info_from_caps(&state.out_info, out) == FALSE) {
    return FALSE;
  }
  const auto coefficients =
      gimbal::coefficients_for(state.out_info.colorimetry, "glreadback converts to");
  if (!coefficients) {
    GST_ELEMENT_ERROR(base, STREAM, FORMAT, ("%s", coefficients.error().c_str()), (nullptr));
    return FALSE;
  }
  state.coefficients = *coefficients;
  return parent_transform_class()->set_caps(base, in, out);
}

/// The base class brings the GL context here, and may bring another one than before.
gboolean decide_allocation(GstBaseTransform* base, GstQuery* query) {
  drain(self_of(base));
  if (parent_transform_class()->decide_allocation(base, query) == FALSE) {
    return FALSE;
  }
  update_depth(self_of(base));
  return TRUE;
}

/// The picture's geometry stays: every meta but those about its memory goes along.
gboolean transform_meta(GstBaseTransform*, GstBuffer*, GstMeta* meta, GstBuffer*) {
  const GType api = meta->info->api;
  return api != GST_VIDEO_META_API_TYPE && api != GST_GL_SYNC_META_API_TYPE;
}

// --- life --------------------------------------------------------------------------------------

gboolean stop(GstBaseTransform* base) {
  const gboolean stopped = parent_transform_class()->stop(base);
  GimbalGlReadback* self = self_of(base);
  self->p->state.pending.reset();
  self->p->state.depth = 0;
  const ObjectLock lock(self);
  self->p->facts = {};
  return stopped;
}

void finalize(GObject* object) {
  delete self_of(object)->p;
  G_OBJECT_CLASS(gimbal_gl_readback_parent_class)->finalize(object);
}

}  // namespace

static void gimbal_gl_readback_init(GimbalGlReadback* self) {
  self->p = new Private();
}

static void gimbal_gl_readback_class_init(GimbalGlReadbackClass* klass) {
  GST_DEBUG_CATEGORY_INIT(gl_readback_debug, "glreadback", 0, "GL readback");
  auto* object_class = G_OBJECT_CLASS(klass);
  auto* element_class = GST_ELEMENT_CLASS(klass);
  auto* transform_class = GST_BASE_TRANSFORM_CLASS(klass);
  auto* gl_class = GST_GL_BASE_FILTER_CLASS(klass);

  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  install_properties(object_class);

  gst_element_class_set_static_metadata(
      element_class, "GL readback", "Filter/Converter/Video",
      "Reads RGBA frames back from OpenGL and converts them to NV12 or I420", "The Gimbal authors");
  gst_element_class_add_static_pad_template(element_class, &sink_template);
  gst_element_class_add_static_pad_template(element_class, &src_template);

  transform_class->transform_caps = transform_caps;
  transform_class->fixate_caps = fixate_caps;
  transform_class->get_unit_size = gimbal::get_frame_size;
  transform_class->set_caps = set_caps;
  transform_class->decide_allocation = decide_allocation;
  transform_class->query = query;
  transform_class->sink_event = sink_event;
  transform_class->submit_input_buffer = submit_input_buffer;
  transform_class->generate_output = generate_output;
  transform_class->transform = transform;
  transform_class->transform_meta = transform_meta;
  transform_class->stop = stop;
  gl_class->supported_gl_api = GST_GL_API_OPENGL3;
  gl_class->gl_start = gl_start;
  gl_class->gl_stop = gl_stop;
}

static gboolean plugin_init(GstPlugin* plugin) {
  return gst_element_register(plugin, "glreadback", GST_RANK_NONE, gimbal_gl_readback_get_type());
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, gimbalglreadback, "GL readback",
                  plugin_init, GIMBAL_VERSION, "LGPL", "gimbal", "gimbal")
