#include "gst-plugins/virtualptz/caps.hpp"

#include "gst-plugins/support/handles.hpp"

namespace gimbal::virtualptz {

namespace {

void fixate_size(GstStructure* structure, const GstVideoInfo& input, const SizeWish& wish) {
  // Downstream's word first; where it says one side, the other follows the picture's shape.
  SizeWish said;
  gst_structure_get_int(structure, "width", &said.width);
  gst_structure_get_int(structure, "height", &said.height);
  const bool has_said = said.width > 0 || said.height > 0;
  const SizeWish size = choose_output_size(has_said ? said : wish, shape_of(input));
  gst_structure_fixate_field_nearest_int(structure, "width", size.width);
  gst_structure_fixate_field_nearest_int(structure, "height", size.height);
  if (gst_structure_has_field(structure, "pixel-aspect-ratio") != FALSE) {
    gst_structure_fixate_field_nearest_fraction(structure, "pixel-aspect-ratio", 1, 1);
  }
}

/// Caps that do not say their colours are understood by the size, and ours is another: HD made
/// small would change its colours on the way.
void say_colors(GstCaps* caps, const GstVideoInfo& input) {
  GstStructure* structure = gst_caps_get_structure(caps, 0);
  GstVideoInfo output;
  if (gst_structure_has_field(structure, "colorimetry") != FALSE ||
      gst_video_info_from_caps(&output, caps) == FALSE ||
      gst_video_colorimetry_is_equal(&output.colorimetry, &input.colorimetry) != FALSE) {
    return;
  }
  const CharHandle colorimetry(gst_video_colorimetry_to_string(&input.colorimetry));
  gst_structure_set(structure, "colorimetry", G_TYPE_STRING, colorimetry.get(), nullptr);
}

}  // namespace

PictureShape shape_of(const GstVideoInfo& info) {
  return {GST_VIDEO_INFO_WIDTH(&info), GST_VIDEO_INFO_HEIGHT(&info),
          static_cast<double>(GST_VIDEO_INFO_PAR_N(&info)) / GST_VIDEO_INFO_PAR_D(&info)};
}

GstCaps* other_caps(const GstCaps* caps) {
  GstCaps* other = gst_caps_copy(caps);
  for (guint i = 0; i < gst_caps_get_size(other); ++i) {
    GstStructure* structure = gst_caps_get_structure(other, i);
    gst_structure_set(structure, "width", GST_TYPE_INT_RANGE, 2, kMaxSide, "height",
                      GST_TYPE_INT_RANGE, 2, kMaxSide, nullptr);
    if (gst_structure_has_field(structure, "pixel-aspect-ratio") != FALSE) {
      gst_structure_set(structure, "pixel-aspect-ratio", GST_TYPE_FRACTION_RANGE, 1, G_MAXINT,
                        G_MAXINT, 1, nullptr);
    }
  }
  return other;
}

GstCaps* fixate_output(GstCaps* caps, const GstVideoInfo& input, const SizeWish& wish) {
  caps = gst_caps_make_writable(gst_caps_truncate(caps));
  fixate_size(gst_caps_get_structure(caps, 0), input, wish);
  caps = gst_caps_fixate(caps);
  say_colors(caps, input);
  return caps;
}

}  // namespace gimbal::virtualptz
