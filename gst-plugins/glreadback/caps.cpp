#include "gst-plugins/glreadback/caps.hpp"

// gl.h does not come without video.h.
#include <gst/gl/gl.h>

#include "gst-plugins/support/handles.hpp"

namespace gimbal::glreadback {

GstCaps* other_caps(const GstCaps* caps, GstPadDirection direction) {
  const CapsHandle other(gst_caps_copy(caps));
  const bool to_gl = direction == GST_PAD_SRC;
  for (guint i = 0; i < gst_caps_get_size(other.get()); ++i) {
    gst_structure_remove_fields(gst_caps_get_structure(other.get(), i), "format", "colorimetry",
                                "chroma-site", "texture-target", nullptr);
    gst_caps_set_features(
        other.get(), i,
        gst_caps_features_new_single(to_gl ? GST_CAPS_FEATURE_MEMORY_GL_MEMORY
                                           : GST_CAPS_FEATURE_MEMORY_SYSTEM_MEMORY));
  }
  const CapsHandle ours(gst_caps_from_string(to_gl ? kSinkCaps : kSrcCaps));
  return gst_caps_intersect_full(other.get(), ours.get(), GST_CAPS_INTERSECT_FIRST);
}

GstCaps* fixate_output(GstCaps* caps) {
  GstCaps* fixed = gst_caps_fixate(caps);
  GstVideoInfo info;
  if (gst_video_info_from_caps(&info, fixed) == FALSE) {
    return fixed;
  }
  GstStructure* structure = gst_caps_get_structure(fixed, 0);
  if (gst_structure_has_field(structure, "colorimetry") == FALSE) {
    const CharHandle colorimetry(gst_video_colorimetry_to_string(&info.colorimetry));
    gst_structure_set(structure, "colorimetry", G_TYPE_STRING, colorimetry.get(), nullptr);
  }
  if (gst_structure_has_field(structure, "chroma-site") == FALSE) {
    gst_structure_set(structure, "chroma-site", G_TYPE_STRING, "mpeg2", nullptr);
  }
  return fixed;
}

}  // namespace gimbal::glreadback
