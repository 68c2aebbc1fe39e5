#include "gst-plugins/glreadback/texture_reader.hpp"

#include <algorithm>
#include <cstdio>

#include "gst-plugins/support/gl_renderer.hpp"

namespace gimbal {
namespace {

constexpr guint64 kPatience = 5 * GST_SECOND;
constexpr std::size_t kPixelBytes = 4;
/// Half of the second-level cache of a small processor.
constexpr std::size_t kBandBytes = 128 * 1024;

std::size_t bytes_of(TextureSize size) {
  return kPixelBytes * static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
}

std::string hexadecimal(unsigned value) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%04x", value);
  return text.data();
}

std::string name_of(unsigned gl_error) {
  switch (gl_error) {
    case GL_NO_ERROR:
      return "OpenGL does not say why";
    case GL_OUT_OF_MEMORY:
      return "GL_OUT_OF_MEMORY";
    case 0x0507:  // not in every header
      return "GL_CONTEXT_LOST";
    default:
      return "GL error " + hexadecimal(gl_error);
  }
}

}  // namespace

std::optional<Error> TextureReader::start(GstGLContext* context) {
  gl_ = context->gl_vtable;
  renderer_ = gl_renderer_name(context);
  software_ = draws_in_software(renderer_);
  if (gl_->GenFramebuffers == nullptr || gl_->FenceSync == nullptr ||
      gl_->MapBufferRange == nullptr) {
    return Error{"OpenGL on " + renderer_ + " is too old to read frames back: 3.2 is needed."};
  }
  gl_->GenFramebuffers(1, &framebuffer_);
  for (PixelBuffer& buffer : buffers_) {
    gl_->GenBuffers(1, &buffer.name);
  }
  return std::nullopt;
}

void TextureReader::stop() {
  if (gl_ == nullptr) {
    return;
  }
  release();
  for (PixelBuffer& buffer : buffers_) {
    gl_->DeleteBuffers(1, &buffer.name);
    buffer = {};
  }
  gl_->DeleteFramebuffers(1, &framebuffer_);
  framebuffer_ = 0;
  band_.clear();
  gl_ = nullptr;
}

/// Calls `read()` with the texture as what glReadPixels reads from.
template <class Read>
std::optional<Error> TextureReader::with_texture(unsigned texture, Read read) const {
  // What others have left behind is not ours to report. A lost context may report for ever.
  for (int i = 0; i < 8 && gl_->GetError() != GL_NO_ERROR; ++i) {
  }
  gl_->BindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
  gl_->FramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
  const GLenum status = gl_->CheckFramebufferStatus(GL_READ_FRAMEBUFFER);
  if (status == GL_FRAMEBUFFER_COMPLETE) {
    read();
  }
  gl_->BindFramebuffer(GL_READ_FRAMEBUFFER, 0);
  if (status != GL_FRAMEBUFFER_COMPLETE) {
    return Error{renderer_ + " cannot read this texture: framebuffer status " +
                 hexadecimal(status) + "."};
  }
  const GLenum code = gl_->GetError();
  return code == GL_NO_ERROR ? std::nullopt : std::make_optional(failure("glReadPixels", code));
}

std::optional<Error> TextureReader::read(unsigned texture, TextureSize size, const UseRows& use) {
  const std::size_t row_bytes = kPixelBytes * static_cast<std::size_t>(size.width);
  const int rows = std::max(2, static_cast<int>(kBandBytes / row_bytes) & ~1);
  band_.resize(row_bytes * static_cast<std::size_t>(rows));
  return with_texture(texture, [&] {
    for (int first = 0; first < size.height; first += rows) {
      const int count = std::min(rows, size.height - first);
      gl_->ReadPixels(0, first, size.width, count, GL_RGBA, GL_UNSIGNED_BYTE, band_.data());
      use(band_.data(), first, count);
    }
  });
}

std::optional<Error> TextureReader::begin(unsigned texture, TextureSize size) {
  PixelBuffer& buffer = buffers_[next_];
  release(buffer);
  gl_->BindBuffer(GL_PIXEL_PACK_BUFFER, buffer.name);
  if (buffer.size != size) {
    gl_->BufferData(GL_PIXEL_PACK_BUFFER, static_cast<GLsizeiptr>(bytes_of(size)), nullptr,
                    GL_STREAM_READ);
    buffer.size = size;
  }
  auto error = with_texture(texture, [&] {
    gl_->ReadPixels(0, 0, size.width, size.height, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  });
  gl_->BindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  if (error) {
    return error;
  }
  buffer.done = gl_->FenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
  if (buffer.done == nullptr) {
    return failure("glFenceSync", gl_->GetError());
  }
  next_ = 1 - next_;
  return std::nullopt;
}

Result<Pixels> TextureReader::finish() {
  // The buffer to begin with next is the one that was begun with first, if both were.
  PixelBuffer& buffer = buffers_[buffers_[next_].done != nullptr ? next_ : 1 - next_];
  const GLenum waited = gl_->ClientWaitSync(buffer.done, GL_SYNC_FLUSH_COMMANDS_BIT, kPatience);
  gl_->DeleteSync(buffer.done);
  buffer.done = nullptr;
  if (waited == GL_TIMEOUT_EXPIRED) {
    return Error{renderer_ + " did not finish reading a frame within 5 seconds."};
  }
  if (waited == GL_WAIT_FAILED) {
    return failure("glClientWaitSync", gl_->GetError());
  }
  return map(buffer);
}

Result<Pixels> TextureReader::map(PixelBuffer& buffer) const {
  gl_->BindBuffer(GL_PIXEL_PACK_BUFFER, buffer.name);
  const void* pixels = gl_->MapBufferRange(
      GL_PIXEL_PACK_BUFFER, 0, static_cast<GLsizeiptr>(bytes_of(buffer.size)), GL_MAP_READ_BIT);
  gl_->BindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  if (pixels == nullptr) {
    return failure("glMapBufferRange", gl_->GetError());
  }
  buffer.mapped = true;
  return static_cast<Pixels>(pixels);
}

void TextureReader::release() {
  for (PixelBuffer& buffer : buffers_) {
    release(buffer);
  }
}

void TextureReader::release(PixelBuffer& buffer) const {
  if (buffer.done != nullptr) {
    gl_->DeleteSync(buffer.done);
    buffer.done = nullptr;
  }
  if (buffer.mapped) {
    gl_->BindBuffer(GL_PIXEL_PACK_BUFFER, buffer.name);
    gl_->UnmapBuffer(GL_PIXEL_PACK_BUFFER);
    gl_->BindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    buffer.mapped = false;
  }
}

Error TextureReader::failure(const char* call, unsigned code) const {
  return {std::string(call) + " failed on " + renderer_ + ": " + name_of(code) + "."};
}

}  // namespace gimbal
