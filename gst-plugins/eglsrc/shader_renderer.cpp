#include "gst-plugins/eglsrc/shader_renderer.hpp"

#include <gst/gl/gstglfuncs.h>

#include <chrono>
#include <cmath>
#include <ctime>

namespace gimbal {

namespace {

/// Live: the wall clock in local time, as on ShaderToy. Otherwise time starts in 1970, so that the
/// same frame is the same picture every time.
std::array<float, 4> date_of(const FrameToDraw& frame) {
  if (!frame.live) {
    return {1970, 0, 1, static_cast<float>(std::fmod(frame.seconds, 86400))};
  }
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const std::chrono::duration<float> fraction =
      now - std::chrono::time_point_cast<std::chrono::seconds>(now);
  std::tm local{};
  localtime_r(&seconds, &local);
  const int since_midnight = local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec;
  return {static_cast<float>(local.tm_year + 1900), static_cast<float>(local.tm_mon),
          static_cast<float>(local.tm_mday), static_cast<float>(since_midnight) + fraction.count()};
}

}  // namespace

ShaderRenderer::~ShaderRenderer() {
  if (context_ != nullptr) {
    context_->gl_vtable->DeleteFramebuffers(1, &framebuffer_);
    context_->gl_vtable->DeleteVertexArrays(1, &vertex_array_);
  }
}

std::optional<Error> ShaderRenderer::start(GstGLContext* context) {
  auto program = ShaderProgram::load(context, path_);
  if (!program) {
    return Error{program.error()};
  }
  program_ = std::move(*program);
  context_ = context;
  context->gl_vtable->GenFramebuffers(1, &framebuffer_);
  context->gl_vtable->GenVertexArrays(1, &vertex_array_);
  return std::nullopt;
}

void ShaderRenderer::reload_if_edited(Drawing& drawing) {
  if (!reload_ || !watch_.changed()) {
    return;
  }
  auto program = ShaderProgram::load(context_, path_);
  if (program) {
    program_ = std::move(*program);
  } else {
    drawing.warnings.push_back(program.error() + " (The shader before this edit goes on.)");
  }
}

Result<Drawing> ShaderRenderer::draw(const FrameToDraw& frame) {
  Drawing drawing;
  reload_if_edited(drawing);
  const GstGLFuncs* gl = context_->gl_vtable;
  gl->BindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  gl->FramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, frame.texture, 0);
  gl->Viewport(0, 0, frame.width, frame.height);
  gl->BindVertexArray(vertex_array_);
  program_->draw(
      {frame.width, frame.height, frame.seconds, frame.duration, frame.number, date_of(frame)});
  gl->BindVertexArray(0);
  gl->FramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, 0, 0);
  gl->BindFramebuffer(GL_FRAMEBUFFER, 0);
  return drawing;
}

}  // namespace gimbal
