// What is wrong with the numbers of a command, in words for the sender.
#pragma once

#include <string>

#include "lib/camera/virtual_camera.hpp"

namespace gimbal {

/// `field: ...` of the first number that is not finite or out of its range, or empty. Names of
/// fields as in the events on the bus.
std::string check_framing(const Framing& framing);
std::string check_move(const MoveAt& move);

}  // namespace gimbal
