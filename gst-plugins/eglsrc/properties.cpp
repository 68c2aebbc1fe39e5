#include "gst-plugins/eglsrc/properties.hpp"

#include <gst/gst.h>

#include "gst-plugins/common/scene_properties.hpp"

namespace gimbal::eglsrc {

namespace {

void install_settings(GObjectClass* object_class) {
  // The device is taken on the way to READY.
  constexpr auto kBeforeReady =
      static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  constexpr auto kAnyTime = static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                                     GST_PARAM_MUTABLE_PLAYING);
  g_object_class_install_property(object_class, kPropScene, scene_spec());
  g_object_class_install_property(object_class, kPropSeed, seed_spec());
  g_object_class_install_property(
      object_class, kPropShaderFile,
      g_param_spec_string("shader-file", "Shader file",
                          "Draw with this fragment shader, written as for ShaderToy, instead of a "
                          "scene",
                          "", kAnyTime));
  g_object_class_install_property(
      object_class, kPropShaderReload,
      g_param_spec_boolean("shader-reload", "Shader reload",
                           "Take up edits of the shader file while playing", FALSE, kAnyTime));
  g_object_class_install_property(
      object_class, kPropRenderer,
      g_param_spec_string(
          "renderer", "Renderer",
          "Draw with this shared library (see gimbal/renderer.h) instead of a scene", "",
          kAnyTime));
  g_object_class_install_property(
      object_class, kPropFrames,
      g_param_spec_string("frames", "Frames",
                          "Draw the frames that another process sends here (the path of a FIFO, "
                          "fd:N, or shm:/NAME for shared memory) instead of a scene",
                          "", kAnyTime));
  g_object_class_install_property(
      object_class, kPropDevice,
      g_param_spec_int("device", "EGL device",
                       "Index of the EGL device to draw on (-1: the best, NVIDIA first, software "
                       "last); to be set before READY",
                       -1, 255, -1, kBeforeReady));
  g_object_class_install_property(
      object_class, kPropCudaDevice,
      g_param_spec_int(
          "cuda-device", "CUDA device",
          "Draw on the EGL device that is this CUDA device (-1: any); to be set before "
          "READY",
          -1, 255, -1, kBeforeReady));
  g_object_class_install_property(object_class, kPropFrameStamp, frame_stamp_spec());
  g_object_class_install_property(object_class, kPropIsLive, is_live_spec());
}

void install_facts(GObjectClass* object_class) {
  constexpr auto kReadOnly = static_cast<GParamFlags>(G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property(
      object_class, kPropDeviceName,
      g_param_spec_string("device-name", "Device name", "Name of the EGL device in use", "",
                          kReadOnly));
  g_object_class_install_property(
      object_class, kPropGlRenderer,
      g_param_spec_string("gl-renderer", "GL renderer", "GL_RENDERER of the context in use", "",
                          kReadOnly));
  g_object_class_install_property(
      object_class, kPropSoftware,
      g_param_spec_boolean("software", "Software", "Whether the device in use draws on the CPU",
                           FALSE, kReadOnly));
  g_object_class_install_property(object_class, kPropFramesRendered, frames_rendered_spec());
  g_object_class_install_property(object_class, kPropFramesSkipped, frames_skipped_spec());
}

/// What the other process does whose frames are drawn; "" and 0 where there is none.
void install_feed_facts(GObjectClass* object_class) {
  constexpr auto kReadOnly = static_cast<GParamFlags>(G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property(
      object_class, kPropFramesState,
      g_param_spec_string("frames-state", "Frames state",
                          "Of the frames of another process: waiting, flowing, stalled or gone", "",
                          kReadOnly));
  g_object_class_install_property(object_class, kPropFramesReceived,
                                  g_param_spec_uint64("frames-received", "Frames received",
                                                      "Whole frames that came from another process",
                                                      0, G_MAXUINT64, 0, kReadOnly));
  g_object_class_install_property(
      object_class, kPropFramesBroken,
      g_param_spec_uint64(
          "frames-broken", "Frames broken",
          "Times that another process sent something that is not a frame, or a frame with a wrong "
          "field: it is skipped, the last whole picture stays, and a warning says what is wrong. A "
          "writer that makes this count go on must be corrected (see docs/frames.md)",
          0, G_MAXUINT64, 0, kReadOnly));
}

/// Null is empty.
std::string text_of(const GValue* value) {
  const gchar* text = g_value_get_string(value);
  return text == nullptr ? "" : text;
}

bool read_setting(const Settings& settings, guint id, GValue* value) {
  switch (id) {
    case kPropScene:
      g_value_set_enum(value, static_cast<int>(settings.renderer.scene));
      return true;
    case kPropSeed:
      g_value_set_uint64(value, settings.renderer.seed);
      return true;
    case kPropShaderFile:
      g_value_set_string(value, settings.renderer.shader_file.c_str());
      return true;
    case kPropShaderReload:
      g_value_set_boolean(value, settings.renderer.shader_reload ? TRUE : FALSE);
      return true;
    case kPropRenderer:
      g_value_set_string(value, settings.renderer.library.c_str());
      return true;
    case kPropFrames:
      g_value_set_string(value, settings.renderer.frames.c_str());
      return true;
    case kPropDevice:
      g_value_set_int(value, settings.device.index);
      return true;
    case kPropCudaDevice:
      g_value_set_int(value, settings.device.cuda_ordinal);
      return true;
    case kPropFrameStamp:
      g_value_set_boolean(value, settings.frame_stamp ? TRUE : FALSE);
      return true;
    default:
      return false;
  }
}

bool read_fact(const Facts& facts, guint id, GValue* value) {
  switch (id) {
    case kPropDeviceName:
      g_value_set_string(value, facts.device_name.c_str());
      return true;
    case kPropGlRenderer:
      g_value_set_string(value, facts.gl_renderer.c_str());
      return true;
    case kPropSoftware:
      g_value_set_boolean(value, facts.software ? TRUE : FALSE);
      return true;
    case kPropFramesRendered:
      g_value_set_uint64(value, facts.frames_rendered);
      return true;
    case kPropFramesSkipped:
      g_value_set_uint64(value, facts.frames_skipped);
      return true;
    case kPropFramesState:
      g_value_set_string(value, facts.feed ? to_string(facts.feed->state) : "");
      return true;
    case kPropFramesReceived:
      g_value_set_uint64(value, facts.feed ? facts.feed->frames : 0);
      return true;
    case kPropFramesBroken:
      g_value_set_uint64(value, facts.feed ? facts.feed->broken : 0);
      return true;
    default:
      return false;
  }
}

}  // namespace

void install_properties(GObjectClass* object_class) {
  install_settings(object_class);
  install_facts(object_class);
  install_feed_facts(object_class);
}

bool write_setting(Settings& settings, guint id, const GValue* value) {
  switch (id) {
    case kPropScene:
      settings.renderer.scene = static_cast<Scene>(g_value_get_enum(value));
      return true;
    case kPropSeed:
      settings.renderer.seed = g_value_get_uint64(value);
      return true;
    case kPropShaderFile:
      settings.renderer.shader_file = text_of(value);
      return true;
    case kPropShaderReload:
      settings.renderer.shader_reload = g_value_get_boolean(value) != FALSE;
      return true;
    case kPropRenderer:
      settings.renderer.library = text_of(value);
      return true;
    case kPropFrames:
      settings.renderer.frames = text_of(value);
      return true;
    case kPropDevice:
      settings.device.index = g_value_get_int(value);
      return true;
    case kPropCudaDevice:
      settings.device.cuda_ordinal = g_value_get_int(value);
      return true;
    case kPropFrameStamp:
      settings.frame_stamp = g_value_get_boolean(value) != FALSE;
      return true;
    default:
      return false;
  }
}

bool read_value(const Settings& settings, const Facts& facts, guint id, GValue* value) {
  return read_setting(settings, id, value) || read_fact(facts, id, value);
}

}  // namespace gimbal::eglsrc
