#include "lib/camera/virtual_camera.hpp"

#include <algorithm>
#include <utility>

#include "lib/camera/virtual_camera_state.hpp"

namespace gimbal {

namespace {

/// A command begins to act with the frame before it; after a pause no longer ago than this
/// (seconds), or the picture would jump.
constexpr double kLongestLead = 0.1;

/// An axis that has run into its border stands there.
AxisState confined(const AxisState& axis, double position) {
  return axis.position == position ? axis : AxisState{position, 0, 0};
}

bool moves(const MoveAt& move) {
  return move.x != 0 || move.y != 0 || move.zoom != 0;
}

bool moves(const AxisState& axis) {
  return axis.velocity != 0 || axis.acceleration != 0;
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

void VirtualCamera::State::begin(const Request& request, double time) {
  goal_.reset();
  steering_ = request.by;
  if (request.commanded) {
    replies_.await_motion(request.ticket, shown_crop(), patience_for(request));
    commanded_until_ = time;
  }
  if (const auto* way = std::get_if<GoTo>(&request.what)) {
    begin_way(*way, time);
  } else if (const auto* move = std::get_if<MoveAt>(&request.what); move && moves(*move)) {
    commanded_until_ = time + move->timeout;
    motion_.go_on(pose_, time, {move->x, move->y, move->zoom}, commanded_until_, terms());
  } else if (std::holds_alternative<Track>(request.what)) {
    track(time);
  } else {
    motion_.stop(pose_, time, terms());
  }
}

/// How many frames a command has until it counts as seen though the picture has not moved by a
/// pixel, because it asks for less; 0 is any number.
int VirtualCamera::State::patience_for(const Request& request) const {
  if (const auto* way = std::get_if<GoTo>(&request.what)) {
    const CropRect goal = bounds_.crop(bounds_.clamp(way->framing));
    return bounds_.shift(shown_crop(), goal) >= kVisibleShift ? 0 : 1;
  }
  const auto* move = std::get_if<MoveAt>(&request.what);
  return move && moves(*move) ? 2 : 1;
}

void VirtualCamera::State::begin_way(const GoTo& way, double time) {
  const Framing goal = bounds_.clamp(way.framing);
  if (way.cut) {
    motion_.rest(resting_at(goal), time);
    return;
  }
  goal_ = goal;
  motion_.go_to(pose_, time, goal, terms());
}

bool VirtualCamera::State::hand_back_is_due(double time) const {
  const bool operated = steering_ == Steering::kManual || steering_ == Steering::kPreset;
  return settings_.mode == CameraMode::kFollow && operated && settings_.hand_back > 0 &&
         time >= commanded_until_ + settings_.hand_back && time >= motion_.ends_at();
}

void VirtualCamera::State::track(double time) {
  goal_.reset();
  steering_ = Steering::kTracking;
  motion_.stop(pose_, time, terms());
  hand_over_.begin(pose_, follower_.pose_at(time), time, bounds_, settings_.follow);
}

CameraPose VirtualCamera::State::pose_at(double time) {
  const CameraPose path = follower_.pose_at(time);  // it goes on whoever steers
  const CameraPose operated = motion_.at(time);
  return steering_ == Steering::kTracking ? hand_over_.shown(operated, path, time) : operated;
}

/// Where there is nothing to follow, the followed path leads home.
Steering VirtualCamera::State::steering_at(double time) const {
  return steering_ == Steering::kTracking && !follower_.has_target(time) ? Steering::kHome
                                                                         : steering_;
}

/// The first frame of all, or after a restart.
void VirtualCamera::State::begin_stream(double time) {
  shown_ = bounds_.clamp(shown_);
  pose_ = resting_at(shown_);
  motion_.rest(pose_, time);
  const bool follows = steering_ == Steering::kTracking;
  follower_.start_from(follows ? shown_ : bounds_.clamp(settings_.home), time);
  hand_over_.begin(pose_, follower_.pose_at(time), time, bounds_, settings_.follow);
  commanded_until_ = time;
}

/// What has been asked for since the last frame begins to act.
void VirtualCamera::State::prepare(double last_time, double time) {
  const double begin_time = std::max(last_time, time - kLongestLead);
  const bool hand_back = hand_back_is_due(begin_time);
  if (!request_ && !hand_back) {
    return;
  }
  if (begin_time > last_time) {  // or it is as shown, even where the path has been set anew
    pose_ = pose_at(begin_time);
  }
  if (request_) {
    begin(*std::exchange(request_, std::nullopt), begin_time);
  } else {
    replies_.overtake();
    track(begin_time);
  }
}

Shot VirtualCamera::State::advance(double time) {
  if (!last_time_) {
    begin_stream(time);
    last_time_ = time;
  }
  time = std::max(time, *last_time_);
  prepare(*last_time_, time);
  pose_ = pose_at(time);
  Shot shot;
  within_limits_ = within_limits_ || bounds_.allows(pose_.framing());
  shot.framing = shown_ = bounds_now().clamp(pose_.framing());
  pose_.x = confined(pose_.x, shot.framing.center_x);
  pose_.y = confined(pose_.y, shot.framing.center_y);
  shot.crop = bounds_.crop(shot.framing);
  shot.steering = steering_at(time);
  shot.moving = moves(pose_.x) || moves(pose_.y) || moves(pose_.zoom);
  shot.replies = replies_.answer(shot.crop, bounds_, time >= motion_.ends_at());
  last_time_ = time;
  started_ = true;
  return shot;
}

void VirtualCamera::State::restart() {
  last_time_.reset();
  if (goal_ && !request_) {
    request_ = Request{0, steering_, GoTo{*goal_}, false};
  }
  follower_.restart();
}

VirtualCamera::VirtualCamera() : state_(std::make_unique<State>()) {}
VirtualCamera::~VirtualCamera() = default;

std::string VirtualCamera::configure(const CameraSettings& settings) {
  return state_->configure(settings);
}
const CameraSettings& VirtualCamera::settings() const {
  return state_->settings();
}
void VirtualCamera::set_shapes(const PictureShape& source, const PictureShape& output,
                               Aspect aspect) {
  state_->set_shapes(source, output, aspect);
}
std::string VirtualCamera::take(std::uint64_t ticket, const CameraCommand& command) {
  return std::visit([&](const auto& what) { return state_->take(ticket, what); }, command);
}
std::string VirtualCamera::observe(const TrackingRecord& record, double time, double known_at) {
  return state_->observe(record, time, known_at);
}
Shot VirtualCamera::advance(double time) {
  return state_->advance(time);
}
void VirtualCamera::restart() {
  state_->restart();
}
std::vector<std::string> VirtualCamera::presets() const {
  return state_->presets().names();
}
VirtualCamera::Counters VirtualCamera::counters() const {
  return state_->counters();
}

}  // namespace gimbal
