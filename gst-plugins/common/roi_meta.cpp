#include "gst-plugins/common/roi_meta.hpp"

#include <gst/video/gstvideometa.h>

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

constexpr const char* kBoxParam = "gimbal-box";

guint pixel(double place, int size) {
  return static_cast<guint>(std::lround(std::clamp(place, 0.0, static_cast<double>(size))));
}

}  // namespace

void add_roi_metas(GstBuffer* buffer, const std::vector<Box>& boxes, int width, int height) {
  for (const Box& box : boxes) {
    const guint left = pixel(box.x, width);
    const guint top = pixel(box.y, height);
    const guint right = pixel(box.x + box.w, width);
    const guint bottom = pixel(box.y + box.h, height);
    if (right <= left || bottom <= top) {
      continue;
    }
    GstVideoRegionOfInterestMeta* meta = gst_buffer_add_video_region_of_interest_meta(
        buffer, box.label.c_str(), left, top, right - left, bottom - top);
    meta->id = box.id;
    gst_video_region_of_interest_meta_add_param(
        meta, gst_structure_new(kBoxParam, "confidence", G_TYPE_DOUBLE, box.confidence, "x",
                                G_TYPE_DOUBLE, box.x, "y", G_TYPE_DOUBLE, box.y, "w", G_TYPE_DOUBLE,
                                box.w, "h", G_TYPE_DOUBLE, box.h, nullptr));
  }
}

std::vector<Box> get_roi_metas(GstBuffer* buffer) {
  std::vector<Box> boxes;
  gpointer state = nullptr;
  while (GstMeta* found = gst_buffer_iterate_meta_filtered(
             buffer, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE)) {
    auto* meta = reinterpret_cast<GstVideoRegionOfInterestMeta*>(found);
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
    boxes.push_back(box);
  }
  return boxes;
}

}  // namespace gimbal
