#include "gst-plugins/common/analytics.hpp"

#include <gst/analytics/analytics.h>

#include <string>

#include "gst-plugins/common/regions.hpp"

namespace gimbal {

namespace {

/// The number of the tracker that follows `detection`; empty where none does.
std::string tracker_id_of(const GstAnalyticsODMtd& detection) {
  gpointer state = nullptr;
  GstAnalyticsTrackingMtd tracking;
  guint64 id = 0;
  GstClockTime first_seen = 0;
  GstClockTime last_seen = 0;
  gboolean lost = FALSE;
  const bool tracked =
      gst_analytics_relation_meta_get_direct_related(
          detection.meta, detection.id, GST_ANALYTICS_REL_TYPE_ANY,
          gst_analytics_tracking_mtd_get_mtd_type(), &state, &tracking) != FALSE &&
      gst_analytics_tracking_mtd_get_info(&tracking, &id, &first_seen, &last_seen, &lost) != FALSE;
  return tracked ? std::to_string(id) : "";
}

}  // namespace

std::vector<TrackedTarget> analytics_targets(GstBuffer* frame, const PictureShape& picture) {
  std::vector<TrackedTarget> targets;
  GstAnalyticsRelationMeta* meta = gst_buffer_get_analytics_relation_meta(frame);
  gpointer state = nullptr;
  GstAnalyticsODMtd detection;
  while (meta != nullptr && gst_analytics_relation_meta_iterate(
                                meta, &state, gst_analytics_od_mtd_get_mtd_type(), &detection)) {
    gint x = 0;
    gint y = 0;
    gint w = 0;
    gint h = 0;
    gfloat confidence = 1;
    if (gst_analytics_od_mtd_get_location(&detection, &x, &y, &w, &h, &confidence) != FALSE) {
      const gchar* label = g_quark_to_string(gst_analytics_od_mtd_get_obj_type(&detection));
      const Box box{0,
                    label == nullptr ? "" : label,
                    confidence,
                    static_cast<double>(x),
                    static_cast<double>(y),
                    static_cast<double>(w),
                    static_cast<double>(h)};
      targets.push_back(target_of_box(box, tracker_id_of(detection), picture));
    }
  }
  return targets;
}

}  // namespace gimbal
