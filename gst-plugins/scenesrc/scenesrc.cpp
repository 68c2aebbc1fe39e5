// scenesrc: a live source of the built-in scenes, drawn by the CPU into system memory.
#include <gst/base/gstpushsrc.h>
#include <gst/video/video.h>

#include <optional>

#include "gst-plugins/common/frame_pacer.hpp"
#include "gst-plugins/common/frame_stamper.hpp"
#include "gst-plugins/common/roi_meta.hpp"
#include "gst-plugins/common/scene_properties.hpp"
#include "gst-plugins/scenesrc/allocation.hpp"
#include "gst-plugins/scenesrc/frame_drawer.hpp"
#include "gst-plugins/support/object_lock.hpp"

/**
 * SECTION:element-scenesrc
 *
 * Draws the scenes of eglsrc with no GPU and no OpenGL, in the format that encoders take.
 *
 * |[
 * gst-launch-1.0 scenesrc scene=court num-buffers=60 ! x264enc tune=zerolatency ! fakesink
 * ]|
 */

GST_DEBUG_CATEGORY_STATIC(scene_src_debug);
#define GST_CAT_DEFAULT scene_src_debug

namespace {

GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE(
    "src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS("video/x-raw, format=(string){NV12,I420}, width=(int)[16,16384], "
                    "height=(int)[16,16384], framerate=(fraction)[1/100,1000/1], "
                    "pixel-aspect-ratio=(fraction)1/1, interlace-mode=(string)progressive, "
                    "chroma-site=(string)mpeg2"));

enum Property {
  kPropScene = 1,
  kPropSeed,
  kPropFrameStamp,
  kPropIsLive,
  kPropFramesRendered,
  kPropFramesSkipped,
};

/// What the user sets. Under the object lock.
struct Settings {
  gimbal::Scene scene = gimbal::Scene::kBars;
  std::uint64_t seed = gimbal::kDefaultSeed;
  bool frame_stamp = false;
};

/// Streaming thread only.
struct State {
  std::optional<gimbal::FrameDrawer> drawer;  // for the present caps
  gimbal::FrameStamper stamper;
};

struct Private {
  Settings settings;
  State state;
  gimbal::FramePacer pacer;
};

}  // namespace

struct GimbalSceneSrc {
  GstPushSrc parent;
  Private* p;
};

struct GimbalSceneSrcClass {
  GstPushSrcClass parent_class;
};

GType gimbal_scene_src_get_type(void);
G_DEFINE_TYPE(GimbalSceneSrc, gimbal_scene_src, GST_TYPE_PUSH_SRC)

