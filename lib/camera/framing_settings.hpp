// How targets become a picture: which of them count, and how much room they get.
#pragma once

#include <string>
#include <vector>

namespace gimbal {

struct FramingSettings {
  std::vector<std::string> target_classes;  ///< what to follow; empty: everything
};

}  // namespace gimbal
