// What eglsrc draws with: the interface that scenes, shaders, libraries and other programs are
// behind.
#pragma once

#include <gst/gl/gl.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/frames/frame.hpp"
#include "lib/pixel/plane.hpp"
#include "lib/scene/box.hpp"

namespace gimbal {

/// Something the application tells a renderer, in words of their own.
struct RendererEvent {
  std::string name;
  std::string text;
};

/// Which picture is wanted, and where it goes.
struct FrameToDraw {
  /// Where it goes, every pixel of it: a texture (RGBA, 2D, row 0 is the top of the picture) or,
  /// for a renderer that draws in memory, rows of RGBA.
  unsigned texture = 0;
  MutablePlane memory;
  int width = 0;  ///< pixels
  int height = 0;
  std::uint64_t number = 0;  ///< since the start, skipped ones counted
  GstClockTime pts = 0;
  double seconds = 0;   ///< since frame 0, at the frame rates there were; never turns back
  double duration = 0;  ///< of this frame, seconds
  bool live = false;    ///< if not, the picture must follow from the numbers above alone
  const Frame* incoming = nullptr;    ///< of another process, where a new one has come
  std::vector<RendererEvent> events;  ///< since the frame before, oldest first
};

/// What a renderer says about the picture it has drawn.
struct Drawing {
  std::vector<Box> boxes;             ///< what the picture shows
  std::vector<std::string> warnings;  ///< for the user; the stream goes on
};

/// All of it runs on the thread of the context that `start` is given, which is the one that
/// elements downstream draw with: a renderer leaves no state in it. An error ends the stream.
class Renderer {
 public:
  Renderer() = default;
  virtual ~Renderer() = default;
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;

  /// Once, before everything else. The context outlives the renderer.
  virtual std::optional<Error> start(GstGLContext* context) = 0;

  /// Whether it wants frames in memory, which OpenGL is then given only if somebody asks it for
  /// them. It stays what it is after `start`.
  virtual bool draws_in_memory() const { return false; }

  /// The size may be another one than that of the frame before.
  virtual Result<Drawing> draw(const FrameToDraw& frame) = 0;
};

}  // namespace gimbal
