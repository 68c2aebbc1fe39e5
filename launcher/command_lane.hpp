// Commands on their way to a camera: a few are with it, the others wait for its answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <variant>
#include <vector>

#include "lib/codec/control_protocol.hpp"

namespace gimbal {

/// Unique among all commands of all peers; grows.
using Ticket = std::uint64_t;

/// What a camera is told.
using CameraOrder = std::variant<CameraCommand, TrackingCommand>;

/// Keeps the order of its commands. The last one that waits is overtaken by its like: a goal
/// (`ptz`, `move`) by a newer goal, a tracking record by a newer one. So a flood of either, or one
/// to a stream without frames, costs neither memory nor delay. A goal on the other side of a mode
/// or a preset is not touched: what it does to the camera decides what that one finds.
class CommandLane {
 public:
  /// Enough for 60 commands a second at 8 frames a second: each is answered within two frames.
  static constexpr std::size_t kMostWithCamera = 16;

  struct Entry {
    Ticket ticket = 0;
    CameraOrder order;
  };

  /// Takes a command. Returns the ticket of the one that it overtook.
  std::optional<Ticket> push(Entry entry);
  /// The next command for the camera, where it can be given one more.
  std::optional<Entry> next();
  /// The camera has answered. Returns what was asked; empty where it was not asked that.
  std::optional<CameraOrder> finish(Ticket ticket);

  /// Takes back what is with the camera, which will not answer any more.
  std::vector<Ticket> abandon();
  /// Empties the lane.
  std::vector<Ticket> clear();

 private:
  std::deque<Entry> with_camera_;
  std::deque<Entry> waiting_;
};

}  // namespace gimbal
