#include "launcher/camera_memory.hpp"

namespace gimbal {

void CameraMemory::remember(const CameraCommand& command, const Framing& shown) {
  if (const auto* move = std::get_if<MoveTo>(&command)) {
    steered_ = true;
    goal_ = move->framing;
  } else if (std::holds_alternative<MoveAt>(command)) {
    steered_ = true;
    goal_.reset();
  } else if (const auto* go = std::get_if<GoToPreset>(&command)) {
    const auto preset = presets_.find(go->name);
    steered_ = true;
    goal_ = preset == presets_.end() ? std::nullopt : std::optional(preset->second);
  } else if (const auto* store = std::get_if<StorePreset>(&command)) {
    presets_[store->name] = store->framing.value_or(shown);
  } else if (const auto* remove = std::get_if<RemovePreset>(&command)) {
    presets_.erase(remove->name);
  } else if (const auto* change = std::get_if<ChangeMode>(&command)) {
    mode_ = change->mode;
    steered_ = mode_ != CameraMode::kFollow;
    if (mode_ == CameraMode::kHold) {
      goal_.reset();
    }
  }
}

void CameraMemory::see(const Framing& shown, std::string_view steering) {
  shown_ = shown;
  if (steering == name_of(Steering::kTracking) || steering == name_of(Steering::kHome)) {
    steered_ = false;  // it has been handed back
    goal_.reset();
  }
}

std::vector<CameraCommand> CameraMemory::replay() const {
  std::vector<CameraCommand> commands;
  for (const auto& [name, framing] : presets_) {
    commands.emplace_back(StorePreset{name, framing});
  }
  if (steered_) {
    commands.emplace_back(MoveTo{goal_.value_or(shown_), true});
  }
  if (mode_) {  // last: a camera on hold takes no goal
    commands.emplace_back(ChangeMode{*mode_});
  }
  return commands;
}

}  // namespace gimbal
