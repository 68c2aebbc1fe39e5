#include "gst-plugins/common/tracking_format_type.hpp"

#include <gst/gst.h>

#include "lib/codec/tracking_formats/tracking_format.hpp"

namespace gimbal {

namespace {

constexpr const char* kTypeName = "GimbalTrackingFormat";

constexpr GEnumValue choice(TrackingFormat format, const char* text, const char* nick) {
  return {static_cast<int>(format), text, nick};
}

GType register_type() {
  static const GEnumValue values[] = {
      choice(TrackingFormat::kAuto, "That of the first message that can be read", "auto"),
      choice(TrackingFormat::kRecord, "Gimbal's own records", "record"),
      choice(TrackingFormat::kFrigate, "Events of Frigate", "frigate"),
      choice(TrackingFormat::kDeepstream, "DeepStream's minimal schema", "deepstream"),
      choice(TrackingFormat::kOnvif, "ONVIF metadata", "onvif"),
      choice(TrackingFormat::kMot, "Tables of MOTChallenge", "mot"),
      choice(TrackingFormat::kCoco, "Results and datasets of COCO", "coco"),
      {0, nullptr, nullptr}};
  const GType type = g_enum_register_static(kTypeName, values);
  gst_type_mark_as_plugin_api(type, static_cast<GstPluginAPIFlags>(0));
  return type;
}

}  // namespace

GType tracking_format_type() {
  // Several of our plugins may be in one process, each with its copy of this function.
  static const GType type = [] {
    const GType known = g_type_from_name(kTypeName);
    return known == G_TYPE_INVALID ? register_type() : known;
  }();
  return type;
}

}  // namespace gimbal
