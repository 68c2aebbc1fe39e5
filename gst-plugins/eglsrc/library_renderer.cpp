#include "gst-plugins/eglsrc/library_renderer.hpp"

#define EGL_NO_X11
#include <EGL/egl.h>

#include <cmath>

namespace gimbal {

namespace {

// For the life of the process, as the header promises.
const GimbalHost kHost{sizeof(GimbalHost), eglGetProcAddress};

bool is_a_place(const GimbalBox& box) {
  return std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.w) &&
         std::isfinite(box.h);
}

/// Null where the box is as the header wants it.
const char* fault_of(const GimbalBox& box) {
  if (!is_a_place(box)) {
    return "has a number that is none.";
  }
  if (!(box.confidence >= 0 && box.confidence <= 1)) {  // NaN is not, either
    return "has a confidence that is not from 0 to 1.";
  }
  if (box.label != nullptr && g_utf8_validate(box.label, -1, nullptr) == FALSE) {
    return "has a label that is not UTF-8.";
  }
  return nullptr;
}

}  // namespace

std::optional<Error> LibraryRenderer::start(GstGLContext* context) {
  auto library = RendererLibrary::load(path_);
  if (!library) {
    return Error{library.error()};
  }
  auto own_context = PrivateContext::beside(context);
  if (!own_context) {
    return Error{own_context.error()};
  }
  library_ = std::move(*library);
  shared_context_ = context;
  own_context_ = std::move(*own_context);
  std::optional<Error> error;
  own_context_->run([&] { error = create(); });
  return error;
}

/// Calls the library's `function`, whose `name` is for its errors, and does not trust it to leave
/// the context current.
template <class Function, class... Args>
std::optional<Error> LibraryRenderer::call(const char* name, Function function,
                                           Args... args) const {
  auto error = library_->call(name, function, args...);
  own_context_->make_current();
  return error;
}

std::optional<Error> LibraryRenderer::create() {
  const GimbalRendererApi& api = library_->api();
  target_.emplace(own_context_->get(), (api.flags & GIMBAL_TOP_DOWN) != 0);
  GimbalRenderer* renderer = nullptr;
  if (auto error = call("create", api.create, &kHost, &renderer)) {
    return error;
  }
  renderer_ = renderer;
  return std::nullopt;
}

LibraryRenderer::~LibraryRenderer() {
  if (!own_context_) {
    return;
  }
  own_context_->run([this] {
    if (renderer_ != nullptr) {
      if (const auto error = call("destroy", library_->api().destroy, renderer_)) {
        GST_WARNING("%s", error->text.c_str());
      }
    }
    target_.reset();
  });
}

Result<Drawing> LibraryRenderer::draw(const FrameToDraw& frame) {
  const GLsync texture_is_free = mark(shared_context_->gl_vtable);
  GLsync drawn = nullptr;
  Result<Drawing> drawing = Drawing{};
  own_context_->run([&] {
    wait_for(own_context_->gl(), texture_is_free);
    drawing = draw_here(frame);
    drawn = mark(own_context_->gl());
  });
  wait_for(shared_context_->gl_vtable, drawn);
  return drawing;
}

Result<Drawing> LibraryRenderer::draw_here(const FrameToDraw& frame) {
  Drawing drawing;
  if (auto error = resize(frame)) {
    return *error;
  }
  pass_on_events(frame, drawing);
  if (auto error = target_->begin(frame.texture, frame.width, frame.height)) {
    return *error;
  }
  const GimbalFrame wanted{sizeof(GimbalFrame), target_->framebuffer(), frame.width,
                           frame.height,        frame.number,           frame.pts,
                           frame.seconds};
  if (auto error = call("render", library_->api().render, renderer_, &wanted)) {
    return *error;
  }
  target_->finish();
  if (auto error = take_boxes(drawing)) {
    return *error;
  }
  return drawing;
}

void LibraryRenderer::pass_on_events(const FrameToDraw& frame, Drawing& drawing) const {
  const auto function = library_->api().event;
  for (const RendererEvent& event : frame.events) {
    const auto error = function == nullptr ? library_->complain("takes no events.")
                                           : call("event", function, renderer_, event.name.c_str(),
                                                  event.text.c_str());
    if (error) {
      drawing.warnings.push_back(error->text);
    }
  }
}

std::optional<Error> LibraryRenderer::resize(const FrameToDraw& frame) {
  const auto function = library_->api().resize;
  if (function == nullptr || (frame.width == width_ && frame.height == height_)) {
    return std::nullopt;
  }
  width_ = frame.width;
  height_ = frame.height;
  return call("resize", function, renderer_, width_, height_);
}

std::optional<Error> LibraryRenderer::take_boxes(Drawing& drawing) {
  const auto function = library_->api().boxes;
  if (function == nullptr) {
    return std::nullopt;
  }
  const GimbalBox* boxes = nullptr;
  std::size_t count = 0;
  if (auto error = call("boxes", function, renderer_, &boxes, &count)) {
    return error;
  }
  if (boxes == nullptr && count > 0) {
    return library_->complain("boxes says that there are some, and gives none.");
  }
  for (std::size_t i = 0; i < count; ++i) {
    const GimbalBox& box = boxes[i];
    if (const char* fault = fault_of(box)) {
      return library_->complain("box " + std::to_string(i) + " " + fault);
    }
    drawing.boxes.push_back({box.id, box.label == nullptr ? "" : box.label, box.confidence, box.x,
                             box.y, box.w, box.h});
  }
  const auto error = classes_.admit(drawing.boxes);
  return error ? std::optional(library_->complain(error->text)) : std::nullopt;
}

}  // namespace gimbal
