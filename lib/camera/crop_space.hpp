// Turns fractions of the source into lengths that do not change with the zoom, and back.
#pragma once

#include <algorithm>
#include <cmath>

#include "lib/camera/aim_filter.hpp"
#include "lib/camera/crop.hpp"
#include "lib/camera/path_smoother.hpp"

namespace gimbal {

/// How large the crop is in the source, and where it may be.
struct CropGeometry {
  double width = 1;          ///< of the crop at zoom 1, fraction of the source's width
  double height = 1;         ///< of the crop at zoom 1, fraction of the source's height
  double aspect = 16.0 / 9;  ///< the crop's width over its height, as displayed
  /// The region that the crop may not leave, fractions of the source.
  double left = 0;
  double top = 0;
  double right = 1;
  double bottom = 1;

  bool operator==(const CropGeometry&) const = default;
  /// Whether only the region differs.
  bool same_crop(const CropGeometry& other) const {
    return width == other.width && height == other.height && aspect == other.aspect;
  }
};

struct Interval {
  double low = 0;
  double high = 0;
};

/// The unit of length, across and down, is the width of the crop at zoom 1. A zoom is in octaves.
class CropSpace {
 public:
  explicit CropSpace(const CropGeometry& geometry = {}) : geometry_(geometry) {}

  const CropGeometry& geometry() const { return geometry_; }

  PlanePoint place(double center_x, double center_y) const {
    return {center_x / geometry_.width, center_y / height()};
  }
  PathSample sample(const Framing& framing) const {
    const PlanePoint point = place(framing.center_x, framing.center_y);
    return {point.x, point.y, std::log2(framing.zoom)};
  }
  Framing framing(const PathSample& sample) const {
    return {sample.x * geometry_.width, sample.y * height(), std::exp2(sample.zoom)};
  }

  /// Where the centre of a crop of that width may be; in the middle where the region is too small.
  Interval across(double crop_width) const {
    return inside(geometry_.left / geometry_.width, geometry_.right / geometry_.width, crop_width);
  }
  Interval down(double crop_width) const {
    return inside(geometry_.top / height(), geometry_.bottom / height(),
                  crop_width / geometry_.aspect);
  }

 private:
  static Interval inside(double low, double high, double size) {
    const double middle = (low + high) / 2;
    return {std::min(low + size / 2, middle), std::max(high - size / 2, middle)};
  }
  double height() const { return geometry_.height * geometry_.aspect; }

  CropGeometry geometry_;
};

}  // namespace gimbal
