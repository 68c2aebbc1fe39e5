// The camera: commands and detections in, one crop a frame out. Knows no pixels and no threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/camera/camera_settings.hpp"
#include "lib/camera/crop.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// Go to a framing, eased; or be there with the next frame.
struct MoveTo {
  Framing framing;
  bool cut = false;
};

/// Move on at a speed until another command or until `timeout` has passed. All zero: stop. Faster
/// than the settings allow is as fast as they allow.
struct MoveAt {
  double x = 0;        ///< crop widths a second, right is positive, -10 to 10
  double y = 0;        ///< crop widths a second, down is positive, -10 to 10
  double zoom = 0;     ///< octaves a second, in is positive, -10 to 10
  double timeout = 1;  ///< seconds, 0.01 to 60
};

inline constexpr double kMaxMoveSpeed = 10;
inline constexpr double kMinMoveTimeout = 0.01;
inline constexpr double kMaxMoveTimeout = 60;

struct GoToPreset {
  std::string name;
};

/// Remember a framing, or what is shown now, under a name.
struct StorePreset {
  std::string name;
  std::optional<Framing> framing;
};

struct RemovePreset {
  std::string name;
};

struct ChangeMode {
  CameraMode mode = CameraMode::kManual;
};

using CameraCommand =
    std::variant<MoveTo, MoveAt, GoToPreset, StorePreset, RemovePreset, ChangeMode>;

/// Who moves the camera, in the order of priority.
enum class Steering { kHold, kManual, kPreset, kTracking, kHome };

/// "hold", "manual", "preset", "tracking", "home".
std::string_view name_of(Steering steering);

/// What became of a command that was accepted.
struct CommandReply {
  std::uint64_t ticket = 0;
  bool overtaken = false;  ///< a newer command came before it could be seen
};

/// One frame of the camera.
struct Shot {
  Framing framing;  ///< as shown, kept inside
  CropRect crop;    ///< in source pixels; with Aspect::kPad it may reach outside
  Steering steering = Steering::kHome;
  bool moving = false;
  /// Commands that this frame is the first to show: a goal or a speed once the picture has moved by
  /// a pixel of the output (or asks for less), anything else with the frame after it.
  std::vector<CommandReply> replies;
};

/// Not safe to share between threads. Times are seconds of PTS.
class VirtualCamera {
 public:
  VirtualCamera();
  ~VirtualCamera();
  VirtualCamera(const VirtualCamera&) = delete;
  VirtualCamera& operator=(const VirtualCamera&) = delete;

  /// Takes new parameters; the picture does not jump. An error text where a value is not finite or
  /// out of its range, and then nothing changes.
  std::string configure(const CameraSettings& settings);
  const CameraSettings& settings() const;

  /// Sizes of the source and the output; the framing stays, in fractions.
  void set_shapes(const PictureShape& source, const PictureShape& output, Aspect aspect);

  /// Accepts a command of `ticket` (any number that grows; 0: no reply wanted). The error says why
  /// it is refused (NaN, out of range, no such preset, on hold), and then nothing changes.
  std::string take(std::uint64_t ticket, const CameraCommand& command);

  /// A detector's record for the picture at `time`. Records may come late and in any order.
  /// `known_at` is when it came, in the time of the newest picture that a detector could see then:
  /// with it the path is the same at any frame rate. Without it the record counts from its own time
  /// on. The error says why it is refused, and then nothing changes.
  std::string observe(const TrackingRecord& record, double time, double known_at);
  std::string observe(const TrackingRecord& record, double time) {
    return observe(record, time, time);
  }

  /// The frame at `time`, later than the one before.
  Shot advance(double time);

  /// After a seek, a flush or a gap: time may go anywhere, detections are forgotten, the camera
  /// rests where it is and what was commanded last still holds. Home, where detectors have sent it,
  /// it goes on.
  void restart();

  /// Names of the presets, sorted.
  std::vector<std::string> presets() const;

  struct Counters {
    std::uint64_t records_used = 0;
    std::uint64_t records_late = 0;     ///< for a picture too long gone to matter
    std::uint64_t records_refused = 0;  ///< not valid
  };
  Counters counters() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace gimbal
