#include "gst-plugins/common/scene_properties.hpp"

#include "lib/scene/scene.hpp"

namespace gimbal {

namespace {

constexpr const char* kSceneType = "GimbalScene";

constexpr auto kWhenReady =
    static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY);
constexpr auto kAnyTime = static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                                   GST_PARAM_MUTABLE_PLAYING);
constexpr auto kReadOnly = static_cast<GParamFlags>(G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

GType register_scene_type() {
  static const GEnumValue values[] = {
      {static_cast<int>(Scene::kBars), "Colour bars and a sweeping block", "bars"},
      {static_cast<int>(Scene::kCourt), "A basketball court with two teams", "court"},
      {static_cast<int>(Scene::kGradient), "Smooth ramps that drift slowly", "gradient"},
      {0, nullptr, nullptr}};
  const GType type = g_enum_register_static(kSceneType, values);
  gst_type_mark_as_plugin_api(type, static_cast<GstPluginAPIFlags>(0));
  return type;
}

}  // namespace

GType scene_type() {
  // Several of our plugins may be in one process, each with its copy of this function.
  static const GType type = [] {
    const GType known = g_type_from_name(kSceneType);
    return known == G_TYPE_INVALID ? register_scene_type() : known;
  }();
  return type;
}

GParamSpec* scene_spec() {
  return g_param_spec_enum("scene", "Scene", "What to draw", scene_type(),
                           static_cast<int>(Scene::kBars), kAnyTime);
}

GParamSpec* seed_spec() {
  return g_param_spec_uint64("seed", "Seed", "Which of its plays the court shows", 0, G_MAXUINT64,
                             kDefaultSeed, kAnyTime);
}

GParamSpec* frame_stamp_spec() {
  return g_param_spec_boolean(
      "frame-stamp", "Frame stamp",
      "Draw a machine-readable frame number and clock in the top left corner", FALSE, kAnyTime);
}

GParamSpec* is_live_spec() {
  return g_param_spec_boolean("is-live", "Is live",
                              "Draw on the pipeline's clock (false: as fast as downstream takes)",
                              TRUE, kWhenReady);
}

GParamSpec* frames_rendered_spec() {
  return g_param_spec_uint64("frames-rendered", "Frames rendered", "Frames drawn since the start",
                             0, G_MAXUINT64, 0, kReadOnly);
}

GParamSpec* frames_skipped_spec() {
  return g_param_spec_uint64("frames-skipped", "Frames skipped",
                             "Frames left out because they were over 250 ms late", 0, G_MAXUINT64,
                             0, kReadOnly);
}

}  // namespace gimbal
