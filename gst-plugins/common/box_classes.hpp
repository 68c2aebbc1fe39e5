// How many classes of boxes a stranger may name.
#pragma once

#include <optional>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/scene/box.hpp"

namespace gimbal {

/// GStreamer keeps a box's class as a GQuark, and a process keeps those for as long as it lives. A
/// writer that puts a score or a name into its labels must not fill the memory with them.
class BoxClasses {
 public:
  static constexpr int kMost = 1024;

  /// `most`: how many classes may be new to this process.
  explicit BoxClasses(int most = kMost) : most_(most) {}

  /// Takes note of the classes of `boxes`. The error is said of a frame ("box 3 …"): it has a class
  /// too many, and must not go on.
  std::optional<Error> admit(const std::vector<Box>& boxes);

 private:
  int most_;
  int made_ = 0;
};

}  // namespace gimbal
