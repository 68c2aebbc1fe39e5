#include "gst-plugins/common/roi_meta.hpp"

#include <gst/video/gstvideometa.h>

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

constexpr const char* kBoxParam = "gimbal-box";

/// A meta for `box`, rounded and clipped to the picture; null where no pixel is left.
GstVideoRegionOfInterestMeta* add_region(GstBuffer* buffer, GQuark type, const Box& box, int width,
                                         int height) {
  const auto pixel = [](double place, int size) {
    return static_cast<guint>(std::lround(std::clamp(place, 0.0, static_cast<double>(size))));
  };
  const guint left = pixel(box.x, width);
  const guint top = pixel(box.y, height);
  const guint right = pixel(box.x + box.w, width);
  const guint bottom = pixel(box.y + box.h, height);
  if (right <= left || bottom <= top) {
    return nullptr;
  }
  auto* meta = gst_buffer_add_video_region_of_interest_meta_id(buffer, type, left, top,
                                                               right - left, bottom - top);
  meta->id = box.id;
  return meta;
}

void set_place(GstStructure* exact, const Box& box) {
  gst_structure_set(exact, "x", G_TYPE_DOUBLE, box.x, "y", G_TYPE_DOUBLE, box.y, "w", G_TYPE_DOUBLE,
                    box.w, "h", G_TYPE_DOUBLE, box.h, nullptr);
}

GstVideoRegionOfInterestMeta* next_region(GstBuffer* buffer, gpointer* state) {
  return reinterpret_cast<GstVideoRegionOfInterestMeta*>(
      gst_buffer_iterate_meta_filtered(buffer, state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE));
}

Box box_of(GstVideoRegionOfInterestMeta* meta) {
  Box box{meta->id,
          g_quark_to_string(meta->roi_type),
          1,
          static_cast<double>(meta->x),
          static_cast<double>(meta->y),
          static_cast<double>(meta->w),
          static_cast<double>(meta->h)};
  if (const GstStructure* exact = gst_video_region_of_interest_meta_get_param(meta, kBoxParam)) {
    gst_structure_get(exact, "confidence", G_TYPE_DOUBLE, &box.confidence, "x", G_TYPE_DOUBLE,
                      &box.x, "y", G_TYPE_DOUBLE, &box.y, "w", G_TYPE_DOUBLE, &box.w, "h",
                      G_TYPE_DOUBLE, &box.h, nullptr);
  }
  return box;
}

void copy_params(const GstVideoRegionOfInterestMeta* from, GstVideoRegionOfInterestMeta* to,
                 const Box& place) {
  for (const GList* item = from->params; item != nullptr; item = item->next) {
    GstStructure* param = gst_structure_copy(static_cast<const GstStructure*>(item->data));
    if (gst_structure_has_name(param, kBoxParam) != FALSE) {
      set_place(param, place);
    }
    gst_video_region_of_interest_meta_add_param(to, param);
  }
}

}  // namespace

void add_roi_metas(GstBuffer* buffer, const std::vector<Box>& boxes, int width, int height) {
  for (const Box& box : boxes) {
    auto* meta = add_region(buffer, g_quark_from_string(box.label.c_str()), box, width, height);
    if (meta != nullptr) {
      GstStructure* exact =
          gst_structure_new(kBoxParam, "confidence", G_TYPE_DOUBLE, box.confidence, nullptr);
      set_place(exact, box);
      gst_video_region_of_interest_meta_add_param(meta, exact);
    }
  }
}

std::vector<Box> get_roi_metas(GstBuffer* buffer) {
  std::vector<Box> boxes;
  gpointer state = nullptr;
  while (auto* meta = next_region(buffer, &state)) {
    boxes.push_back(box_of(meta));
  }
  return boxes;
}

void crop_roi_metas(GstBuffer* from, GstBuffer* to, const CropRect& crop, int width, int height) {
  const double scale_x = width / crop.w;
  const double scale_y = height / crop.h;
  gpointer state = nullptr;
  while (auto* meta = next_region(from, &state)) {
    Box box = box_of(meta);
    box.x = (box.x - crop.x) * scale_x;
    box.y = (box.y - crop.y) * scale_y;
    box.w *= scale_x;
    box.h *= scale_y;
    if (auto* seen = add_region(to, meta->roi_type, box, width, height)) {
      seen->parent_id = meta->parent_id;
      copy_params(meta, seen, box);
    }
  }
}

}  // namespace gimbal
