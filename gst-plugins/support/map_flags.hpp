// Map flags beyond the ones GstMapFlags names.
#pragma once

#include <gst/gst.h>

namespace gimbal {

/// GST_MAP_READ | GST_MAP_GL and the like, which lie outside the enumeration's own range.
inline GstMapFlags map_flags(int flags) {
  return static_cast<GstMapFlags>(flags);
}

}  // namespace gimbal
