#include "lib/camera/crop.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

/// Width over height of every crop, in source pixels.
double crop_shape(const PictureShape& source, const PictureShape& output, Aspect aspect) {
  return aspect == Aspect::kStretch ? static_cast<double>(source.width) / source.height
                                    // The output's display aspect, undone by the source's pixels.
                                    : output.display_aspect() / source.pixel_aspect;
}

/// Where a side of `length` begins so that its centre is near `center` and it stays inside `size`;
/// one that does not fit has `size` in its middle.
double side_origin(double center, double length, double size) {
  return length >= size ? (size - length) / 2
                        : std::clamp(center * size - length / 2, 0.0, size - length);
}

/// A stretch of one axis: in the source, and the output pixels that it fills.
struct PlacedSide {
  double origin;
  double length;
  int first;
  int count;
};

/// The part of [origin, origin + length) that lies in a source of `size`, in an output of `pixels`
/// that shows all of it.
PlacedSide place_side(double origin, double length, int size, int pixels) {
  constexpr double kNoise = 1e-6;  // output pixels; arithmetic is not exact
  const double scale = pixels / length;
  const double begin = -origin * scale;
  const double end = (size - origin) * scale;
  if (begin <= kNoise && end >= pixels - kNoise) {
    return {origin, length, 0, pixels};
  }
  int first = begin <= kNoise ? 0 : 2 * static_cast<int>(std::ceil(begin / 2 - kNoise));
  int last = end >= pixels - kNoise ? pixels : 2 * static_cast<int>(std::floor(end / 2 + kNoise));
  if (last - first < 2) {  // a sliver is shown nevertheless
    first = std::clamp(first - 2, 0, 2 * ((pixels - 2) / 2));
    last = first + 2;
  }
  const double seen_begin = std::max(0.0, origin + first / scale);
  const double seen_end = std::min<double>(size, origin + last / scale);
  return {seen_begin, seen_end - seen_begin, first, last - first};
}

}  // namespace

CropRect crop_for(const Framing& framing, const PictureShape& source, const PictureShape& output,
                  Aspect aspect) {
  const double shape = crop_shape(source, output, aspect);
  const double width_for_height = source.height * shape;
  const double widest = aspect == Aspect::kPad ? std::max<double>(source.width, width_for_height)
                                               : std::min<double>(source.width, width_for_height);
  CropRect crop;
  crop.w = widest / std::clamp(framing.zoom, kMinZoom, kMaxZoom);
  crop.h = crop.w / shape;
  if (aspect != Aspect::kPad) {
    crop.h = std::min<double>(crop.h, source.height);  // arithmetic is not exact
  }
  crop.x = side_origin(framing.center_x, crop.w, source.width);
  crop.y = side_origin(framing.center_y, crop.h, source.height);
  return crop;
}

Framing clamp_framing(const Framing& framing, const PictureShape& source,
                      const PictureShape& output, Aspect aspect) {
  const CropRect crop = crop_for(framing, source, output, aspect);
  return {(crop.x + crop.w / 2) / source.width, (crop.y + crop.h / 2) / source.height,
          std::clamp(framing.zoom, kMinZoom, kMaxZoom)};
}

Placement place(const CropRect& crop, const PictureShape& source, const PictureShape& output) {
  const PlacedSide across = place_side(crop.x, crop.w, source.width, output.width);
  const PlacedSide down = place_side(crop.y, crop.h, source.height, output.height);
  return {{across.origin, down.origin, across.length, down.length},
          across.first,
          down.first,
          across.count,
          down.count};
}

}  // namespace gimbal
