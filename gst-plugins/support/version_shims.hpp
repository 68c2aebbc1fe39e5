// What GStreamer has only after 1.22, the oldest version we build with: one switch for each.
#pragma once

#include <gst/gst.h>

/// GstCudaStream: memory that says on which CUDA stream it was written. Without it our stream is
/// our own affair; either way a frame is complete when it is sent on.
#define GIMBAL_HAVE_GST_CUDA_STREAM GST_CHECK_VERSION(1, 24, 0)
