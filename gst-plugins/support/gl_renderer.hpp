// What draws for a GL context.
#pragma once

#include <gst/gl/gl.h>
#include <gst/gl/gstglfuncs.h>

#include <string>

namespace gimbal {

/// GL_RENDERER. On the thread of `context`.
inline std::string gl_renderer_name(const GstGLContext* context) {
  const auto* name = reinterpret_cast<const char*>(context->gl_vtable->GetString(GL_RENDERER));
  return name != nullptr ? name : "an unknown renderer";
}

/// Whether the CPU draws: textures are then plain memory. `renderer` is GL_RENDERER.
inline bool draws_in_software(const std::string& renderer) {
  for (const char* name : {"llvmpipe", "softpipe", "Software Rasterizer", "SwiftShader"}) {
    if (renderer.find(name) != std::string::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace gimbal
