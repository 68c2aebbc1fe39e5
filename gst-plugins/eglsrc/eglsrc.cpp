// eglsrc: a live source of frames drawn by OpenGL on a chosen EGL device, with no window system.

#include <gst/video/video.h>
// gl.h does not bring what this one needs.
#include <gst/gl/gstglbasesrc.h>

#include <chrono>
#include <optional>
#include <string>

#include "gst-plugins/common/clock_wait.hpp"
#include "gst-plugins/common/frame_schedule.hpp"
#include "gst-plugins/common/roi_meta.hpp"
#include "gst-plugins/eglsrc/device_display.hpp"
#include "gst-plugins/eglsrc/frame_painter.hpp"
#include "gst-plugins/eglsrc/properties.hpp"
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

/// Streaming thread only, but for the painter, which is the GL thread's.
struct State {
  gimbal::FrameSchedule schedule;
  std::optional<std::pair<int, int>> framerate;  // the one `schedule` was started with
  gimbal::FramePainter painter;
};

struct Private {
  gimbal::eglsrc::Settings settings;  // under the object lock
  gimbal::eglsrc::Facts facts;        // under the object lock
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
using namespace gimbal::eglsrc;  // settings and property numbers

GimbalEglSrc* self_of(gpointer object) {
  return static_cast<GimbalEglSrc*>(object);
}

// --- properties --------------------------------------------------------------------------------

void set_property(GObject* object, guint id, const GValue* value, GParamSpec* spec) {
  if (id == kPropIsLive) {
    gst_base_src_set_live(GST_BASE_SRC(object), g_value_get_boolean(value));
    return;
  }
  const ObjectLock lock(object);
  if (!write_setting(self_of(object)->p->settings, id, value)) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

void get_property(GObject* object, guint id, GValue* value, GParamSpec* spec) {
  if (id == kPropIsLive) {
    g_value_set_boolean(value, gst_base_src_is_live(GST_BASE_SRC(object)));
    return;
  }
  const Private& p = *self_of(object)->p;
  const ObjectLock lock(object);
  if (!read_value(p.settings, p.facts, id, value)) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

Settings settings_of(GimbalEglSrc* self) {
  const ObjectLock lock(self);
  return self->p->settings;
}

// --- the GL display ----------------------------------------------------------------------------

gimbal::GlDisplayHandle display_of(GimbalEglSrc* self) {
  const ObjectLock lock(self);
  GstGLDisplay* display = self->p->display.get();
  return gimbal::GlDisplayHandle(display == nullptr ? nullptr
                                                    : GST_GL_DISPLAY(gst_object_ref(display)));
}

/// The display of the chosen device, made on first use. Empty, with an error on the bus, where
/// there is none.
gimbal::GlDisplayHandle ensure_display(GimbalEglSrc* self) {
  if (auto display = display_of(self)) {
    return display;
  }
  auto opened = gimbal::open_device_display(settings_of(self).device);
  if (!opened) {
    GST_ELEMENT_ERROR(self, RESOURCE, NOT_FOUND, ("%s", opened.error().c_str()), (nullptr));
    return nullptr;
  }
  const gimbal::EglDevice& device = opened->device;
  GST_INFO_OBJECT(self, "drawing on EGL device %d, %s", device.index, device.name.c_str());
  {
    const ObjectLock lock(self);
    self->p->display = std::move(opened->display);
    self->p->facts.device_name = device.name;
    self->p->facts.software = device.software;
  }
  return display_of(self);
}

/// Elements further down ask for a display while they go to READY, before this element does: the
/// answer must be ours already in NULL, or they make a default one that knows no device.
gboolean query(GstBaseSrc* src, GstQuery* query) {
  if (gimbal::asks_for_gl_display(query)) {
    const auto display = ensure_display(self_of(src));
    if (!display) {
      return FALSE;
    }
    gimbal::answer_with_gl_display(query, display.get());
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
  const auto own = display_of(self_of(element));
  if (!gimbal::offers_another_gl_display(context, own.get())) {
    GST_ELEMENT_CLASS(gimbal_egl_src_parent_class)->set_context(element, context);
  }
}

GstStateChangeReturn change_state(GstElement* element, GstStateChange transition) {
  GimbalEglSrc* self = self_of(element);
  if (transition == GST_STATE_CHANGE_NULL_TO_READY) {
    const auto display = ensure_display(self);
    if (!display) {
      return GST_STATE_CHANGE_FAILURE;
    }
    gimbal::use_gl_display(element, display.get());
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
  const auto* renderer =
      reinterpret_cast<const char*>(src->context->gl_vtable->GetString(GL_RENDERER));
  const ObjectLock lock(src);
  self_of(src)->p->facts.gl_renderer = renderer == nullptr ? "" : renderer;
  return TRUE;
}

void gl_stop(GstGLBaseSrc* src) {
  self_of(src)->p->state.painter.stop();
}

struct PaintJob {
  gimbal::FramePainter& painter;
  const gimbal::RendererChoice& choice;
  gimbal::FrameToDraw frame;
  std::optional<gimbal::FrameStamp> stamp;
  gimbal::Result<gimbal::Drawing> drawing;
};

void paint_on_gl_thread(GstGLContext* context, gpointer data) {
  auto* job = static_cast<PaintJob*>(data);
  job->drawing = job->painter.paint(context, job->choice, job->frame, job->stamp);
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
  if (settings_of(self_of(src)).frame_stamp &&
      !gimbal::stamp_fits(GST_VIDEO_INFO_WIDTH(&info), GST_VIDEO_INFO_HEIGHT(&info))) {
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

gimbal::FrameToDraw next_frame(GimbalEglSrc* self) {
  const gimbal::FrameSchedule& schedule = self->p->state.schedule;
  const GstVideoInfo& info = GST_GL_BASE_SRC(self)->out_info;
  gimbal::FrameToDraw frame;
  frame.width = GST_VIDEO_INFO_WIDTH(&info);
  frame.height = GST_VIDEO_INFO_HEIGHT(&info);
  frame.number = schedule.next_number();
  frame.pts = schedule.next_pts();
  frame.seconds = schedule.next_seconds();
  frame.duration = static_cast<double>(schedule.duration()) / GST_SECOND;
  frame.live = gst_base_src_is_live(GST_BASE_SRC(self)) != FALSE;
  return frame;
}

std::optional<gimbal::FrameStamp> stamp_of(const gimbal::FrameToDraw& frame, bool wanted) {
  if (!wanted || !gimbal::stamp_fits(frame.width, frame.height)) {
    return std::nullopt;
  }
  return gimbal::FrameStamp{static_cast<std::uint32_t>(frame.number), wall_clock_ms()};
}

/// Draws into `texture` on the GL thread, while that of the caller waits.
gimbal::Result<gimbal::Drawing> paint(GimbalEglSrc* self, guint texture) {
  const Settings settings = settings_of(self);
  gimbal::FrameToDraw frame = next_frame(self);
  frame.texture = texture;
  PaintJob job{self->p->state.painter, settings.renderer, frame,
               stamp_of(frame, settings.frame_stamp), gimbal::Drawing{}};
  gst_gl_context_thread_add(GST_GL_BASE_SRC(self)->context, paint_on_gl_thread, &job);
  return std::move(job.drawing);
}

gimbal::Result<gimbal::Drawing> paint(GimbalEglSrc* self, GstBuffer* buffer) {
  GstGLBaseSrc* src = GST_GL_BASE_SRC(self);
  GstVideoFrame frame;
  if (gst_video_frame_map(&frame, &src->out_info, buffer,
                          gimbal::map_flags(GST_MAP_WRITE | GST_MAP_GL)) == FALSE) {
    return gimbal::Error{"The GL texture of a frame cannot be written to."};
  }
  auto drawing = paint(self, *static_cast<guint*>(frame.data[0]));
  gst_video_frame_unmap(&frame);
  if (GstGLSyncMeta* sync = gst_buffer_get_gl_sync_meta(buffer)) {
    gst_gl_sync_meta_set_sync_point(sync, src->context);
  }
  return drawing;
}

void tell(GimbalEglSrc* self, GstBuffer* buffer, const gimbal::Drawing& drawing) {
  const GstVideoInfo& info = GST_GL_BASE_SRC(self)->out_info;
  gimbal::add_roi_metas(buffer, drawing.boxes, GST_VIDEO_INFO_WIDTH(&info),
                        GST_VIDEO_INFO_HEIGHT(&info));
  for (const std::string& warning : drawing.warnings) {
    GST_ELEMENT_WARNING(self, RESOURCE, FAILED, ("%s", warning.c_str()), (nullptr));
  }
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
  const auto drawing = paint(self, buffer);
  if (!drawing) {
    GST_ELEMENT_ERROR(self, RESOURCE, FAILED, ("%s", drawing.error().c_str()), (nullptr));
    return GST_FLOW_ERROR;
  }
  tell(self, buffer, *drawing);
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
  gl_class->gl_stop = gl_stop;
}

static gboolean plugin_init(GstPlugin* plugin) {
  return gst_element_register(plugin, "eglsrc", GST_RANK_NONE, gimbal_egl_src_get_type());
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, gimbaleglsrc, "Headless GL camera",
                  plugin_init, GIMBAL_VERSION, "LGPL", "gimbal", "gimbal")
