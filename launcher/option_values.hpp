// Turns what a user types on the command line into values: bit rates, frame rates, formats,
// sources.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.hpp"
#include "lib/scene/scene.hpp"

namespace gimbal {

/// "6M", "800k" or "2500000" as bits per second, between 10 kbit/s and 1 Gbit/s.
Result<int> parse_bitrate(std::string_view text);

/// Frames a second as a fraction.
struct FrameRate {
  int numerator = 30;
  int denominator = 1;

  std::string text() const { return std::to_string(numerator) + "/" + std::to_string(denominator); }
  double value() const { return static_cast<double>(numerator) / denominator; }
  /// Rounded up: frames in a second, at least 1.
  int per_second() const { return (numerator + denominator - 1) / denominator; }
};

/// "60", "30000/1001" or "29.97", between 1/10 and 1000.
Result<FrameRate> parse_frame_rate(std::string_view text);
/// Likewise, of another option than --fps.
Result<FrameRate> parse_frame_rate_of(const char* option, std::string_view text);

/// Of a picture; 0 where it is the video's.
struct PixelCounts {
  int width = 0;
  int height = 0;
};

/// "1280x720". `option` is for the error.
Result<PixelCounts> parse_size(const char* option, std::string_view text);

/// "500ms", "0.5s" or "0" as nanoseconds, between 0 and `most` of them. `option` is for the error.
Result<std::int64_t> parse_duration(const char* option, std::string_view text, std::int64_t most);

enum class Format { kH264, kMpegTs, kFlv, kMjpeg };

/// "h264", "mpegts", "flv" or "mjpeg".
Result<Format> parse_format(std::string_view text);

/// Where a virtual camera's picture comes from.
struct Source {
  std::optional<Scene> scene;  ///< a built-in scene, or
  std::string uri;             ///< anything GStreamer can play
};

/// "scene:NAME", a URI, or the path of a file.
Result<Source> parse_source(const std::string& text);

/// JPEG quality 0 to 100 for FFmpeg's scale 2 (best) to 31, which preview profiles use.
int jpeg_quality(int q_v);

}  // namespace gimbal
