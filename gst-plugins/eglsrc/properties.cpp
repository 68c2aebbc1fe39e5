#include "gst-plugins/eglsrc/properties.hpp"

#include <gst/gst.h>

#include "lib/scene/scene.hpp"

namespace gimbal::eglsrc {

namespace {

GType scene_type() {
  static const GType type = [] {
    static const GEnumValue values[] = {
        {static_cast<int>(gimbal::Scene::kBars), "Colour bars and a sweeping block", "bars"},
        {static_cast<int>(gimbal::Scene::kCourt), "A basketball court with two teams", "court"},
        {0, nullptr, nullptr}};
    return g_enum_register_static("GimbalEglSrcScene", values);
  }();
  return type;
}

void install_settings(GObjectClass* object_class) {
  constexpr auto kWhenReady = static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                                       GST_PARAM_MUTABLE_READY);
  constexpr auto kAnyTime = static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                                     GST_PARAM_MUTABLE_PLAYING);
  g_object_class_install_property(
      object_class, kPropScene,
      g_param_spec_enum("scene", "Scene", "What to draw", scene_type(),
                        static_cast<int>(gimbal::Scene::kBars), kAnyTime));
  g_object_class_install_property(
      object_class, kPropDevice,
      g_param_spec_int("device", "EGL device",
                       "Index of the EGL device to draw on (-1: the best, NVIDIA first, software "
                       "last)",
                       -1, 255, -1, kWhenReady));
  g_object_class_install_property(
      object_class, kPropCudaDevice,
      g_param_spec_int("cuda-device", "CUDA device",
                       "Draw on the EGL device that is this CUDA device (-1: any)", -1, 255, -1,
                       kWhenReady));
  g_object_class_install_property(
      object_class, kPropFrameStamp,
      g_param_spec_boolean("frame-stamp", "Frame stamp",
                           "Draw a machine-readable frame number and clock in the top left corner",
                           FALSE, kAnyTime));
  g_object_class_install_property(
      object_class, kPropIsLive,
      g_param_spec_boolean("is-live", "Is live",
                           "Draw on the pipeline's clock (false: as fast as downstream takes)",
                           TRUE, kWhenReady));
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
  g_object_class_install_property(
      object_class, kPropFramesRendered,
      g_param_spec_uint64("frames-rendered", "Frames rendered", "Frames drawn since the start", 0,
                          G_MAXUINT64, 0, kReadOnly));
  g_object_class_install_property(
      object_class, kPropFramesSkipped,
      g_param_spec_uint64("frames-skipped", "Frames skipped",
                          "Frames left out because they were over 250 ms late", 0, G_MAXUINT64, 0,
                          kReadOnly));
}

}  // namespace

void install_properties(GObjectClass* object_class) {
  gst_type_mark_as_plugin_api(scene_type(), static_cast<GstPluginAPIFlags>(0));
  install_settings(object_class);
  install_facts(object_class);
}

}  // namespace gimbal::eglsrc
