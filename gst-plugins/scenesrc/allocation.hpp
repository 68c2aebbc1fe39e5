// Which buffers scenesrc draws into.
#pragma once

#include <gst/gst.h>

namespace gimbal {

/// Puts a pool into an ALLOCATION query that downstream has answered: its own where it offers one,
/// else a new one; rows lie as downstream likes where it reads GstVideoMeta. False where the query
/// says no caps.
bool decide_pool(GstQuery* query);

}  // namespace gimbal
