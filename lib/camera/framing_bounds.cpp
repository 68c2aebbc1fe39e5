#include "lib/camera/framing_bounds.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

/// A side of `length` in `[begin, begin + size)`; one that does not fit has it in its middle.
CenterRange range_of(double begin, double size, double length) {
  const double middle = begin + size / 2;
  const double room = std::max(0.0, size - length) / 2;
  return {middle - room, middle + room};
}

/// How much a side has to be zoomed to fit. A whole side of the source needs nothing: what reaches
/// beyond it is black (Aspect::kPad).
double zoom_to_fit(double length, double size) {
  return size >= 1 ? kMinZoom : length / size;
}

}  // namespace

void FramingBounds::set_shapes(const PictureShape& source, const PictureShape& output,
                               Aspect aspect) {
  source_ = source;
  output_ = output;
  aspect_ = aspect;
  update();
}

void FramingBounds::set_limits(double min_zoom, double max_zoom, const Region& region) {
  wanted_min_zoom_ = min_zoom;
  wanted_max_zoom_ = max_zoom;
  region_ = region;
  region_.w = std::min(region.w, 1 - region.x);
  region_.h = std::min(region.h, 1 - region.y);
  update();
}

void FramingBounds::update() {
  widest_ = crop_for({0.5, 0.5, kMinZoom}, source_, output_, aspect_);
  min_zoom_ = std::min(std::max({wanted_min_zoom_, zoom_to_fit(unit_x(1), region_.w),
                                 zoom_to_fit(height(1), region_.h)}),
                       kMaxZoom);
  max_zoom_ = std::max(wanted_max_zoom_, min_zoom_);
}

CenterRange FramingBounds::range_x(double zoom) const {
  return range_of(region_.x, region_.w, unit_x(zoom));
}

CenterRange FramingBounds::range_y(double zoom) const {
  return range_of(region_.y, region_.h, height(zoom));
}

Framing FramingBounds::clamp(const Framing& framing) const {
  const double zoom = std::clamp(framing.zoom, min_zoom_, max_zoom_);
  const CenterRange x = range_x(zoom);
  const CenterRange y = range_y(zoom);
  return {std::clamp(framing.center_x, x.low, x.high), std::clamp(framing.center_y, y.low, y.high),
          zoom};
}

bool FramingBounds::allows(const Framing& framing) const {
  constexpr double kNoise = 1e-9;
  const Framing allowed = clamp(framing);
  return std::abs(allowed.center_x - framing.center_x) < kNoise &&
         std::abs(allowed.center_y - framing.center_y) < kNoise &&
         std::abs(allowed.zoom - framing.zoom) < kNoise;
}

CropRect FramingBounds::crop(const Framing& framing) const {
  return crop_for(framing, source_, output_, aspect_);
}

double FramingBounds::unit_x(double zoom) const {
  return widest_.w / source_.width / zoom;
}

double FramingBounds::unit_y(double zoom) const {
  return widest_.h * output_.display_aspect() / source_.height / zoom;
}

double FramingBounds::height(double zoom) const {
  return widest_.h / source_.height / zoom;
}

CropGeometry FramingBounds::geometry() const {
  return {widest_.w / source_.width,
          height(1),
          output_.display_aspect(),
          region_.x,
          region_.y,
          region_.x + region_.w,
          region_.y + region_.h};
}

double FramingBounds::shift(const CropRect& from, const CropRect& to) const {
  const double across = output_.width / from.w;
  const double down = output_.height / from.h;
  return std::max({std::abs(to.x - from.x) * across,
                   std::abs(to.x + to.w - from.x - from.w) * across, std::abs(to.y - from.y) * down,
                   std::abs(to.y + to.h - from.y - from.h) * down});
}

}  // namespace gimbal
