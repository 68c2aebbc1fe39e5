#include "lib/codec/tracking_formats/onvif_object.hpp"

#include <algorithm>

namespace gimbal {

namespace {

double across(double x) {
  return (x + 1) / 2;
}

double down(double y) {
  return (1 - y) / 2;
}

}  // namespace

void OnvifObject::set_box(OnvifPoint corner, OnvifPoint opposite) {
  const auto [left, right] = std::minmax({across(corner.x), across(opposite.x)});
  const auto [top, bottom] = std::minmax({down(corner.y), down(opposite.y)});
  box_ = {left, top, right, bottom};
}

void OnvifObject::take_class(const std::string& type, std::optional<double> likelihood) {
  if (cls_.empty() || likelihood.value_or(0) > likelihood_.value_or(0)) {
    cls_ = type;
    likelihood_ = likelihood;
  }
}

std::optional<TrackedTarget> OnvifObject::target(PixelBoxes& boxes) const {
  if (!box_ && !center_) {
    return std::nullopt;
  }
  const PixelBox place =
      box_ ? *box_
           : PixelBox{across(center_->x), down(center_->y), across(center_->x), down(center_->y)};
  auto target = boxes.target(place, {1, 1});
  if (target) {
    target->id = id_;
    target->cls = cls_;
    target->confidence = likelihood();
    target->w = box_ ? target->w : std::nullopt;
    target->h = box_ ? target->h : std::nullopt;
  }
  return target;
}

}  // namespace gimbal
