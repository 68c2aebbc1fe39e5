#include "gst-plugins/cudainterop/caps.hpp"

#include <gst/cuda/gstcudamemory.h>
#include <gst/gl/gl.h>

#include "gst-plugins/support/handles.hpp"

namespace gimbal::cudainterop {
namespace {

/// GStreamer's own default also takes 577 to 719 lines as HD; the caps say which, so all agree.
constexpr int kHdHeight = 720;

bool can_make(const GstVideoColorimetry& colour) {
  return (colour.matrix == GST_VIDEO_COLOR_MATRIX_BT709 ||
          colour.matrix == GST_VIDEO_COLOR_MATRIX_BT601) &&
         (colour.range == GST_VIDEO_COLOR_RANGE_16_235 ||
          colour.range == GST_VIDEO_COLOR_RANGE_0_255);
}

bool can_make(const GValue* name) {
  GstVideoColorimetry colour;
  return G_VALUE_HOLDS_STRING(name) &&
         gst_video_colorimetry_from_string(&colour, g_value_get_string(name)) && can_make(colour);
}

void offer_colorimetry(GstStructure* structure) {
  GValue list = G_VALUE_INIT;
  gst_value_list_init(&list, 2);
  for (const char* name : {GST_VIDEO_COLORIMETRY_BT709, GST_VIDEO_COLORIMETRY_BT601}) {
    GValue item = G_VALUE_INIT;
    g_value_init(&item, G_TYPE_STRING);
    g_value_set_static_string(&item, name);
    gst_value_list_append_and_take_value(&list, &item);
  }
  gst_structure_take_value(structure, "colorimetry", &list);
}

/// Leaves one colorimetry in `structure`. One that cannot be made stays: matrix_for() says why not.
void choose_colorimetry(GstStructure* structure) {
  int height = 0;
  gst_structure_get_int(structure, "height", &height);
  const std::string usual =
      height >= kHdHeight ? GST_VIDEO_COLORIMETRY_BT709 : GST_VIDEO_COLORIMETRY_BT601;
  const GValue* wanted = gst_structure_get_value(structure, "colorimetry");
  std::string chosen;
  if (wanted == nullptr) {
    chosen = usual;
  } else if (GST_VALUE_HOLDS_LIST(wanted)) {
    for (guint i = gst_value_list_get_size(wanted); i-- > 0 && chosen != usual;) {
      const GValue* item = gst_value_list_get_value(wanted, i);
      if (can_make(item)) {
        chosen = g_value_get_string(item);
      }
    }
  }
  if (!chosen.empty()) {
    gst_structure_set(structure, "colorimetry", G_TYPE_STRING, chosen.c_str(), nullptr);
  }
}

}  // namespace

GstCaps* other_caps(GstPadDirection direction, const GstCaps* caps) {
  const bool to_output = direction == GST_PAD_SINK;
  GstCaps* result = gst_caps_new_empty();
  const auto append = [result](GstStructure* structure, const char* memory) {
    gst_caps_append_structure_full(result, structure, gst_caps_features_new_single(memory));
  };
  for (guint i = 0; i < gst_caps_get_size(caps); ++i) {
    GstStructure* structure = gst_structure_copy(gst_caps_get_structure(caps, i));
    // Colours are the pad's own: RGB's say nothing about the YUV made from it.
    gst_structure_remove_fields(structure, "format", "colorimetry", "chroma-site", "texture-target",
                                nullptr);
    if (!to_output) {
      gst_structure_set(structure, "format", G_TYPE_STRING, "RGBA", "texture-target", G_TYPE_STRING,
                        GST_GL_TEXTURE_TARGET_2D_STR, nullptr);
      append(structure, GST_CAPS_FEATURE_MEMORY_GL_MEMORY);
      continue;
    }
    gst_structure_set(structure, "format", G_TYPE_STRING, "NV12", "chroma-site", G_TYPE_STRING,
                      "mpeg2", nullptr);
    // First what we would make, then any other spelling that downstream may ask for. (Caps that
    // were fixed here would never come to fixate_output.)
    GstStructure* preferred = gst_structure_copy(structure);
    offer_colorimetry(preferred);
    append(preferred, GST_CAPS_FEATURE_MEMORY_CUDA_MEMORY);
    append(structure, GST_CAPS_FEATURE_MEMORY_CUDA_MEMORY);
  }
  return result;
}

GstCaps* fixate_output(GstCaps* caps) {
  caps = gst_caps_make_writable(gst_caps_truncate(caps));
  if (!gst_caps_is_empty(caps)) {
    choose_colorimetry(gst_caps_get_structure(caps, 0));
  }
  return gst_caps_fixate(caps);
}

Result<Matrix> matrix_for(const GstVideoInfo& output) {
  if (GST_VIDEO_INFO_IS_INTERLACED(&output)) {
    return Error{
        "cudainterop takes progressive video only: remove interlace-mode from the caps, or "
        "deinterlace before it."};
  }
  if (!can_make(output.colorimetry)) {
    const CharHandle name(gst_video_colorimetry_to_string(&output.colorimetry));
    return Error{std::string("cudainterop cannot make colorimetry ") +
                 (name ? name.get() : "unknown") +
                 ": ask for bt709 or bt601 (limited or full range) downstream, or for none."};
  }
  const bool bt709 = output.colorimetry.matrix == GST_VIDEO_COLOR_MATRIX_BT709;
  return make_matrix(bt709 ? 0.2126 : 0.299, bt709 ? 0.0722 : 0.114,
                     output.colorimetry.range == GST_VIDEO_COLOR_RANGE_0_255);
}

}  // namespace gimbal::cudainterop
