// Draws with a shared library of the user's.
#pragma once

#include "gst-plugins/common/box_classes.hpp"
#include "gst-plugins/eglsrc/private_context.hpp"
#include "gst-plugins/eglsrc/render_target.hpp"
#include "gst-plugins/eglsrc/renderer.hpp"
#include "gst-plugins/eglsrc/renderer_library.hpp"

namespace gimbal {

/// The library is called on the thread of a context of its own, while the GL thread waits.
class LibraryRenderer : public Renderer {
 public:
  explicit LibraryRenderer(std::string path) : path_(std::move(path)) {}
  ~LibraryRenderer() override;

  std::optional<Error> start(GstGLContext* context) override;
  Result<Drawing> draw(const FrameToDraw& frame) override;

 private:
  // On the private context's thread.
  template <class Function, class... Args>
  std::optional<Error> call(const char* name, Function function, Args... args) const;
  std::optional<Error> create();
  Result<Drawing> draw_here(const FrameToDraw& frame);
  void pass_on_events(const FrameToDraw& frame, Drawing& drawing) const;
  std::optional<Error> resize(const FrameToDraw& frame);
  std::optional<Error> take_boxes(Drawing& drawing);

  std::string path_;
  std::optional<RendererLibrary> library_;
  GstGLContext* shared_context_ = nullptr;
  std::optional<PrivateContext> own_context_;
  std::optional<RenderTarget> target_;
  GimbalRenderer* renderer_ = nullptr;
  int width_ = 0;  // as the library was last told
  int height_ = 0;
  BoxClasses classes_;
};

}  // namespace gimbal
