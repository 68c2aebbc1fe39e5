#include "launcher/option_values.hpp"

#include <gst/video/video.h>
#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "gst-plugins/support/handles.hpp"
#include "lib/base/text.hpp"
#include "lib/codec/control_protocol.hpp"

namespace gimbal {

namespace {

std::optional<int> whole_number(std::string_view text) {
  const auto number = parse_number(text);
  if (!number || *number != std::floor(*number) || std::fabs(*number) > 1e9) {
    return std::nullopt;
  }
  return static_cast<int>(*number);
}

std::optional<FrameRate> read_frame_rate(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto numerator = whole_number(text.substr(0, slash));
    const auto denominator = whole_number(text.substr(slash + 1));
    if (!numerator || !denominator || *denominator <= 0) {
      return std::nullopt;
    }
    return FrameRate{*numerator, *denominator};
  }
  const auto number = parse_number(text);
  if (number && *number > 0 && *number <= 1000) {
    FrameRate rate;
    // 29.97 is meant as 30000/1001: GStreamer knows the broadcast rates.
    gst_video_guess_framerate(static_cast<GstClockTime>(std::llround(1e9 / *number)),
                              &rate.numerator, &rate.denominator);
    return rate;
  }
  return std::nullopt;
}

}  // namespace

Result<int> parse_bitrate(std::string_view text) {
  double scale = 1;
  std::string_view digits = text;
  if (!text.empty() && (text.back() == 'M' || text.back() == 'm')) {
    scale = 1e6;
  } else if (!text.empty() && (text.back() == 'k' || text.back() == 'K')) {
    scale = 1e3;
  }
  if (scale > 1) {
    digits.remove_suffix(1);
  }
  const auto number = parse_number(digits);
  if (!number || *number * scale < kMinBitrate || *number * scale > kMaxBitrate) {
    return Error{"--bitrate " + std::string(text) +
                 " is not a bit rate: say for example 6M or 800k (10k to 1000M bits a second)"};
  }
  return static_cast<int>(std::lround(*number * scale));
}

Result<FrameRate> parse_frame_rate(std::string_view text) {
  return parse_frame_rate_of("fps", text);
}

Result<FrameRate> parse_frame_rate_of(const char* option, std::string_view text) {
  const auto rate = read_frame_rate(text);
  const double value = rate ? static_cast<double>(rate->numerator) / rate->denominator : 0;
  if (!rate || value < 0.1 || value > 1000) {
    return Error{std::string("--") + option + " " + std::string(text) +
                 " is not a frame rate: say for example 30, 29.97 or 30000/1001 (0.1 to 1000)"};
  }
  return *rate;
}

Result<PixelCounts> parse_size(const char* option, std::string_view text) {
  constexpr int kMost = 16384;
  const std::size_t x = std::min(text.find('x'), text.size());
  const auto width = whole_number(text.substr(0, x));
  const auto height = whole_number(text.substr(std::min(x + 1, text.size())));
  if (!width || !height || *width < 1 || *width > kMost || *height < 1 || *height > kMost) {
    return Error{std::string("--") + option + " " + std::string(text) +
                 " is not a size in pixels: say for example 1280x720 (sides of 1 to 16384)"};
  }
  return PixelCounts{*width, *height};
}

Result<std::int64_t> parse_duration(const char* option, std::string_view text, std::int64_t most) {
  constexpr double kSecond = 1e9;
  std::string_view digits = text;
  double unit = 0;  // of a bare number, which is good for nothing but 0
  if (text.ends_with("ms")) {
    unit = kSecond / 1000;
    digits.remove_suffix(2);
  } else if (text.ends_with("s")) {
    unit = kSecond;
    digits.remove_suffix(1);
  }
  const auto number = parse_number(digits);
  const double time = number.value_or(-1) * unit;
  if (!number || (unit == 0 && *number != 0) || !(time >= 0 && time <= static_cast<double>(most))) {
    return Error{
        std::string("--") + option + " " + std::string(text) + " is not a duration of at most " +
        format_number(static_cast<double>(most) / kSecond) + "s: say for example 500ms or 0.5s"};
  }
  return std::llround(time);
}

Result<Format> parse_format(std::string_view text) {
  if (text == "h264") {
    return Format::kH264;
  }
  if (text == "mpegts") {
    return Format::kMpegTs;
  }
  if (text == "flv") {
    return Format::kFlv;
  }
  if (text == "mjpeg") {
    return Format::kMjpeg;
  }
  return Error{"--format " + std::string(text) +
               " is not known: choose h264, mpegts, flv or mjpeg"};
}

Result<Source> parse_source(const std::string& text) {
  constexpr std::string_view kScene = "scene:";
  if (text.rfind(kScene, 0) == 0) {
    const auto scene = scene_from_name(text.substr(kScene.size()));
    if (!scene) {
      return Error{"--source " + text +
                   " is not a scene: choose scene:bars, scene:gradient or "
                   "scene:court"};
    }
    return Source{*scene, ""};
  }
  if (gst_uri_is_valid(text.c_str()) != FALSE) {
    const CharHandle protocol(gst_uri_get_protocol(text.c_str()));
    if (gst_uri_protocol_is_supported(GST_URI_SRC, protocol.get()) == FALSE) {
      return Error{"--source: no GStreamer plugin reads " + std::string(protocol.get()) +
                   ":// URIs. Use a file path, http, rtsp, rtmp or srt, or install the plugin."};
    }
    return Source{std::nullopt, text};
  }
  struct stat info {};
  if (stat(text.c_str(), &info) != 0) {
    return Error{"--source " + text + ": " + std::strerror(errno) +
                 ". Give a file, a URI such as rtsp://host/stream, or scene:court."};
  }
  const CharHandle uri(gst_filename_to_uri(text.c_str(), nullptr));
  return Source{std::nullopt, uri ? uri.get() : ""};
}

int jpeg_quality(int q_v) {
  // FFmpeg's 2 is about JPEG quality 95 and its 31 about 20; even steps between them.
  return static_cast<int>(std::lround(95 - (q_v - 2) * 75.0 / 29));
}

}  // namespace gimbal
