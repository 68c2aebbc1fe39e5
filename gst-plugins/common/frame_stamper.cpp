#include "gst-plugins/common/frame_stamper.hpp"

#include <chrono>

namespace gimbal {

namespace {

std::uint64_t wall_clock_ms() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
}

}  // namespace

std::optional<FrameStamp> FrameStamper::next(GstElement* element, bool wanted, int width,
                                             int height, guint64 number) {
  const bool missing_before = missing_;
  missing_ = wanted && !stamp_fits(width, height);
  if (missing_ && !missing_before) {
    GST_ELEMENT_WARNING(element, STREAM, FORMAT,
                        ("The picture is too small for a frame stamp, and goes without."),
                        (nullptr));
  }
  if (!wanted || missing_) {
    return std::nullopt;
  }
  return FrameStamp{static_cast<std::uint32_t>(number), wall_clock_ms()};
}

}  // namespace gimbal
