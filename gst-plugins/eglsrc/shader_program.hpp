// A user's fragment shader as a GL program that fills a picture.
#pragma once

#include <gst/gl/gl.h>

#include <array>
#include <string>

#include "lib/base/result.hpp"

namespace gimbal {

/// The values of ShaderToy's names for one frame.
struct ShaderInputs {
  int width = 0;
  int height = 0;
  double seconds = 0;
  double duration = 0;
  std::uint64_t number = 0;
  std::array<float, 4> date{};  ///< year, month from 0, day, seconds since midnight
};

/// On the GL thread, all of it. The context must outlive the program.
class ShaderProgram {
 public:
  /// Reads and compiles the file. The error names the file, and the line where there is one.
  static Result<ShaderProgram> load(GstGLContext* context, const std::string& path);

  ~ShaderProgram();
  ShaderProgram(ShaderProgram&& other) noexcept;
  ShaderProgram& operator=(ShaderProgram&& other) noexcept;

  /// Draws over the whole viewport of the framebuffer that is bound. A vertex array must be bound.
  void draw(const ShaderInputs& inputs) const;

 private:
  ShaderProgram(const GstGLFuncs* gl, unsigned program) : gl_(gl), program_(program) {}

  const GstGLFuncs* gl_;
  unsigned program_;
};

}  // namespace gimbal
