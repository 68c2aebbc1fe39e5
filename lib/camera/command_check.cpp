#include "lib/camera/command_check.hpp"

#include "lib/camera/number_check.hpp"

namespace gimbal {

namespace {

struct Check {
  const char* field;
  double value;
  double min;
  double max;
};

std::string first_error(std::initializer_list<Check> checks) {
  for (const Check& check : checks) {
    if (std::string error = check_number(check.field, check.value, check.min, check.max);
        !error.empty()) {
      return error;
    }
  }
  return "";
}

}  // namespace

std::string check_framing(const Framing& framing) {
  return first_error({{"center-x", framing.center_x, 0, 1},
                      {"center-y", framing.center_y, 0, 1},
                      {"zoom", framing.zoom, kMinZoom, kMaxZoom}});
}

std::string check_move(const MoveAt& move) {
  return first_error({{"x", move.x, -kMaxMoveSpeed, kMaxMoveSpeed},
                      {"y", move.y, -kMaxMoveSpeed, kMaxMoveSpeed},
                      {"zoom", move.zoom, -kMaxMoveSpeed, kMaxMoveSpeed},
                      {"timeout", move.timeout, kMinMoveTimeout, kMaxMoveTimeout}});
}

}  // namespace gimbal
