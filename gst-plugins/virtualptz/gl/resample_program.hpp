// The shader that resamples, and the framebuffer it draws into.
#pragma once

#include <gst/gl/gl.h>
#include <gst/gl/gstglfuncs.h>

#include <optional>

#include "gst-plugins/virtualptz/gl/weight_texture.hpp"
#include "lib/base/result.hpp"
#include "lib/camera/crop.hpp"

namespace gimbal {

struct TextureOfSize {
  unsigned name = 0;
  int width = 0;
  int height = 0;
};

/// On the GL thread of one context, all of it. Leaves nothing bound.
class ResampleProgram {
 public:
  /// The error says what the context lacks.
  std::optional<Error> start(GstGLContext* context);
  void stop();

  /// Fills all of `to`: what `placement` says of `from`, and black.
  std::optional<Error> draw(const TextureOfSize& from, const TextureOfSize& to,
                            const Placement& placement, ResampleMethod method);

 private:
  std::optional<Error> build(GstGLContext* context);
  void clear(const TextureOfSize& to) const;
  void draw_picture(const TextureOfSize& from, const Placement& placement) const;
  void unbind() const;

  const GstGLFuncs* gl_ = nullptr;
  unsigned program_ = 0;
  unsigned vertices_ = 0;
  unsigned framebuffer_ = 0;
  WeightTexture columns_;
  WeightTexture rows_;
};

}  // namespace gimbal
