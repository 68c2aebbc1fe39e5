#include "lib/camera/virtual_camera.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lib/camera/camera_pose.hpp"
#include "lib/camera/command_check.hpp"
#include "lib/camera/command_replies.hpp"
#include "lib/camera/follow_path.hpp"
#include "lib/camera/framer.hpp"
#include "lib/camera/framing_bounds.hpp"
#include "lib/camera/hand_over.hpp"
#include "lib/camera/operator_motion.hpp"
#include "lib/camera/parameters.hpp"
#include "lib/camera/presets.hpp"
#include "lib/tracking/record_check.hpp"

namespace gimbal {

namespace {

/// A command begins to act with the frame before it; after a pause no longer ago than this
/// (seconds), or the picture would jump.
constexpr double kLongestLead = 0.1;

/// Between frames, where it is not known yet (seconds).
constexpr double kShortestInterval = 1.0 / 60;

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

/// An axis that has run into its border stands there.
AxisState confined(const AxisState& axis, double position) {
  return axis.position == position ? axis : AxisState{position, 0, 0};
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

class VirtualCamera::State {
 public:
  std::string configure(const CameraSettings& settings);
  void set_shapes(const PictureShape& source, const PictureShape& output, Aspect aspect);
  const CameraSettings& settings() const { return settings_; }

  std::string take(std::uint64_t ticket, const MoveTo& command);
  std::string take(std::uint64_t ticket, const MoveAt& command);
  std::string take(std::uint64_t ticket, const GoToPreset& command);
  std::string take(std::uint64_t ticket, const StorePreset& command);
  std::string take(std::uint64_t ticket, const RemovePreset& command);
  std::string take(std::uint64_t ticket, const ChangeMode& command);

  std::string observe(const TrackingRecord& record, double time);
  Shot advance(double time);
  void restart();

  const Presets& presets() const { return presets_; }
  Counters counters() const;

 private:
  std::string refusal_on_hold() const;
  void request(Request request);
  void change_mode(CameraMode mode);
  void begin(const Request& request, double time, double frame_interval);
  void begin_way(const GoTo& way, std::uint64_t ticket, double time, double frame_interval);
  bool hand_back_is_due(double time) const;
  void track(double time);
  void apply_bounds();
  void begin_stream(double time);
  void prepare(double last_time, double time);
  CameraPose path_pose(double time);
  CameraPose pose_at(double time);
  Steering steering_at(double time) const;
  CropRect shown_crop() const { return bounds_.crop(bounds_.clamp(shown_)); }
  OperatorMotion::Terms terms(double frame_interval) const {
    return {bounds_, settings_.manual, frame_interval};
  }

  CameraSettings settings_;
  FramingBounds bounds_;
  Presets presets_;
  CommandReplies replies_;
  OperatorMotion motion_;
  Framer framer_;
  CropGeometry geometry_;
  FollowPath path_;
  HandOver hand_over_;
  CameraPose pose_ = resting_at({});
  Framing shown_;  // in the last frame
  Steering steering_ = Steering::kHome;
  std::optional<Request> request_;
  std::optional<Framing> goal_;      // of the way that is under way
  std::optional<double> last_time_;  // of the frame last shown
  double commanded_until_ = 0;       // the operator's last command is over
  bool started_ = false;             // a frame has been shown
  std::optional<Aim> newest_aim_;
  std::uint64_t observed_ = 0;
  std::uint64_t refused_ = 0;
};

std::string VirtualCamera::State::configure(const CameraSettings& settings) {
  if (std::string error = check_settings(settings); !error.empty()) {
    return error;
  }
  const bool home_moved = settings.home != settings_.home;
  const CameraMode mode = std::exchange(settings_, settings).mode;
  framer_.configure(settings.framing);
  apply_bounds();
  if (settings.mode != mode) {
    settings_.mode = mode;
    change_mode(settings.mode);
  }
  if (!started_) {
    shown_ = settings.home;
  } else if (home_moved && steering_ == Steering::kHome && !request_) {
    request({0, Steering::kHome, GoTo{settings.home}});
  }
  return "";
}

void VirtualCamera::State::set_shapes(const PictureShape& source, const PictureShape& output,
                                      Aspect aspect) {
  bounds_.set_shapes(source, output, aspect);
  apply_bounds();
}

void VirtualCamera::State::apply_bounds() {
  bounds_.set_limits(settings_.min_zoom, settings_.max_zoom, settings_.region);
  if (const CropGeometry geometry = bounds_.geometry(); geometry != geometry_) {
    geometry_ = geometry;
    path_.set_geometry(geometry);
    if (steering_ == Steering::kTracking && !request_) {  // the path has stopped
      request({0, Steering::kTracking, Track{}});
    }
  }
  FollowSettings follow = settings_.follow;
  follow.home = bounds_.clamp(settings_.home);
  path_.configure(follow);
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
    track(time);
  }
}

void VirtualCamera::State::begin_way(const GoTo& way, std::uint64_t ticket, double time,
                                     double frame_interval) {
  const Framing goal = bounds_.clamp(way.framing);
  const bool visible = bounds_.shift(shown_crop(), bounds_.crop(goal)) >= kVisibleShift;
  replies_.await_motion(ticket, shown_crop(), visible ? 0 : 1);
  if (way.cut) {
    motion_.rest(resting_at(goal));
    return;
  }
  goal_ = goal;
  motion_.go_to(pose_, time, goal, terms(frame_interval));
}

bool VirtualCamera::State::hand_back_is_due(double time) const {
  const bool operated = steering_ == Steering::kManual || steering_ == Steering::kPreset;
  return settings_.mode == CameraMode::kFollow && operated && settings_.hand_back > 0 &&
         time >= commanded_until_ + settings_.hand_back && time >= motion_.ends_at();
}

void VirtualCamera::State::track(double time) {
  replies_.overtake();
  goal_.reset();
  steering_ = Steering::kTracking;
  hand_over_.begin(pose_, path_pose(time), time, bounds_, settings_.follow);
}

CameraPose VirtualCamera::State::path_pose(double time) {
  const PathPoint point = path_.at(time);
  const Framing& framing = point.framing;
  const double x = bounds_.unit_x(framing.zoom);
  const double y = bounds_.unit_y(framing.zoom);
  return {{framing.center_x, x * point.vx, x * point.ax},
          {framing.center_y, y * point.vy, y * point.ay},
          {std::log2(framing.zoom), point.vzoom, point.azoom}};
}

CameraPose VirtualCamera::State::pose_at(double time) {
  const CameraPose path = path_pose(time);  // it goes on whoever steers
  return steering_ == Steering::kTracking ? hand_over_.shown(path, time) : motion_.at(time);
}

/// Following has an end where nothing has been seen for so long that the path leads home.
Steering VirtualCamera::State::steering_at(double time) const {
  if (steering_ != Steering::kTracking) {
    return steering_;
  }
  const FollowSettings& follow = settings_.follow;
  const double patience = follow.coast_time + follow.fade_time + follow.hold_time;
  const bool seen = newest_aim_ && newest_aim_->present && time - newest_aim_->time <= patience;
  return seen ? Steering::kTracking : Steering::kHome;
}

std::string VirtualCamera::State::observe(const TrackingRecord& record, double time) {
  std::string error = check_record(record);
  if (error.empty() && !std::isfinite(time)) {
    error = "the time of a tracking record must be a number";
  }
  if (!error.empty()) {
    ++refused_;
    return error;
  }
  ++observed_;
  const std::optional<Aim> aim = framer_.aim(record, time, bounds_, shown_);
  if (!aim) {
    return "";
  }
  path_.observe(*aim);
  if (!newest_aim_ || aim->time >= newest_aim_->time) {
    newest_aim_ = aim;
  }
  return "";
}

VirtualCamera::Counters VirtualCamera::State::counters() const {
  const FollowPath::Counters path = path_.counters();
  return {observed_ - path.late, path.late, refused_};
}

/// The first frame of all, or after a restart.
void VirtualCamera::State::begin_stream(double time) {
  shown_ = bounds_.clamp(shown_);
  pose_ = resting_at(shown_);
  motion_.rest(pose_);
  const bool follows = steering_ == Steering::kTracking;
  path_.start_from({.framing = follows ? shown_ : bounds_.clamp(settings_.home)}, time);
  hand_over_.begin(pose_, path_pose(time), time, bounds_, settings_.follow);
  commanded_until_ = time;
}

/// What has been asked for since the last frame begins to act.
void VirtualCamera::State::prepare(double last_time, double time) {
  const double begin_time = std::max(last_time, time - kLongestLead);
  const bool hand_back = hand_back_is_due(begin_time);
  if (!request_ && !hand_back) {
    return;
  }
  pose_ = pose_at(begin_time);
  if (request_) {
    const double interval = time > begin_time ? time - begin_time : kShortestInterval;
    begin(*std::exchange(request_, std::nullopt), begin_time, interval);
  } else {
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
  shot.framing = shown_ = bounds_.clamp(pose_.framing());
  pose_.x = confined(pose_.x, shot.framing.center_x);
  pose_.y = confined(pose_.y, shot.framing.center_y);
  shot.crop = bounds_.crop(shot.framing);
  shot.steering = steering_at(time);
  shot.moving = moves(pose_.x) || moves(pose_.y) || moves(pose_.zoom);
  shot.replies = replies_.answer(shot.crop, bounds_);
  last_time_ = time;
  started_ = true;
  return shot;
}

void VirtualCamera::State::restart() {
  last_time_.reset();
  if (goal_ && !request_) {
    request_ = Request{0, steering_, GoTo{*goal_}};
  }
  framer_.restart();
  path_.restart();
  newest_aim_.reset();
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
std::string VirtualCamera::observe(const TrackingRecord& record, double time) {
  return state_->observe(record, time);
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
