#include "lib/camera/virtual_camera.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lib/camera/camera_pose.hpp"
#include "lib/camera/command_check.hpp"
#include "lib/camera/command_replies.hpp"
#include "lib/camera/framing_bounds.hpp"
#include "lib/camera/operator_motion.hpp"
#include "lib/camera/presets.hpp"

namespace gimbal {

namespace {

/// A command begins to act with the frame before it; after a pause no longer ago than this
/// (seconds), or the picture would jump.
constexpr double kLongestLead = 0.1;

struct GoTo {
  Framing framing;
  bool cut = false;
};

struct Stop {};

struct Track {};

/// What to do from the next frame on.
struct Request {
  std::uint64_t ticket = 0;
  Steering by = Steering::kManual;
  std::variant<GoTo, MoveAt, Stop, Track> what;
};

bool confine(AxisState& axis, double position) {
  if (axis.position == position) {
    return false;
  }
  axis = {position, 0, 0};
  return true;
}

}  // namespace

std::string_view name_of(Steering steering) {
  switch (steering) {
    case Steering::kHold:
      return "hold";
    case Steering::kManual:
      return "manual";
    case Steering::kPreset:
      return "preset";
    case Steering::kTracking:
      return "tracking";
    case Steering::kHome:
      return "home";
  }
  return "";
}

class VirtualCamera::State {
 public:
  std::string configure(const CameraSettings& settings);
  void set_shapes(const PictureShape& source, const PictureShape& output, Aspect aspect) {
    bounds_.set_shapes(source, output, aspect);
  }
  const CameraSettings& settings() const { return settings_; }

  std::string take(std::uint64_t ticket, const MoveTo& command);
  std::string take(std::uint64_t ticket, const MoveAt& command);
  std::string take(std::uint64_t ticket, const GoToPreset& command);
  std::string take(std::uint64_t ticket, const StorePreset& command);
  std::string take(std::uint64_t ticket, const RemovePreset& command);
  std::string take(std::uint64_t ticket, const ChangeMode& command);

  Shot advance(double time);
  void restart();

  const Presets& presets() const { return presets_; }

 private:
  std::string refusal_on_hold() const;
  void request(Request request);
  void change_mode(CameraMode mode);
  void begin(const Request& request, double time, double frame_interval);
  void begin_way(const GoTo& way, std::uint64_t ticket, double time, double frame_interval);
  void hand_back_if_due(double time);
  void track(double time);
  CameraPose pose_at(double time);
  CropRect shown_crop() const { return bounds_.crop(bounds_.clamp(pose_.framing())); }
  OperatorMotion::Terms terms(double frame_interval) const {
    return {bounds_, settings_.manual, frame_interval};
  }

