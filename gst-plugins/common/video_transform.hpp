// What transforms of video answer alike.
#pragma once

#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

/// GstBaseTransformClass::get_unit_size: the bytes of one frame.
inline gboolean get_frame_size(GstBaseTransform*, GstCaps* caps, gsize* size) {
  GstVideoInfo info;
  const gboolean known = gst_video_info_from_caps(&info, caps);
  *size = known != FALSE ? GST_VIDEO_INFO_SIZE(&info) : 0;
  return known;
}

/// What `filter` (may be null) leaves of `caps`, in its order: the end of each transform_caps.
inline GstCaps* filtered(CapsHandle caps, GstCaps* filter) {
  return filter == nullptr ? caps.release()
                           : gst_caps_intersect_full(filter, caps.get(), GST_CAPS_INTERSECT_FIRST);
}

}  // namespace gimbal
