// The GObject of glreadback: what its files share.
#pragma once

#include <gst/video/video.h>
// gl.h does not bring what this one needs.
#include <gst/gl/gl.h>
#include <gst/gl/gstglbasefilter.h>

#include "gst-plugins/glreadback/texture_reader.hpp"
#include "gst-plugins/support/handles.hpp"
#include "lib/pixel/yuv_coefficients.hpp"

namespace gimbal::glreadback {

inline constexpr int kAutoDepth = -1;

/// Under the object lock.
struct Settings {
  int depth = kAutoDepth;
};

/// What the user and the LATENCY query read, under the object lock.
struct Facts {
  int depth = kAutoDepth;  // until the first caps
  GstClockTime latency = 0;
};

/// Streaming thread only, but for the reader, which is the GL thread's while that is waited for.
struct State {
  GstVideoInfo in_info{};
  GstVideoInfo out_info{};
  YuvCoefficients coefficients;
  TextureReader reader;
  int depth = 0;
  BufferHandle pending;  // at depth 1: the frame whose texture is being read
};

struct Private {
  Settings settings;
  Facts facts;
  State state;
};

}  // namespace gimbal::glreadback

struct GimbalGlReadback {
  GstGLBaseFilter parent;
  gimbal::glreadback::Private* p;
};

struct GimbalGlReadbackClass {
  GstGLBaseFilterClass parent_class;
};

GType gimbal_gl_readback_get_type(void);

namespace gimbal::glreadback {

inline GimbalGlReadback* self_of(gpointer object) {
  return static_cast<GimbalGlReadback*>(object);
}

}  // namespace gimbal::glreadback
