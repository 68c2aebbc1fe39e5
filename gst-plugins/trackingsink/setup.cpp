#include "gst-plugins/trackingsink/setup.hpp"

#include <string>
#include <utility>

namespace gimbal::trackingsink {

namespace {

std::string check(const Settings& settings) {
  constexpr glong kShortest = 2;
  constexpr glong kLongest = 32;
  const auto length = g_utf8_validate(settings.source.c_str(), -1, nullptr) != FALSE
                          ? g_utf8_strlen(settings.source.c_str(), -1)
                          : 0;
  const bool fits = settings.source.empty() || (length >= kShortest && length <= kLongest);
  return fits ? "" : "Set source to a name of 2 to 32 characters, or to none";
}

}  // namespace

TrackingSource video_of(const Settings& settings, const GstStructure* caps) {
  TrackingSource video{settings.width, settings.height,
                       static_cast<double>(settings.rate_numerator) / settings.rate_denominator,
                       settings.camera};
  int numerator = 0;
  int denominator = 1;
  if (caps == nullptr) {
    return video;
  }
  if (video.width == 0) {
    gst_structure_get_int(caps, "width", &video.width);
  }
  if (video.height == 0) {
    gst_structure_get_int(caps, "height", &video.height);
  }
  if (video.frame_rate == 0 &&
      gst_structure_get_fraction(caps, "framerate", &numerator, &denominator) != FALSE) {
    video.frame_rate = static_cast<double>(numerator) / denominator;
  }
  return video;
}

Result<RunnerTarget> target_of(const Settings& settings) {
  if (std::string wrong = check(settings); !wrong.empty()) {
    return Error{std::move(wrong)};
  }
  const auto key = find_api_key(settings.api_key, settings.api_key_file);
  return key ? runner_target(settings.runner_url, settings.job_id, *key) : Error{key.error()};
}

}  // namespace gimbal::trackingsink
