#include "tests/camera/reference_models.hpp"

#include <cstddef>
#include <functional>
#include <memory>

#include "tests/camera/plain_references.hpp"
#include "tests/camera/spring_references.hpp"

namespace gimbal {

namespace {

/// An axis of a model that is at `start`, on a crop of that zoom.
using MakeAxis = std::function<std::unique_ptr<ReferenceAxis>(double start, double zoom)>;

Camera camera_of(const MakeAxis& make_axis) {
  return [make_axis](const Trace& trace, const std::vector<LateAim>& aims,
                     const std::vector<double>& times) {
    const double across = trace.crop_width();
    const double down = trace.crop_width_down();
    const TruePlace start = trace.place(0);
    const auto x = make_axis(start.x / across, trace.zoom);
    const auto y = make_axis(start.y / down, trace.zoom);
    std::vector<ShownFrame> frames;
    frames.reserve(times.size());
    std::size_t next = 0;
    for (const double time : times) {
      for (; next < aims.size() && aims[next].arrival <= time; ++next) {
        x->observe(aims[next].aim.time, aims[next].aim.center_x / across);
        y->observe(aims[next].aim.time, aims[next].aim.center_y / down);
      }
      frames.push_back({time, across * x->at(time), down * y->at(time), across});
    }
    return frames;
  };
}

template <typename Axis>
Camera camera_of() {
  return camera_of([](double start, double) { return std::make_unique<Axis>(start); });
}

}  // namespace

std::vector<ReferenceModel> reference_models() {
  constexpr double kSourceDegrees = 60;
  return {
      {"crop stepped every 1.15 s", camera_of<SteppedCrop>()},
      {"exponential mean 0.18, dead zone 4 %", camera_of<AveragedCrop>()},
      {"kinematic solver as in AutoFlip, 1.2°, 18°/s", camera_of([](double start, double zoom) {
         return std::make_unique<KinematicCrop>(start, kSourceDegrees / zoom);
       })},
      {"One-Euro filter, hysteresis, spring", camera_of<FilteredSpring>()},
      {"Kalman filter, spring with feed-forward", camera_of([](double start, double) {
         return std::make_unique<KalmanSpring>(start, false);
       })},
      {"the same with hysteresis",
       camera_of([](double start, double) { return std::make_unique<KalmanSpring>(start, true); })},
  };
}

}  // namespace gimbal
