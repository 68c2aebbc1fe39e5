// The element's instance, for the files that make it up.
#pragma once

#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

#include <memory>
#include <string>

#include "gst-plugins/cuda/cuda_error.hpp"
#include "gst-plugins/cudainterop/convert.h"
#include "gst-plugins/cudainterop/session.hpp"
#include "gst-plugins/support/offered_context.hpp"

namespace gimbal::cudainterop {

inline constexpr int kAnyDevice = -1;

/// What the user sets, under the object lock.
struct Settings {
  int cuda_device = kAnyDevice;
};

/// What the user may read, under the object lock, and what neighbours ask for, under its own.
struct Shared {
  OfferedContext<GstCudaContext> cuda;
  std::string device_name;
  bool zero_copy = false;
};

/// The streaming thread's own (and the state change's, while that thread stands still).
struct State {
  GstVideoInfo input{};
  GstVideoInfo output{};
  Matrix matrix{};
  std::shared_ptr<CudaStream> stream;
  std::unique_ptr<Session> session;  // made at the first buffer: it brings the GL context
  bool failed = false;               // an error has been posted: what follows is its consequence
};

}  // namespace gimbal::cudainterop

struct GimbalCudaInterop {
  GstBaseTransform parent;
  // Lock order: the object lock is taken last and held for no call into GStreamer, CUDA or OpenGL.
  gimbal::cudainterop::Settings* settings;
  gimbal::cudainterop::Shared* shared;
  gimbal::cudainterop::State* state;
};

namespace gimbal::cudainterop {

/// The property cuda-device.
int wanted_device(GimbalCudaInterop* self);
/// A reference to the CUDA context in use, null before there is one.
CudaContextHandle cuda_context(GimbalCudaInterop* self);
/// The stream to work on in that context, made if need be. Streaming thread.
std::shared_ptr<CudaStream> cuda_stream(GimbalCudaInterop* self);
/// Sets the read-only properties and notifies.
void set_status(GimbalCudaInterop* self, bool zero_copy, std::string device_name);
/// Posts the first error of a run. GStreamer negotiates again after a failure, which would repeat
/// it.
void fail(GimbalCudaInterop* self, GQuark domain, int code, const std::string& text);

// GstBaseTransform's virtual functions in allocation.cpp
gboolean propose_allocation(GstBaseTransform* transform, GstQuery* decided, GstQuery* query);
/// Before it chains up, which the caller does: a pool of CUDA memory in the encoder's context.
gboolean decide_pool(GimbalCudaInterop* self, GstQuery* query);

}  // namespace gimbal::cudainterop
