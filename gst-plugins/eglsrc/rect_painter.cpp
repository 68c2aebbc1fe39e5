#include "gst-plugins/eglsrc/rect_painter.hpp"

#include <array>

namespace gimbal {

std::optional<Error> RectPainter::prepare(GstGLContext* context) {
  const bool supported = gst_gl_context_check_gl_version(context, GST_GL_API_OPENGL3, 4, 4) != 0 ||
                         gst_gl_context_check_feature(context, "GL_ARB_clear_texture") != 0;
  clear_ = supported ? reinterpret_cast<PFNGLCLEARTEXSUBIMAGEPROC>(
                           gst_gl_context_get_proc_address(context, "glClearTexSubImage"))
                     : nullptr;
  if (clear_ == nullptr) {
    return Error{
        "This EGL device has no glClearTexSubImage (OpenGL 4.4), which the built-in scenes and the "
        "frame stamp are drawn with. Choose another one with device=N."};
  }
  return std::nullopt;
}

void RectPainter::paint(unsigned texture, const std::vector<Rect>& rects) const {
  for (const Rect& rect : rects) {
    const std::array<std::uint8_t, 4> rgba{rect.color.r, rect.color.g, rect.color.b, 255};
    clear_(texture, 0, rect.x, rect.y, 0, rect.w, rect.h, 1, GL_RGBA, GL_UNSIGNED_BYTE,
           rgba.data());
  }
}

}  // namespace gimbal
