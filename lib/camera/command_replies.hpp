// Which commands a frame is the first to show.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lib/camera/crop.hpp"
#include "lib/camera/framing_bounds.hpp"
#include "lib/camera/virtual_camera.hpp"

namespace gimbal {

/// A move is seen once the picture has moved by a pixel of the output, but for the last bits of the
/// arithmetic.
inline constexpr double kVisibleShift = 1 - 1e-6;

/// Commands have a ticket; those with ticket 0 want no reply.
class CommandReplies {
 public:
  /// Shown by the next frame.
  void acknowledge(std::uint64_t ticket);

  /// Shown once the picture has moved by a pixel of the output from `before`, or with the frame
  /// number `patience` (0: however long it takes). Overtakes the one before.
  void await_motion(std::uint64_t ticket, const CropRect& before, int patience);

  /// What is not seen yet, and `ticket` where it is given, never will be.
  void overtake(std::uint64_t ticket = 0);

  /// The commands that a frame with `crop` answers; `arrived`: nothing is under way any more.
  std::vector<CommandReply> answer(const CropRect& crop, const FramingBounds& bounds, bool arrived);

 private:
  struct Waiting {
    std::uint64_t ticket;
    CropRect before;
    int patience;
    int frames = 0;
  };

  std::optional<Waiting> waiting_;
  std::vector<CommandReply> ready_;
};

}  // namespace gimbal
