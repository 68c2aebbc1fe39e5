// eglsrc: a live source of frames drawn by OpenGL on a chosen EGL device, with no window system.
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define GIMBAL_TYPE_EGL_SRC (gimbal_egl_src_get_type())
GType gimbal_egl_src_get_type(void);

G_END_DECLS