  CameraSettings settings_;
  FramingBounds bounds_;
  Presets presets_;
  CommandReplies replies_;
  OperatorMotion motion_;
  CameraPose pose_ = resting_at({});  // as last shown
  Steering steering_ = Steering::kHome;
  std::optional<Request> request_;
  std::optional<Framing> goal_;      // of the way that is under way
  std::optional<double> last_time_;  // of the frame last shown
  double commanded_until_ = 0;       // the operator's last command is over
  bool started_ = false;             // a frame has been shown
};

std::string VirtualCamera::State::configure(const CameraSettings& settings) {
  const bool moved_home = !(settings.home == settings_.home);
  const CameraMode mode = settings.mode;
  settings_ = settings;
  settings_.mode = mode;
  bounds_.set_limits(settings.min_zoom, settings.max_zoom, settings.region);
  if (!started_) {
    pose_ = resting_at(settings.home);
  } else if (moved_home && steering_ == Steering::kHome && !request_) {
    request({0, Steering::kHome, GoTo{settings.home}});
  }
  return "";
}

std::string VirtualCamera::State::refusal_on_hold() const {
  return settings_.mode == CameraMode::kHold
             ? "the camera is on hold; set its mode to manual or follow first"
             : "";
}

void VirtualCamera::State::request(Request request) {
  if (request_) {
    replies_.overtake(request_->ticket);
  }
  request_ = std::move(request);
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
  const Framing framing = command.framing.value_or(bounds_.clamp(pose_.framing()));
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

void VirtualCamera::State::begin(const Request& request, double time, double frame_interval) {
  goal_.reset();
  steering_ = request.by;
  commanded_until_ = time;
  if (const auto* way = std::get_if<GoTo>(&request.what)) {
    begin_way(*way, request.ticket, time, frame_interval);
  } else if (const auto* move = std::get_if<MoveAt>(&request.what)) {
    const bool stops = move->x == 0 && move->y == 0 && move->zoom == 0;
    replies_.await_motion(request.ticket, shown_crop(), stops ? 1 : 2);
    if (stops) {
      motion_.stop(pose_, time, terms(frame_interval));
    } else {
      commanded_until_ = time + move->timeout;
      motion_.go_on(pose_, time, {move->x, move->y, move->zoom}, commanded_until_,
                    terms(frame_interval));
    }
  } else if (std::holds_alternative<Stop>(request.what)) {
    replies_.overtake();
    motion_.stop(pose_, time, terms(frame_interval));
  } else {
    replies_.overtake();
    track(time);
  }
}

void VirtualCamera::State::begin_way(const GoTo& way, std::uint64_t ticket, double time,
                                     double frame_interval) {
  const Framing goal = bounds_.clamp(way.framing);
  const bool visible = bounds_.shift(shown_crop(), bounds_.crop(goal)) >= 1;
  replies_.await_motion(ticket, shown_crop(), visible ? 0 : 1);
  if (way.cut) {
    motion_.rest(resting_at(goal));
    return;
  }
  goal_ = goal;
  motion_.go_to(pose_, time, goal, terms(frame_interval));
}

void VirtualCamera::State::hand_back_if_due(double time) {
  const bool operated = steering_ == Steering::kManual || steering_ == Steering::kPreset;
  if (settings_.mode == CameraMode::kFollow && operated && settings_.hand_back > 0 &&
      time >= commanded_until_ + settings_.hand_back && time >= motion_.ends_at()) {
    goal_.reset();
    replies_.overtake();
    track(time);
  }
}

void VirtualCamera::State::track(double time) {
  steering_ = Steering::kTracking;
  motion_.stop(pose_, time, terms(kLongestLead));
}

CameraPose VirtualCamera::State::pose_at(double time) {
  return motion_.at(time);
}

Shot VirtualCamera::State::advance(double time) {
  if (!last_time_) {
    motion_.rest(pose_);
    commanded_until_ = time;
  }
  const double last = last_time_.value_or(time);
  time = std::max(time, last);
  const double begin_time = std::max(last, time - kLongestLead);
  if (request_) {
    pose_ = pose_at(begin_time);
    begin(*std::exchange(request_, std::nullopt), begin_time,
          time > begin_time ? time - begin_time : 1.0 / 60);
  }
  hand_back_if_due(begin_time);

  const CameraPose before = pose_;
  pose_ = pose_at(time);
  Shot shot;
  shot.framing = bounds_.clamp(pose_.framing());
  confine(pose_.x, shot.framing.center_x);
  confine(pose_.y, shot.framing.center_y);
  shot.crop = bounds_.crop(shot.framing);
  shot.steering = steering_;
  shot.moving = false;
  shot.replies = replies_.answer(shot.crop, bounds_);
  last_time_ = time;
  started_ = true;
  (void)before;
  return shot;
}

void VirtualCamera::State::restart() {
  pose_ = resting_at(bounds_.clamp(pose_.framing()));
  last_time_.reset();
  if (goal_ && !request_) {
    request_ = Request{0, steering_, GoTo{*goal_}};
  }
}

}  // namespace gimbal
