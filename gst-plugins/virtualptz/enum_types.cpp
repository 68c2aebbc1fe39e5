#include "gst-plugins/virtualptz/enum_types.hpp"

#include "lib/camera/crop.hpp"
#include "lib/camera/parameters.hpp"
#include "lib/camera/virtual_camera.hpp"
#include "lib/resample/method.hpp"

namespace gimbal::virtualptz {

namespace {

/// Known to GStreamer's documentation tools as well.
GType register_type(const char* name, const GEnumValue* values) {
  const GType type = g_enum_register_static(name, values);
  gst_type_mark_as_plugin_api(type, static_cast<GstPluginAPIFlags>(0));
  return type;
}

template <class Enum>
constexpr GEnumValue choice(Enum value, const char* name, const char* nick) {
  return {static_cast<int>(value), name, nick};
}

}  // namespace

GType mode_type() {
  static const GEnumValue values[] = {
      choice(CameraMode::kManual, "Goes where it is told", "manual"),
      choice(CameraMode::kFollow, "Follows what detectors see, unless an operator steers",
             "follow"),
      choice(CameraMode::kHold, "Stays where it is, whatever anybody says", "hold"),
      {0, nullptr, nullptr}};
  static const GType type = register_type("GimbalCameraMode", values);
  return type;
}

GType profile_type() {
  static const GEnumValue values[] = {
      choice(Profile::kCalm, "Slow and steady, for people who talk", "calm"),
      choice(Profile::kBalanced, "For most sports", "balanced"),
      choice(Profile::kAction, "Quick, for fast play", "action"),
      {0, nullptr, nullptr}};
  static const GType type = register_type("GimbalCameraProfile", values);
  return type;
}

GType method_type() {
  static const GEnumValue values[] = {
      choice(ResampleMethod::kAuto, "Filters where the picture gets smaller, sharp where larger",
             "auto"),
      choice(ResampleMethod::kBilinear, "Two by two samples, at any scale", "bilinear"),
      choice(ResampleMethod::kBicubic, "Four by four samples, more where it gets smaller",
             "bicubic"),
      choice(ResampleMethod::kLanczos, "Six by six samples, more where it gets smaller", "lanczos"),
      {0, nullptr, nullptr}};
  static const GType type = register_type("GimbalResampleMethod", values);
  return type;
}

GType aspect_type() {
  static const GEnumValue values[] = {
      choice(Aspect::kCrop, "The crop has the output's shape", "crop"),
      choice(Aspect::kPad, "Likewise, but zoom 1 shows all of the source, with black beside it",
             "pad"),
      choice(Aspect::kStretch, "Zoom 1 is all of the source, stretched to the output's shape",
             "stretch"),
      {0, nullptr, nullptr}};
  static const GType type = register_type("GimbalAspect", values);
  return type;
}

}  // namespace gimbal::virtualptz
