// eglsrc: a live source of frames drawn by OpenGL on a chosen EGL device, with no window system.

#include "gst-plugins/eglsrc/device_display.hpp"
#include "gst-plugins/eglsrc/element.hpp"
#include "gst-plugins/eglsrc/frame_loop.hpp"
#include "gst-plugins/eglsrc/plain_textures.hpp"
#include "gst-plugins/eglsrc/properties.hpp"
#include "gst-plugins/support/gl_renderer.hpp"
#include "gst-plugins/support/object_lock.hpp"

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

GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE(
    "src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS("video/x-raw(memory:GLMemory), format=(string)RGBA, width=(int)[16,16384], "
                    "height=(int)[16,16384], framerate=(fraction)[1/100,1000/1], "
                    "pixel-aspect-ratio=(fraction)1/1, interlace-mode=(string)progressive, "
                    "texture-target=(string)2D"));

/// An upstream event with the strings `name` and `text`, for a renderer library.
constexpr const char* kRendererEvent = "gimbal-renderer-event";

}  // namespace

G_DEFINE_TYPE(GimbalEglSrc, gimbal_egl_src, GST_TYPE_GL_BASE_SRC)

namespace {

using gimbal::ObjectLock;
using namespace gimbal::eglsrc;  // settings and property numbers

// --- properties --------------------------------------------------------------------------------

void set_property(GObject* object, guint id, const GValue* value, GParamSpec* spec) {
  if (id == kPropIsLive) {
    gst_base_src_set_live(GST_BASE_SRC(object), g_value_get_boolean(value));
    return;
  }
  const ObjectLock lock(object);
  Private& p = *self_of(object)->p;
  if (!write_setting(p.settings, id, value)) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
  if ((id == kPropDevice || id == kPropCudaDevice) && GST_STATE(object) == GST_STATE_NULL) {
    p.display.reset();  // somebody may have asked for it already
  }
  p.inlet.choose(gimbal::draws_frames(p.settings.renderer) ? p.settings.renderer.frames : "");
}

void get_property(GObject* object, guint id, GValue* value, GParamSpec* spec) {
  if (id == kPropIsLive) {
    g_value_set_boolean(value, gst_base_src_is_live(GST_BASE_SRC(object)));
    return;
  }
  const Private& p = *self_of(object)->p;
  const ObjectLock lock(object);
  Facts facts = p.facts;
  facts.frames_rendered = p.pacer.frames_rendered();
  facts.frames_skipped = p.pacer.frames_skipped();
  facts.feed = p.inlet.facts();
  if (!read_value(p.settings, facts, id, value)) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
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
  const ObjectLock lock(self);
  self->p->display.reset(GST_GL_DISPLAY(gst_object_ref(opened->display.get())));
  self->p->facts.device_name = device.name;
  self->p->facts.software = device.software;
  return std::move(opened->display);
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
  if (self_of(src)->p->pacer.answer_latency(src, query)) {
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
  } else if (transition == GST_STATE_CHANGE_READY_TO_PAUSED) {
    self->p->early_context.begin(display_of(self).get());
  }
  const auto result =
      GST_ELEMENT_CLASS(gimbal_egl_src_parent_class)->change_state(element, transition);
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY) {
    self->p->early_context.finish();
  } else if (transition == GST_STATE_CHANGE_READY_TO_NULL) {
    const ObjectLock lock(self);
    self->p->display.reset();
  }
  return result;
}

// --- GL thread ---------------------------------------------------------------------------------

gboolean gl_start(GstGLBaseSrc* src) {
  const ObjectLock lock(src);
  self_of(src)->p->facts.gl_renderer = gimbal::gl_renderer_name(src->context);
  return TRUE;
}

void gl_stop(GstGLBaseSrc* src) {
  self_of(src)->p->painter.stop();
}

// --- streaming thread --------------------------------------------------------------------------

