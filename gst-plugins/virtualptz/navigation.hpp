// Pointer events from downstream: what is pointed at in the output lies elsewhere in the input.
#pragma once

#include <gst/gst.h>

#include <optional>

#include "gst-plugins/support/handles.hpp"
#include "lib/camera/crop.hpp"

namespace gimbal::virtualptz {

/// A frame that downstream has: a crop of the input, filling this many pixels of the output.
struct ShownPicture {
  CropRect crop;
  int width = 0;
  int height = 0;
};

/// The event with its place, if it has one, in pixels of the input. What is pointed at in the black
/// beside a picture lies outside of the input. Null where there is a place, but no picture in which
/// it could be.
EventHandle navigation_of_input(EventHandle event, const std::optional<ShownPicture>& shown);

}  // namespace gimbal::virtualptz
