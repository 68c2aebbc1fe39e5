// Reads textures back into memory: at once, or through pixel buffers while the GPU goes on.
#pragma once

#include <gst/gl/gl.h>
#include <gst/gl/gstglfuncs.h>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.hpp"

namespace gimbal {

struct TextureSize {
  int width = 0;
  int height = 0;

  bool operator==(const TextureSize&) const = default;
};

/// RGBA pixels, the row of the texture's origin first, rows of 4 * width bytes.
using Pixels = const std::uint8_t*;

/// Everything on the thread of one GL context. Waits for the GPU end with an error after five
/// seconds.
class TextureReader {
 public:
  /// An error where the context lacks what reading takes.
  std::optional<Error> start(GstGLContext* context);
  /// Frees what lives in the context. The reader can be started again.
  void stop();

  /// Whether the CPU draws for the context that it was started with.
  bool is_software() const { return software_; }

  /// Takes `count` rows, an even number or the last ones, from `first` on.
  using UseRows = std::function<void(Pixels rows, int first, int count)>;

  /// Reads the texture now, in bands of rows that stay in the processor's cache between reading and
  /// `use`. After an error some bands may have been used.
  std::optional<Error> read(unsigned texture, TextureSize size, const UseRows& use);

  /// Starts to read the texture, while the pixels of the read before may still be waited for.
  std::optional<Error> begin(unsigned texture, TextureSize size);
  /// Waits for the oldest read that was begun and is not finished: there must be one. The pixels
  /// are good until a read is begun after the next one, or release().
  Result<Pixels> finish();
  /// Forgets what was begun and gives back what was handed out.
  void release();

 private:
  struct PixelBuffer {
    unsigned name = 0;
    TextureSize size;
    GLsync done = nullptr;  // the fence of a read under way
    bool mapped = false;
  };

  template <class Read>
  std::optional<Error> with_texture(unsigned texture, Read read) const;
  Error failure(const char* call, unsigned code) const;
  Result<Pixels> map(PixelBuffer& buffer) const;
  void release(PixelBuffer& buffer) const;

  const GstGLFuncs* gl_ = nullptr;  // the context's, from start() to stop()
  std::string renderer_;
  bool software_ = false;
  unsigned framebuffer_ = 0;
  std::vector<std::uint8_t> band_;
  std::array<PixelBuffer, 2> buffers_;
  std::size_t next_ = 0;  // of buffers_, to begin with
};

}  // namespace gimbal
