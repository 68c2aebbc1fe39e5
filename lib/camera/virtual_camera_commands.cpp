// What a virtual camera is told: settings and commands, which the next frame begins to carry out.
#include <utility>

#include "lib/camera/command_check.hpp"
#include "lib/camera/parameters.hpp"
#include "lib/camera/virtual_camera_state.hpp"

namespace gimbal {

std::string VirtualCamera::State::configure(const CameraSettings& settings) {
  if (std::string error = check_settings(settings); !error.empty()) {
    return error;
  }
  const bool home_moved = settings.home != settings_.home;
  const CameraMode mode = std::exchange(settings_, settings).mode;
  apply_bounds();
  if (settings.mode != mode) {
    settings_.mode = mode;
    change_mode(settings.mode);
  }
  if (!started_) {
    shown_ = settings.home;
  } else if (home_moved && steering_ == Steering::kHome && !request_) {
    request({0, Steering::kHome, GoTo{settings.home}, false});
  } else if (!bounds_.allows(shown_)) {
    ease_into_limits();
  }
  return "";
}

/// The limits have changed so that what is shown is outside; it must not jump.
void VirtualCamera::State::ease_into_limits() {
  within_limits_ = false;
  if (!request_ && steering_ == Steering::kTracking) {
    request({0, steering_, Track{}, false});
  } else if (!request_) {
    request({0, steering_, GoTo{goal_.value_or(shown_)}, false});
  }
}

void VirtualCamera::State::set_shapes(const PictureShape& source, const PictureShape& output,
                                      Aspect aspect) {
  bounds_.set_shapes(source, output, aspect);
  source_bounds_.set_shapes(source, output, aspect);
  apply_bounds();
}

void VirtualCamera::State::apply_bounds() {
  bounds_.set_limits(settings_.min_zoom, settings_.max_zoom, settings_.region);
  const bool path_is_new = follower_.configure(settings_, bounds_);
  if (path_is_new && started_ && steering_ == Steering::kTracking && !request_) {
    request({0, Steering::kTracking, Track{}, false});
  }
}

std::string VirtualCamera::State::refusal_on_hold() const {
  return settings_.mode == CameraMode::kHold
             ? "the camera is on hold; set its mode to manual or follow first"
             : "";
}

void VirtualCamera::State::request(const Request& request) {
  if (request_) {
    replies_.overtake(request_->ticket);
    // Where the camera is to be with the first frame: a move that is asked for then goes on from
    // there.
    if (const auto* way = std::get_if<GoTo>(&request_->what); way && way->cut && !started_) {
      shown_ = way->framing;
    }
  }
  request_ = request;
}

std::string VirtualCamera::State::take(std::uint64_t ticket, const MoveTo& command) {
  std::string error = refusal_on_hold();
  if (error.empty()) {
    error = check_framing(command.framing);
  }
  if (error.empty()) {
    request({ticket, Steering::kManual, GoTo{command.framing, command.cut}});
  }
  return error;
}

std::string VirtualCamera::State::take(std::uint64_t ticket, const MoveAt& command) {
  std::string error = refusal_on_hold();
  if (error.empty()) {
    error = check_move(command);
  }
  if (error.empty()) {
    request({ticket, Steering::kManual, command});
  }
  return error;
}

std::string VirtualCamera::State::take(std::uint64_t ticket, const GoToPreset& command) {
  if (std::string error = refusal_on_hold(); !error.empty()) {
    return error;
  }
  const auto framing = presets_.find(command.name);
  if (!framing) {
    return presets_.unknown(command.name);
  }
  request({ticket, Steering::kPreset, GoTo{*framing}});
  return "";
}

std::string VirtualCamera::State::take(std::uint64_t ticket, const StorePreset& command) {
  const Framing framing = command.framing.value_or(shown_);
  std::string error = check_framing(framing);
  if (error.empty()) {
    error = presets_.store(command.name, framing);
  }
  if (error.empty()) {
    replies_.acknowledge(ticket);
  }
  return error;
}

std::string VirtualCamera::State::take(std::uint64_t ticket, const RemovePreset& command) {
  std::string error = presets_.remove(command.name);
  if (error.empty()) {
    replies_.acknowledge(ticket);
  }
  return error;
}

std::string VirtualCamera::State::take(std::uint64_t ticket, const ChangeMode& command) {
  change_mode(command.mode);
  replies_.acknowledge(ticket);
  return "";
}

void VirtualCamera::State::change_mode(CameraMode mode) {
  const CameraMode before = std::exchange(settings_.mode, mode);
  switch (mode) {
    case CameraMode::kHold:
      if (before != mode) {
        request({0, Steering::kHold, Stop{}});
      }
      return;
    case CameraMode::kFollow:  // once more: hand back now
      request({0, Steering::kTracking, Track{}});
      return;
    case CameraMode::kManual:
      const Steering steering = request_ ? request_->by : steering_;
      if (steering == Steering::kHold || steering == Steering::kTracking) {
        request({0, Steering::kManual, Stop{}});
      }
      return;
  }
}

}  // namespace gimbal
