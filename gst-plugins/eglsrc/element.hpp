// The GObject of eglsrc: what its files share.
#pragma once

#include <gst/gst.h>
#include <gst/video/video.h>
// gl.h does not bring what this one needs.
#include <gst/gl/gstglbasesrc.h>

#include <vector>

#include "gst-plugins/common/frame_pacer.hpp"
#include "gst-plugins/common/frame_stamper.hpp"
#include "gst-plugins/eglsrc/early_context.hpp"
#include "gst-plugins/eglsrc/frame_inlet.hpp"
#include "gst-plugins/eglsrc/frame_painter.hpp"
#include "gst-plugins/eglsrc/settings.hpp"
#include "gst-plugins/eglsrc/shared_display.hpp"

namespace gimbal::eglsrc {

struct Private {
  Settings settings;                 // under the object lock
  Facts facts;                       // under the object lock
  std::vector<RendererEvent> inbox;  // for the next frame; under the object lock
  FramePacer pacer;
  FrameInlet inlet;
  FrameStamper stamper;     // streaming thread only
  FramePainter painter;     // GL thread only
  GlDisplayHandle display;  // under the object lock; made on first use, gone in NULL
  EarlyContext early_context;
};

}  // namespace gimbal::eglsrc

struct GimbalEglSrc {
  GstGLBaseSrc parent;
  gimbal::eglsrc::Private* p;
};

struct GimbalEglSrcClass {
  GstGLBaseSrcClass parent_class;
};

GType gimbal_egl_src_get_type(void);

namespace gimbal::eglsrc {

inline GimbalEglSrc* self_of(gpointer object) {
  return static_cast<GimbalEglSrc*>(object);
}

/// A copy, taken under the object lock.
Settings settings_of(GimbalEglSrc* self);

}  // namespace gimbal::eglsrc
