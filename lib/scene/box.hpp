// What a picture shows, and where: the boxes a detector would find.
#pragma once

#include <string>

namespace gimbal {

/// An upright box in pixels of the picture, origin top left, sub-pixel places allowed. It may reach
/// outside the picture.
struct Box {
  int id = 0;             ///< the same thing has the same id in every frame
  std::string label;      ///< its class: "player", "ball"
  double confidence = 1;  ///< 0 to 1
  double x = 0;           ///< left edge
  double y = 0;           ///< top edge
  double w = 0;
  double h = 0;

  bool operator==(const Box&) const = default;
};

}  // namespace gimbal
