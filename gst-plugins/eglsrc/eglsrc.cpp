// eglsrc: a live source of frames drawn by OpenGL on a chosen EGL device, with no window system.

#include <gst/video/video.h>
// gl.h does not bring what this one needs.
#include <gst/gl/gstglbasesrc.h>

#include <chrono>
#include <optional>
#include <string>

#include "gst-plugins/common/clock_wait.hpp"
#include "gst-plugins/common/frame_schedule.hpp"
#include "gst-plugins/eglsrc/properties.hpp"
#include "gst-plugins/eglsrc/rect_painter.hpp"
#include "gst-plugins/eglsrc/shared_display.hpp"
#include "gst-plugins/support/map_flags.hpp"
#include "gst-plugins/support/object_lock.hpp"
#include "lib/stamp/frame_stamp.hpp"

/**
 * SECTION:element-eglsrc
 *
 * Draws a built-in scene on the EGL device of your choice, headless, into GL textures.
 *
 * |[
 * gst-launch-1.0 eglsrc num-buffers=60 ! glreadback ! fakesink
 * ]|
 */

GST_DEBUG_CATEGORY_STATIC(egl_src_debug);
#define GST_CAT_DEFAULT egl_src_debug

namespace {

constexpr const char* kCaps =
    "video/x-raw(memory:GLMemory), format=(string)RGBA, width=(int)[16,16384], "
    "height=(int)[16,16384], framerate=(fraction)[1/100,1000/1], "
    "pixel-aspect-ratio=(fraction)1/1, interlace-mode=(string)progressive, "
    "texture-target=(string)2D";

/// What the user sets. Under the object lock.
struct Settings {
  gimbal::Scene scene = gimbal::Scene::kBars;
  gimbal::EglDeviceChoice choice;
  bool frame_stamp = false;
};

/// What the element found and did, for its read-only properties. Under the object lock.
struct Facts {
  std::string device_name;
  std::string gl_renderer;
  bool software = false;
  guint64 frames_rendered = 0;
  guint64 frames_skipped = 0;
  GstClockTime frame_time = 0;  // one frame at the present rate: the latency of a live source
};

/// Streaming thread only.
struct State {
  gimbal::FrameSchedule schedule;
  std::optional<std::pair<int, int>> framerate;  // the one `schedule` was started with
  gimbal::RectPainter painter;
};

struct Private {
  Settings settings;
  Facts facts;
  State state;
  gimbal::ClockWait wait;
  gimbal::GlDisplayHandle display;  // under the object lock; made on first use, gone in NULL
};

}  // namespace

struct GimbalEglSrc {
  GstGLBaseSrc parent;
  Private* p;
};

struct GimbalEglSrcClass {
  GstGLBaseSrcClass parent_class;
};

GType gimbal_egl_src_get_type(void);
G_DEFINE_TYPE(GimbalEglSrc, gimbal_egl_src, GST_TYPE_GL_BASE_SRC)

