// Where a crop may be and how large it may be; what a crop width and an output pixel are.
#pragma once

#include "lib/camera/camera_settings.hpp"
#include "lib/camera/crop.hpp"
#include "lib/camera/follow_path.hpp"

namespace gimbal {

/// The positions that a crop's centre may have on one axis, fractions of the source.
struct CenterRange {
  double low = 0.5;
  double high = 0.5;
};

/// The shapes of source and output, and the limits that a user has set. Until it is told the
/// shapes, both are 16:9.
class FramingBounds {
 public:
  /// Both with positive sizes.
  void set_shapes(const PictureShape& source, const PictureShape& output, Aspect aspect);
  void set_limits(double min_zoom, double max_zoom, const Region& region);

  /// Limits of the zoom. A region that the largest crop does not fit into raises both.
  double min_zoom() const { return min_zoom_; }
  double max_zoom() const { return max_zoom_; }

  CenterRange range_x(double zoom) const;
  CenterRange range_y(double zoom) const;

  /// The nearest framing that is allowed.
  Framing clamp(const Framing& framing) const;

  /// Whether `clamp` would leave it where it is, but for the last bits.
  bool allows(const Framing& framing) const;

  /// In source pixels. `framing` must be within the source.
  CropRect crop(const Framing& framing) const;

  /// One crop width at `zoom`, in fractions of the source's width and of its height. (Crop widths
  /// go both ways: one up is as long on the screen as one to the right.)
  double unit_x(double zoom) const;
  double unit_y(double zoom) const;

  /// The crop's height at `zoom`, as a fraction of the source's.
  double height(double zoom) const;

  /// The same for a FollowPath.
  CropGeometry geometry() const;

  /// How far the picture moves from one crop to another: the largest way of one of its edges, in
  /// pixels of the output.
  double shift(const CropRect& from, const CropRect& to) const;

 private:
  void update();

  PictureShape source_{1280, 720};
  PictureShape output_{1280, 720};
  Aspect aspect_ = Aspect::kCrop;
  double wanted_min_zoom_ = kMinZoom;
  double wanted_max_zoom_ = kMaxZoom;
  Region region_;
  CropRect widest_{0, 0, 1280, 720};
  double min_zoom_ = kMinZoom;
  double max_zoom_ = kMaxZoom;
};

}  // namespace gimbal
