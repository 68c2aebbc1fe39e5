#include "lib/camera/command_check.hpp"

#include "lib/base/number_check.hpp"

namespace gimbal {

std::string check_framing(const Framing& framing) {
  return check_numbers({{"center-x", framing.center_x, 0, 1},
                        {"center-y", framing.center_y, 0, 1},
                        {"zoom", framing.zoom, kMinZoom, kMaxZoom}});
}

std::string check_move(const MoveAt& move) {
  return check_numbers({{"x", move.x, -kMaxMoveSpeed, kMaxMoveSpeed},
                        {"y", move.y, -kMaxMoveSpeed, kMaxMoveSpeed},
                        {"zoom", move.zoom, -kMaxMoveSpeed, kMaxMoveSpeed},
                        {"timeout", move.timeout, kMinMoveTimeout, kMaxMoveTimeout}});
}

}  // namespace gimbal
