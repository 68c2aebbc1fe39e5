// A way from a 4K frame in memory to a smaller one, to be timed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace gimbal {

class FrameRing;

class FrameWay {
 public:
  virtual ~FrameWay() = default;
  FrameWay() = default;
  FrameWay(const FrameWay&) = delete;
  FrameWay& operator=(const FrameWay&) = delete;

  /// Takes the ring's frame of that number through and throws the result away. Throws
  /// std::runtime_error where there is none or it has not the output's size.
  virtual void take(std::int64_t number) = 0;
};

inline constexpr int kOutWidth = 1280;
inline constexpr int kOutHeight = 720;

/// GStreamer elements (as in gst-launch), all of them in the thread that calls. `ring` is borrowed.
/// Ends the program, with a line that says why, where one of them cannot be made.
std::unique_ptr<FrameWay> gstreamer_way(FrameRing& ring, const std::string& elements);

/// The same virtualptz while its camera pans and zooms.
std::unique_ptr<FrameWay> moving_way(FrameRing& ring, const std::string& elements);

/// FFmpeg filters (as in ffmpeg -vf) on one thread.
std::unique_ptr<FrameWay> ffmpeg_way(FrameRing& ring, const std::string& filters);

}  // namespace gimbal
