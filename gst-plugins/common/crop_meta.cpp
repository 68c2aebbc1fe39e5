#include "gst-plugins/common/crop_meta.hpp"

#include "lib/camera/ptz_names.hpp"

namespace gimbal {

void register_crop_meta() {
  // Registering a name twice raises criticals, and several of our plugins may be in one process.
  if (gst_meta_get_info(kCropMeta) == nullptr) {
    const gchar* tags[] = {nullptr};
    gst_meta_register_custom(kCropMeta, tags, nullptr, nullptr, nullptr);
  }
}

void set_crop_meta(GstBuffer* buffer, const CropRect& crop) {
  GstCustomMeta* meta = gst_buffer_get_custom_meta(buffer, kCropMeta);
  if (meta == nullptr) {
    meta = gst_buffer_add_custom_meta(buffer, kCropMeta);
  }
  gst_structure_set(gst_custom_meta_get_structure(meta), "x", G_TYPE_DOUBLE, crop.x, "y",
                    G_TYPE_DOUBLE, crop.y, "w", G_TYPE_DOUBLE, crop.w, "h", G_TYPE_DOUBLE, crop.h,
                    nullptr);
}

std::optional<CropRect> get_crop_meta(GstBuffer* buffer) {
  GstCustomMeta* meta = gst_buffer_get_custom_meta(buffer, kCropMeta);
  if (meta == nullptr) {
    return std::nullopt;
  }
  const GstStructure* fields = gst_custom_meta_get_structure(meta);
  CropRect crop;
  if (gst_structure_get(fields, "x", G_TYPE_DOUBLE, &crop.x, "y", G_TYPE_DOUBLE, &crop.y, "w",
                        G_TYPE_DOUBLE, &crop.w, "h", G_TYPE_DOUBLE, &crop.h, nullptr) == FALSE) {
    return std::nullopt;
  }
  return crop;
}

}  // namespace gimbal
