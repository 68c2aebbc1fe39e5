// What a virtual camera is made of. Only virtual_camera*.cpp include this.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "lib/camera/camera_pose.hpp"
#include "lib/camera/command_replies.hpp"
#include "lib/camera/framing_bounds.hpp"
#include "lib/camera/hand_over.hpp"
#include "lib/camera/operator_motion.hpp"
#include "lib/camera/presets.hpp"
#include "lib/camera/target_follower.hpp"
#include "lib/camera/virtual_camera.hpp"

namespace gimbal {

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

  std::string observe(const TrackingRecord& record, double time, double known_at) {
    return follower_.observe(record, time, known_at, shown_);
  }
  Shot advance(double time);
  void restart();

  const Presets& presets() const { return presets_; }
  Counters counters() const { return {follower_.used(), follower_.late(), follower_.refused()}; }

 private:
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
    bool commanded = true;  ///< by an operator, now
  };

  std::string refusal_on_hold() const;
  void request(const Request& request);
  void change_mode(CameraMode mode);
  void begin(const Request& request, double time);
  void begin_way(const GoTo& way, double time);
  int patience_for(const Request& request) const;
  bool hand_back_is_due(double time) const;
  void track(double time);
  void apply_bounds();
  void ease_into_limits();
  const FramingBounds& bounds_now() const { return within_limits_ ? bounds_ : source_bounds_; }
  void begin_stream(double time);
  void prepare(double last_time, double time);
  CameraPose pose_at(double time);
  Steering steering_at(double time) const;
  CropRect shown_crop() const { return bounds_.crop(bounds_now().clamp(shown_)); }
  OperatorMotion::Terms terms() const { return {bounds_, settings_.manual}; }

  CameraSettings settings_;
  FramingBounds bounds_;
  Presets presets_;
  CommandReplies replies_;
  OperatorMotion motion_;
  TargetFollower follower_;
  HandOver hand_over_;
  CameraPose pose_ = resting_at({});
  Framing shown_;  // in the last frame
  Steering steering_ = Steering::kHome;
  std::optional<Request> request_;
  std::optional<Framing> goal_;      // of the way that is under way
  std::optional<double> last_time_;  // of the frame last shown
  double commanded_until_ = 0;       // the operator's last command is over
  bool started_ = false;             // a frame has been shown
  FramingBounds source_bounds_;      // without the user's limits
  bool within_limits_ = true;        // false while it eases into limits that have changed
};

}  // namespace gimbal