gboolean start(GstBaseSrc* src) {
  restart(self_of(src));
  return GST_BASE_SRC_CLASS(gimbal_egl_src_parent_class)->start(src);
}

gboolean stop(GstBaseSrc* src) {
  self_of(src)->p->inlet.close();
  return GST_BASE_SRC_CLASS(gimbal_egl_src_parent_class)->stop(src);
}

gboolean set_caps(GstBaseSrc* src, GstCaps* caps) {
  if (GST_BASE_SRC_CLASS(gimbal_egl_src_parent_class)->set_caps(src, caps) == FALSE) {
    return FALSE;
  }
  const GstVideoInfo& info = GST_GL_BASE_SRC(src)->out_info;
  self_of(src)->p->pacer.announce_framerate(src, GST_VIDEO_INFO_FPS_N(&info),
                                            GST_VIDEO_INFO_FPS_D(&info));
  return TRUE;
}

/// Keeps what the application tells a renderer library until the next frame.
gboolean keep_event(GimbalEglSrc* self, const GstStructure* event) {
  constexpr std::size_t kMost = 256;  // between two frames; more is a sender gone wild
  const gchar* name = gst_structure_get_string(event, "name");
  const gchar* text = gst_structure_get_string(event, "text");
  const ObjectLock lock(self);
  Private& p = *self->p;
  if (name == nullptr || p.settings.renderer.library.empty() || p.inbox.size() >= kMost) {
    return FALSE;
  }
  p.inbox.push_back({name, text == nullptr ? "" : text});
  return TRUE;
}

gboolean handle_event(GstBaseSrc* src, GstEvent* event) {
  if (gst_event_has_name(event, kRendererEvent) != FALSE) {
    return keep_event(self_of(src), gst_event_get_structure(event));
  }
  return GST_BASE_SRC_CLASS(gimbal_egl_src_parent_class)->event(src, event);
}

/// The base class passes on only events that go downstream.
gboolean send_event(GstElement* element, GstEvent* event) {
  if (gst_event_has_name(event, kRendererEvent) != FALSE) {
    const gimbal::EventHandle owned(event);
    return keep_event(self_of(element), gst_event_get_structure(event));
  }
  return GST_ELEMENT_CLASS(gimbal_egl_src_parent_class)->send_event(element, event);
}

gboolean decide_allocation(GstBaseSrc* src, GstQuery* query) {
  if (GST_BASE_SRC_CLASS(gimbal_egl_src_parent_class)->decide_allocation(src, query) == FALSE) {
    return FALSE;
  }
  bool software = false;
  {
    const ObjectLock lock(src);
    software = self_of(src)->p->facts.software;
  }
  if (software && !use_plain_textures(query)) {
    GST_DEBUG_OBJECT(src, "the pool keeps its pixel buffers");
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

gboolean unlock(GstBaseSrc* src) {
  self_of(src)->p->pacer.interrupt();
  self_of(src)->p->inlet.interrupt();
  return TRUE;
}

gboolean unlock_stop(GstBaseSrc* src) {
  self_of(src)->p->pacer.resume();
  self_of(src)->p->inlet.resume();
  return TRUE;
}

void finalize(GObject* object) {
  delete self_of(object)->p;
  G_OBJECT_CLASS(gimbal_egl_src_parent_class)->finalize(object);
}

}  // namespace

Settings gimbal::eglsrc::settings_of(GimbalEglSrc* self) {
  const ObjectLock lock(self);
  return self->p->settings;
}

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
  gst_element_class_add_static_pad_template(element_class, &src_template);

  element_class->change_state = change_state;
  element_class->set_context = set_context;
  element_class->send_event = send_event;
  base_src_class->query = query;
  base_src_class->event = handle_event;
  base_src_class->start = start;
  base_src_class->stop = stop;
  base_src_class->set_caps = set_caps;
  base_src_class->decide_allocation = decide_allocation;
  base_src_class->fixate = fixate;
  base_src_class->get_times = nullptr;  // `fill` waits for the time of a frame itself
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
