#include "gst-plugins/virtualptz/metas.hpp"

#include <gst/video/gstvideometa.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace gimbal::virtualptz {

namespace {

/// Their numbers are pixels of the input, and no tag says so. By name, since the library of the
/// first need not be there.
constexpr std::array<std::string_view, 2> kUntaggedPlaces{"GstAnalyticsRelationMetaAPI",
                                                          "GstVideoOverlayCompositionMetaAPI"};

}  // namespace

bool survives_crop(const GstMetaInfo* info) {
  const std::string_view name = g_type_name(info->api);
  if (std::find(kUntaggedPlaces.begin(), kUntaggedPlaces.end(), name) != kUntaggedPlaces.end()) {
    return false;
  }
  // That it is about video is all the others' tags may say: not its size, its memory, its colours.
  const gchar* const* tag = gst_meta_api_type_get_tags(info->api);
  while (tag != nullptr && *tag != nullptr && g_str_equal(*tag, GST_META_TAG_VIDEO_STR) != FALSE) {
    ++tag;
  }
  return tag == nullptr || *tag == nullptr;
}

}  // namespace gimbal::virtualptz
