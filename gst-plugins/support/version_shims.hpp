// What GStreamer has only after 1.22, the oldest version we build with: one switch for each.
#pragma once

#include <gst/gst.h>

/// GstCudaStream: memory that says on which CUDA stream it was written. Without it our stream is
/// our own affair; either way a frame is complete when it is sent on.
#define GIMBAL_HAVE_GST_CUDA_STREAM GST_CHECK_VERSION(1, 24, 0)

/// GstAnalyticsRelationMeta, in which detectors and trackers say what they see. A library of its
/// own, which may be missing even there; meson says whether it is there.
#if GST_CHECK_VERSION(1, 24, 0) && defined(GIMBAL_WITH_GST_ANALYTICS)
#define GIMBAL_HAVE_GST_ANALYTICS 1
#else
#define GIMBAL_HAVE_GST_ANALYTICS 0
#endif