namespace {

using gimbal::ObjectLock;

GimbalSceneSrc* self_of(gpointer object) {
  return static_cast<GimbalSceneSrc*>(object);
}

/// A copy, taken under the object lock.
Settings settings_of(GimbalSceneSrc* self) {
  const ObjectLock lock(self);
  return self->p->settings;
}

// --- properties --------------------------------------------------------------------------------

void set_property(GObject* object, guint id, const GValue* value, GParamSpec* spec) {
  if (id == kPropIsLive) {
    gst_base_src_set_live(GST_BASE_SRC(object), g_value_get_boolean(value));
    return;
  }
  Settings& settings = self_of(object)->p->settings;
  const ObjectLock lock(object);
  switch (id) {
    case kPropScene:
      settings.scene = static_cast<gimbal::Scene>(g_value_get_enum(value));
      break;
    case kPropSeed:
      settings.seed = g_value_get_uint64(value);
      break;
    case kPropFrameStamp:
      settings.frame_stamp = g_value_get_boolean(value) != FALSE;
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

void get_property(GObject* object, guint id, GValue* value, GParamSpec* spec) {
  const Settings settings = settings_of(self_of(object));
  const gimbal::FramePacer& pacer = self_of(object)->p->pacer;
  switch (id) {
    case kPropScene:
      g_value_set_enum(value, static_cast<int>(settings.scene));
      break;
    case kPropSeed:
      g_value_set_uint64(value, settings.seed);
      break;
    case kPropFrameStamp:
      g_value_set_boolean(value, settings.frame_stamp ? TRUE : FALSE);
      break;
    case kPropIsLive:
      g_value_set_boolean(value, gst_base_src_is_live(GST_BASE_SRC(object)));
      break;
    case kPropFramesRendered:
      g_value_set_uint64(value, pacer.frames_rendered());
      break;
    case kPropFramesSkipped:
      g_value_set_uint64(value, pacer.frames_skipped());
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

// --- life and negotiation ----------------------------------------------------------------------

gboolean start(GstBaseSrc* src) {
  Private& p = *self_of(src)->p;
  p.state = State();
  p.pacer.restart();
  return TRUE;
}

GstCaps* fixate(GstBaseSrc* src, GstCaps* caps) {
  caps = gst_caps_make_writable(gst_caps_truncate(caps));
  GstStructure* structure = gst_caps_get_structure(caps, 0);
  gst_structure_fixate_field_nearest_int(structure, "width", 1280);
  gst_structure_fixate_field_nearest_int(structure, "height", 720);
  gst_structure_fixate_field_nearest_fraction(structure, "framerate", 30, 1);
  // Said in the caps, so that nothing behind has to guess the colours from the size.
  if (gst_structure_has_field(structure, "colorimetry") == FALSE) {
    gst_structure_set(structure, "colorimetry", G_TYPE_STRING, GST_VIDEO_COLORIMETRY_BT709,
                      nullptr);
  }
  gst_structure_fixate_field_string(structure, "colorimetry", GST_VIDEO_COLORIMETRY_BT709);
  return GST_BASE_SRC_CLASS(gimbal_scene_src_parent_class)->fixate(src, caps);
}

gboolean set_caps(GstBaseSrc* src, GstCaps* caps) {
  GimbalSceneSrc* self = self_of(src);
  GstVideoInfo info;
  if (gst_video_info_from_caps(&info, caps) == FALSE) {
    return FALSE;
  }
  auto drawer = gimbal::FrameDrawer::create(info);
  if (!drawer) {
    GST_ELEMENT_ERROR(self, STREAM, FORMAT, ("%s", drawer.error().c_str()), (nullptr));
    return FALSE;
  }
  self->p->state.drawer = std::move(*drawer);
  self->p->pacer.announce_framerate(src, GST_VIDEO_INFO_FPS_N(&info), GST_VIDEO_INFO_FPS_D(&info));
  gst_base_src_set_blocksize(src, static_cast<guint>(GST_VIDEO_INFO_SIZE(&info)));
  return TRUE;
}

gboolean decide_allocation(GstBaseSrc* src, GstQuery* query) {
  return gimbal::decide_pool(query)
             ? GST_BASE_SRC_CLASS(gimbal_scene_src_parent_class)->decide_allocation(src, query)
             : FALSE;
}

gboolean query(GstBaseSrc* src, GstQuery* query) {
  return self_of(src)->p->pacer.answer_latency(src, query)
             ? TRUE
             : GST_BASE_SRC_CLASS(gimbal_scene_src_parent_class)->query(src, query);
}

// --- streaming thread --------------------------------------------------------------------------

gboolean unlock(GstBaseSrc* src) {
  self_of(src)->p->pacer.interrupt();
  return TRUE;
}

gboolean unlock_stop(GstBaseSrc* src) {
  self_of(src)->p->pacer.resume();
  return TRUE;
}

gimbal::ScenePicture next_picture(GimbalSceneSrc* self, int width, int height) {
  const Settings settings = settings_of(self);
  const gimbal::FrameSchedule& schedule = self->p->pacer.schedule();
  return {settings.scene, settings.seed, schedule.next_seconds(),
          self->p->state.stamper.next(GST_ELEMENT(self), settings.frame_stamp, width, height,
                                      schedule.next_number())};
}

/// Waits first and draws then, so that what is sent is as fresh as it can be.
GstFlowReturn fill(GstPushSrc* push_src, GstBuffer* buffer) {
  GimbalSceneSrc* self = self_of(push_src);
  GstBaseSrc* src = GST_BASE_SRC(push_src);
  std::optional<gimbal::FrameDrawer>& drawer = self->p->state.drawer;
  if (!drawer) {
    return GST_FLOW_NOT_NEGOTIATED;
  }
  const GstVideoInfo& info = drawer->info();
  gimbal::FramePacer& pacer = self->p->pacer;
  pacer.follow_framerate(src, GST_VIDEO_INFO_FPS_N(&info), GST_VIDEO_INFO_FPS_D(&info));
  if (!pacer.wait_for_next_frame(src)) {
    return GST_FLOW_FLUSHING;
  }
  const int width = GST_VIDEO_INFO_WIDTH(&info);
  const int height = GST_VIDEO_INFO_HEIGHT(&info);
  const gimbal::ScenePicture picture = next_picture(self, width, height);
  if (!drawer->draw(picture, buffer)) {
    GST_ELEMENT_ERROR(self, RESOURCE, WRITE, ("Could not write to a video frame."),
                      ("gst_video_frame_map failed"));
    return GST_FLOW_ERROR;
  }
  gimbal::add_roi_metas(
      buffer, gimbal::scene_boxes(picture.scene, picture.seconds, width, height, picture.seed),
      width, height);
  pacer.finish_frame(buffer);
  return GST_FLOW_OK;
}

void finalize(GObject* object) {
  delete self_of(object)->p;
  G_OBJECT_CLASS(gimbal_scene_src_parent_class)->finalize(object);
}

// --- class -------------------------------------------------------------------------------------

void install_properties(GObjectClass* object_class) {
  g_object_class_install_property(object_class, kPropScene, gimbal::scene_spec());
  g_object_class_install_property(object_class, kPropSeed, gimbal::seed_spec());
  g_object_class_install_property(object_class, kPropFrameStamp, gimbal::frame_stamp_spec());
  g_object_class_install_property(object_class, kPropIsLive, gimbal::is_live_spec());
  g_object_class_install_property(object_class, kPropFramesRendered,
                                  gimbal::frames_rendered_spec());
  g_object_class_install_property(object_class, kPropFramesSkipped, gimbal::frames_skipped_spec());
}

}  // namespace

static void gimbal_scene_src_init(GimbalSceneSrc* self) {
  self->p = new Private();
  gst_base_src_set_live(GST_BASE_SRC(self), TRUE);
  gst_base_src_set_format(GST_BASE_SRC(self), GST_FORMAT_TIME);
}

static void gimbal_scene_src_class_init(GimbalSceneSrcClass* klass) {
  GST_DEBUG_CATEGORY_INIT(scene_src_debug, "scenesrc", 0, "scenes drawn by the CPU");
  auto* object_class = G_OBJECT_CLASS(klass);
  auto* element_class = GST_ELEMENT_CLASS(klass);
  auto* base_src_class = GST_BASE_SRC_CLASS(klass);

  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  install_properties(object_class);

  gst_element_class_set_static_metadata(element_class, "CPU camera", "Source/Video",
                                        "Draws a scene into system memory, with no GPU",
                                        "The Gimbal authors");
  gst_element_class_add_static_pad_template(element_class, &src_template);

  base_src_class->start = start;
  base_src_class->fixate = fixate;
  base_src_class->set_caps = set_caps;
  base_src_class->decide_allocation = decide_allocation;
  base_src_class->query = query;
  base_src_class->unlock = unlock;
  base_src_class->unlock_stop = unlock_stop;
  GST_PUSH_SRC_CLASS(klass)->fill = fill;
}

static gboolean plugin_init(GstPlugin* plugin) {
  return gst_element_register(plugin, "scenesrc", GST_RANK_NONE, gimbal_scene_src_get_type());
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, gimbalscenesrc, "Scenes drawn by the CPU",
                  plugin_init, GIMBAL_VERSION, "LGPL", "gimbal", "gimbal")
