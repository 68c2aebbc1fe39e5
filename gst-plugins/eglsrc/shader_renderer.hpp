// Draws with a user's fragment shader, in the form ShaderToy made known.
#pragma once

#include "gst-plugins/eglsrc/file_watch.hpp"
#include "gst-plugins/eglsrc/renderer.hpp"
#include "gst-plugins/eglsrc/shader_program.hpp"

namespace gimbal {

class ShaderRenderer : public Renderer {
 public:
  /// With `reload`, edits of the file are taken up while playing. One that does not compile is a
  /// warning, and the shader before it stays.
  ShaderRenderer(std::string path, bool reload)
      : path_(std::move(path)), reload_(reload), watch_(path_) {}
  ~ShaderRenderer() override;

  std::optional<Error> start(GstGLContext* context) override;
  Result<Drawing> draw(const FrameToDraw& frame) override;

 private:
  void reload_if_edited(Drawing& drawing);

  std::string path_;
  bool reload_;
  FileWatch watch_;
  GstGLContext* context_ = nullptr;
  std::optional<ShaderProgram> program_;
  unsigned framebuffer_ = 0;
  unsigned vertex_array_ = 0;  // empty: a core profile draws nothing without one
};

}  // namespace gimbal
