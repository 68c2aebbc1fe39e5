// A detector's box in pixels becomes a target in fractions of the picture.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "lib/codec/tracking_formats/tracking_source.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// In pixels of a picture whose origin is its top left corner.
struct PixelBox {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

/// Of the picture; none where one is 0.
struct PixelSize {
  double width = 0;
  double height = 0;
};

inline PixelSize size_of(const TrackingSource& source) {
  return {static_cast<double>(source.width), static_cast<double>(source.height)};
}

/// Turns the boxes of one message into targets. What is outside of the picture is cut off; a box
/// that is wholly outside is none. Where all are, it is rather the size that is wrong.
class PixelBoxes {
 public:
  /// Empty where `size` is unknown or the box lies outside; `error` says what is wrong with it.
  std::optional<TrackedTarget> target(const PixelBox& box, const PixelSize& size);

  /// What is wrong with the box, or with the size: of the last call of `target`, for its field.
  const std::string& error() const { return error_; }

  /// Whether there were boxes, and none of them was in its picture.
  bool all_outside() const { return outside_ != 0 && inside_ == 0; }

  /// What is wrong with all of them, in pixels; empty where nothing is.
  std::string complaint() const;

 private:
  std::string error_;
  PixelSize size_;  // of the last box outside
  std::size_t inside_ = 0;
  std::size_t outside_ = 0;
};

}  // namespace gimbal
