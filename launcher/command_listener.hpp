// Hears what became of commands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "launcher/command_lane.hpp"

namespace gimbal {

/// Each ticket is answered once, by one of the two. Called in the default main context.
class CommandListener {
 public:
  virtual ~CommandListener() = default;
  /// Done from the frame with this PTS on; of a camera's command with what that frame shows.
  virtual void on_applied(Ticket ticket, std::uint64_t pts_ns,
                          const std::optional<Framing>& framing) = 0;
  virtual void on_refused(Ticket ticket, const std::string& reason) = 0;
};

}  // namespace gimbal
