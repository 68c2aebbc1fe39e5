// What a camera has been told and has taken, so that the camera of the next pipeline can be told
// it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/camera/virtual_camera.hpp"

namespace gimbal {

class CameraMemory {
 public:
  /// A camera did `command`; `shown` is the framing with which it said so.
  void remember(const CameraCommand& command, const Framing& shown);
  /// What a camera shows now, and who moves it ("manual", "tracking").
  void see(const Framing& shown, std::string_view steering);

  /// The commands that bring a new camera to where the old one was. Empty where nothing was said.
  std::vector<CameraCommand> replay() const;

 private:
  std::map<std::string, Framing> presets_;
  std::optional<CameraMode> mode_;
  bool steered_ = false;         // an operator has it where it is
  std::optional<Framing> goal_;  // where the last command leads, if it says so
  Framing shown_;
};

}  // namespace gimbal