namespace {

using gimbal::ObjectLock;
using namespace gimbal::eglsrc;  // the property numbers

GimbalEglSrc* self_of(gpointer object) {
  return static_cast<GimbalEglSrc*>(object);
}

// --- properties --------------------------------------------------------------------------------

void set_property(GObject* object, guint id, const GValue* value, GParamSpec* spec) {
  Private& p = *self_of(object)->p;
  if (id == kPropIsLive) {
    gst_base_src_set_live(GST_BASE_SRC(object), g_value_get_boolean(value));
    return;
  }
  const ObjectLock lock(object);
  switch (id) {
    case kPropScene:
      p.settings.scene = static_cast<gimbal::Scene>(g_value_get_enum(value));
      break;
    case kPropDevice:
      p.settings.choice.index = g_value_get_int(value);
      break;
    case kPropCudaDevice:
      p.settings.choice.cuda_ordinal = g_value_get_int(value);
      break;
    case kPropFrameStamp:
      p.settings.frame_stamp = g_value_get_boolean(value) != FALSE;
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

void get_property(GObject* object, guint id, GValue* value, GParamSpec* spec) {
  Private& p = *self_of(object)->p;
  if (id == kPropIsLive) {
    g_value_set_boolean(value, gst_base_src_is_live(GST_BASE_SRC(object)));
    return;
  }
  const ObjectLock lock(object);
  switch (id) {
    case kPropScene:
      g_value_set_enum(value, static_cast<int>(p.settings.scene));
      break;
    case kPropDevice:
      g_value_set_int(value, p.settings.choice.index);
      break;
    case kPropCudaDevice:
      g_value_set_int(value, p.settings.choice.cuda_ordinal);
      break;
    case kPropFrameStamp:
      g_value_set_boolean(value, p.settings.frame_stamp ? TRUE : FALSE);
      break;
    case kPropDeviceName:
      g_value_set_string(value, p.facts.device_name.c_str());
      break;
    case kPropGlRenderer:
      g_value_set_string(value, p.facts.gl_renderer.c_str());
      break;
    case kPropSoftware:
      g_value_set_boolean(value, p.facts.software ? TRUE : FALSE);
      break;
    case kPropFramesRendered:
      g_value_set_uint64(value, p.facts.frames_rendered);
      break;
    case kPropFramesSkipped:
      g_value_set_uint64(value, p.facts.frames_skipped);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

// --- the GL display ----------------------------------------------------------------------------

/// The display of the chosen device, made on first use. Empty, with an error on the bus, where
/// there is none.
gimbal::GlDisplayHandle ensure_display(GimbalEglSrc* self) {
  gimbal::EglDeviceChoice choice;
  {
    const ObjectLock lock(self);
    if (self->p->display) {
      return gimbal::GlDisplayHandle(GST_GL_DISPLAY(gst_object_ref(self->p->display.get())));
    }
    choice = self->p->settings.choice;
  }
  const auto devices = gimbal::list_egl_devices();
  if (!devices) {
    GST_ELEMENT_ERROR(self, RESOURCE, NOT_FOUND, ("%s", devices.error().c_str()), (nullptr));
    return nullptr;
  }
  const auto device = gimbal::choose_egl_device(*devices, choice);
  if (!device) {
    GST_ELEMENT_ERROR(self, RESOURCE, NOT_FOUND, ("%s", device.error().c_str()), (nullptr));
    return nullptr;
  }
  GST_INFO_OBJECT(self, "drawing on EGL device %d, %s", device->index, device->name.c_str());
  const ObjectLock lock(self);
  self->p->display = gimbal::shared_gl_display(*device);
  self->p->facts.device_name = device->name;
  self->p->facts.software = device->software;
  return gimbal::GlDisplayHandle(GST_GL_DISPLAY(gst_object_ref(self->p->display.get())));
}

/// Elements further down ask for a display while they go to READY, before this element does: the
/// answer must be ours already in NULL, or they make a default one that knows no device.
gboolean query(GstBaseSrc* src, GstQuery* query) {
  const gchar* type = nullptr;
  if (GST_QUERY_TYPE(query) == GST_QUERY_CONTEXT &&
      gst_query_parse_context_type(query, &type) != FALSE &&
      g_strcmp0(type, GST_GL_DISPLAY_CONTEXT_TYPE) == 0) {
    const auto display = ensure_display(self_of(src));
    if (!display) {
      return FALSE;
    }
    const gimbal::ContextHandle context(gst_context_new(GST_GL_DISPLAY_CONTEXT_TYPE, TRUE));
    gst_context_set_gl_display(context.get(), display.get());
    gst_query_set_context(query, context.get());
    return TRUE;
  }
  if (GST_QUERY_TYPE(query) == GST_QUERY_LATENCY && gst_base_src_is_live(src) != FALSE) {
    const ObjectLock lock(src);
    gst_query_set_latency(query, TRUE, self_of(src)->p->facts.frame_time, GST_CLOCK_TIME_NONE);
    return TRUE;
  }
  return GST_BASE_SRC_CLASS(gimbal_egl_src_parent_class)->query(src, query);
}

/// Another element's display would put our textures on another device: only our own is taken.
void set_context(GstElement* element, GstContext* context) {
  if (gst_context_has_context_type(context, GST_GL_DISPLAY_CONTEXT_TYPE) != FALSE) {
    GstGLDisplay* offered = nullptr;
    gst_context_get_gl_display(context, &offered);
    const gimbal::GlDisplayHandle adopted(offered);
    const ObjectLock lock(element);
    if (offered != self_of(element)->p->display.get()) {
      return;
    }
  }
  GST_ELEMENT_CLASS(gimbal_egl_src_parent_class)->set_context(element, context);
}

GstStateChangeReturn change_state(GstElement* element, GstStateChange transition) {
  GimbalEglSrc* self = self_of(element);
  if (transition == GST_STATE_CHANGE_NULL_TO_READY) {
    const auto display = ensure_display(self);
    if (!display) {
      return GST_STATE_CHANGE_FAILURE;
    }
    const gimbal::ContextHandle context(gst_context_new(GST_GL_DISPLAY_CONTEXT_TYPE, TRUE));
    gst_context_set_gl_display(context.get(), display.get());
    gst_element_set_context(element, context.get());
  }
  const auto result =
      GST_ELEMENT_CLASS(gimbal_egl_src_parent_class)->change_state(element, transition);
  if (transition == GST_STATE_CHANGE_READY_TO_NULL) {
    const ObjectLock lock(self);
    self->p->display.reset();
  }
  return result;
}

// --- GL thread ---------------------------------------------------------------------------------

gboolean gl_start(GstGLBaseSrc* src) {
  GimbalEglSrc* self = self_of(src);
  if (!self->p->state.painter.prepare(src->context)) {
    GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS,
                      ("This EGL device has no glClearTexSubImage (OpenGL 4.4), which the built-in "
                       "scenes are drawn with. Choose another one with device=N."),
                      (nullptr));
    return FALSE;
  }
  const auto* renderer =
      reinterpret_cast<const char*>(src->context->gl_vtable->GetString(GL_RENDERER));
  const ObjectLock lock(self);
  self->p->facts.gl_renderer = renderer == nullptr ? "" : renderer;
  return TRUE;
}

struct PaintJob {
  const gimbal::RectPainter* painter;
  unsigned texture;
  const std::vector<gimbal::Rect>* rects;
};

void paint_on_gl_thread(GstGLContext* context, gpointer data) {
  const auto* job = static_cast<PaintJob*>(data);
  job->painter->paint(context, job->texture, *job->rects);
}

// --- streaming thread --------------------------------------------------------------------------

gboolean start(GstBaseSrc* src) {
  Private& p = *self_of(src)->p;
  p.state.schedule = gimbal::FrameSchedule();
  p.state.framerate.reset();
  {
    const ObjectLock lock(src);
    p.facts.frames_rendered = 0;
    p.facts.frames_skipped = 0;
    p.facts.frame_time = 0;
  }
  return GST_BASE_SRC_CLASS(gimbal_egl_src_parent_class)->start(src);
}

/// A picture without the stamp that was asked for must not pass for one that has it.
gboolean set_caps(GstBaseSrc* src, GstCaps* caps) {
  if (GST_BASE_SRC_CLASS(gimbal_egl_src_parent_class)->set_caps(src, caps) == FALSE) {
    return FALSE;
  }
  const GstVideoInfo& info = GST_GL_BASE_SRC(src)->out_info;
  bool stamp = false;
  {
    const ObjectLock lock(src);
    stamp = self_of(src)->p->settings.frame_stamp;
  }
  if (stamp && !gimbal::stamp_fits(GST_VIDEO_INFO_WIDTH(&info), GST_VIDEO_INFO_HEIGHT(&info))) {
    GST_ELEMENT_WARNING(src, STREAM, FORMAT,
                        ("The picture is too small for a frame stamp, and goes without."),
                        (nullptr));
  }
  return TRUE;
}

GstCaps* fixate(GstBaseSrc* src, GstCaps* caps) {
  caps = gst_caps_make_writable(caps);
  GstStructure* structure = gst_caps_get_structure(caps, 0);
  gst_structure_fixate_field_nearest_int(structure, "width", 1280);
  gst_structure_fixate_field_nearest_int(structure, "height", 720);
  gst_structure_fixate_field_nearest_fraction(structure, "framerate", 30, 1);
  return GST_BASE_SRC_CLASS(gimbal_egl_src_parent_class)->fixate(src, caps);
}

/// Drawing waits for the frame's time itself (see `fill`), so the base class has nothing to wait
/// for.
void get_times(GstBaseSrc*, GstBuffer*, GstClockTime* start, GstClockTime* end) {
  *start = GST_CLOCK_TIME_NONE;
  *end = GST_CLOCK_TIME_NONE;
}

gboolean unlock(GstBaseSrc* src) {
  self_of(src)->p->wait.interrupt();
  return TRUE;
}

gboolean unlock_stop(GstBaseSrc* src) {
  self_of(src)->p->wait.resume();
  return TRUE;
}

void follow_framerate(GimbalEglSrc* self) {
  State& state = self->p->state;
  const GstVideoInfo& info = GST_GL_BASE_SRC(self)->out_info;
  const std::pair<int, int> framerate{GST_VIDEO_INFO_FPS_N(&info), GST_VIDEO_INFO_FPS_D(&info)};
  if (state.framerate != framerate) {
    const bool live = gst_base_src_is_live(GST_BASE_SRC(self)) != FALSE;
    state.framerate = framerate;
    {
      const ObjectLock lock(self);
      self->p->facts.frame_time =
          gst_util_uint64_scale_int(GST_SECOND, framerate.second, framerate.first);
    }
    state.schedule.start(framerate.first, framerate.second,
                         live ? gimbal::running_time_of(GST_ELEMENT(self)) : 0);
  }
}

/// Live: returns when the next frame is due, having skipped those hopelessly late.
bool wait_for_next_frame(GimbalEglSrc* self) {
  gimbal::FrameSchedule& schedule = self->p->state.schedule;
  const guint64 skipped = schedule.skip_late(gimbal::running_time_of(GST_ELEMENT(self)));
  if (skipped > 0) {
    GST_WARNING_OBJECT(self, "skipped %" G_GUINT64_FORMAT " late frames", skipped);
    const ObjectLock lock(self);
    self->p->facts.frames_skipped += skipped;
  }
  return self->p->wait.wait_until(GST_ELEMENT(self), schedule.next_pts());
}

std::uint64_t wall_clock_ms() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
}

std::vector<gimbal::Rect> rects_of_frame(GimbalEglSrc* self) {
  Settings settings;
  {
    const ObjectLock lock(self);
    settings = self->p->settings;
  }
  const State& state = self->p->state;
  const GstVideoInfo& info = GST_GL_BASE_SRC(self)->out_info;
  const int width = GST_VIDEO_INFO_WIDTH(&info);
  const int height = GST_VIDEO_INFO_HEIGHT(&info);
  const guint64 number = state.schedule.next_number();
  const double seconds =
      static_cast<double>(number) * state.framerate->second / state.framerate->first;
  auto rects = gimbal::draw_scene(settings.scene, seconds, width, height);
  if (settings.frame_stamp && gimbal::stamp_fits(width, height)) {
    const auto stamp =
        gimbal::draw_stamp({static_cast<std::uint32_t>(number), wall_clock_ms()}, width);
    rects.insert(rects.end(), stamp.begin(), stamp.end());
  }
  return rects;
}

bool paint(GimbalEglSrc* self, GstBuffer* buffer) {
  GstGLBaseSrc* src = GST_GL_BASE_SRC(self);
  const auto rects = rects_of_frame(self);
  GstVideoFrame frame;
  if (gst_video_frame_map(&frame, &src->out_info, buffer,
                          gimbal::map_flags(GST_MAP_WRITE | GST_MAP_GL)) == FALSE) {
    return false;
  }
  PaintJob job{&self->p->state.painter, *static_cast<guint*>(frame.data[0]), &rects};
  gst_gl_context_thread_add(src->context, paint_on_gl_thread, &job);
  gst_video_frame_unmap(&frame);
  if (GstGLSyncMeta* sync = gst_buffer_get_gl_sync_meta(buffer)) {
    gst_gl_sync_meta_set_sync_point(sync, src->context);
  }
  return true;
}

/// Waits first and draws then, so that what is sent is as fresh as it can be. (The base class draws
/// first and then holds the frame until its time.)
GstFlowReturn fill(GstPushSrc* push_src, GstBuffer* buffer) {
  GimbalEglSrc* self = self_of(push_src);
  gimbal::FrameSchedule& schedule = self->p->state.schedule;
  if (GST_GL_BASE_SRC(self)->context == nullptr) {
    return GST_FLOW_NOT_NEGOTIATED;
  }
  follow_framerate(self);
  if (gst_base_src_is_live(GST_BASE_SRC(self)) != FALSE && !wait_for_next_frame(self)) {
    return GST_FLOW_FLUSHING;
  }
  if (!paint(self, buffer)) {
    GST_ELEMENT_ERROR(self, RESOURCE, WRITE, ("Could not draw into the GL texture."),
                      ("gst_video_frame_map failed"));
    return GST_FLOW_ERROR;
  }
  GST_BUFFER_PTS(buffer) = schedule.next_pts();
  GST_BUFFER_DTS(buffer) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_DURATION(buffer) = schedule.duration();
  GST_BUFFER_OFFSET(buffer) = schedule.next_number();
  GST_BUFFER_OFFSET_END(buffer) = schedule.next_number() + 1;
  schedule.advance();
  const ObjectLock lock(self);
  ++self->p->facts.frames_rendered;
  return GST_FLOW_OK;
}

void finalize(GObject* object) {
  delete self_of(object)->p;
  G_OBJECT_CLASS(gimbal_egl_src_parent_class)->finalize(object);
}

}  // namespace

static void gimbal_egl_src_init(GimbalEglSrc* self) {
  self->p = new Private();
  gst_base_src_set_live(GST_BASE_SRC(self), TRUE);
}

static void gimbal_egl_src_class_init(GimbalEglSrcClass* klass) {
  GST_DEBUG_CATEGORY_INIT(egl_src_debug, "eglsrc", 0, "headless GL source");
  auto* object_class = G_OBJECT_CLASS(klass);
  auto* element_class = GST_ELEMENT_CLASS(klass);
  auto* base_src_class = GST_BASE_SRC_CLASS(klass);
  auto* gl_class = GST_GL_BASE_SRC_CLASS(klass);

  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  gimbal::eglsrc::install_properties(object_class);

  gst_element_class_set_static_metadata(
      element_class, "Headless GL camera", "Source/Video",
      "Draws a scene with OpenGL on a chosen EGL device, with no display and no window",
      "The Gimbal authors");
  const gimbal::CapsHandle caps(gst_caps_from_string(kCaps));
  gst_element_class_add_pad_template(
      element_class, gst_pad_template_new("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps.get()));

  element_class->change_state = change_state;
  element_class->set_context = set_context;
  base_src_class->query = query;
  base_src_class->start = start;
  base_src_class->set_caps = set_caps;
  base_src_class->fixate = fixate;
  base_src_class->get_times = get_times;
  base_src_class->unlock = unlock;
  base_src_class->unlock_stop = unlock_stop;
  GST_PUSH_SRC_CLASS(klass)->fill = fill;
  gl_class->supported_gl_api = GST_GL_API_OPENGL3;
  gl_class->gl_start = gl_start;
}

static gboolean plugin_init(GstPlugin* plugin) {
  return gst_element_register(plugin, "eglsrc", GST_RANK_NONE, gimbal_egl_src_get_type());
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, gimbaleglsrc, "Headless GL camera",
                  plugin_init, GIMBAL_VERSION, "LGPL", "gimbal", "gimbal")
