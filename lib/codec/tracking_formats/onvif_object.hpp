// One tt:Object of ONVIF's metadata, as its elements come.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "lib/codec/tracking_formats/pixel_box.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// Of the picture: -1 to 1, y up.
struct OnvifPoint {
  double x = 0;
  double y = 0;
};

class OnvifObject {
 public:
  explicit OnvifObject(std::string id) : id_(std::move(id)) {}

  /// Between two opposite corners.
  void set_box(OnvifPoint corner, OnvifPoint opposite);
  void set_center(OnvifPoint center) { center_ = center; }

  /// The likeliest class counts.
  void take_class(const std::string& type, std::optional<double> likelihood);

  /// 1 where the object says none.
  double likelihood() const { return likelihood_.value_or(1); }

  /// Empty for one that says no place, or lies outside of the picture.
  std::optional<TrackedTarget> target(PixelBoxes& boxes) const;

 private:
  std::string id_;
  std::string cls_;
  std::optional<double> likelihood_;
  std::optional<PixelBox> box_;  // fractions of the picture
  std::optional<OnvifPoint> center_;
};

}  // namespace gimbal
