// The control socket's language: newline-delimited JSON between a stream and whoever steers it.
// docs/control-socket.md describes it for users.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "lib/base/result.hpp"
#include "lib/camera/crop.hpp"
#include "lib/camera/virtual_camera.hpp"
#include "lib/codec/json.hpp"

namespace gimbal {

/// Said in the `hello` line; raised when a change would break a peer.
inline constexpr int kControlVersion = 1;

/// A line longer than this is refused and skipped. The longest tracking record takes half of it.
inline constexpr std::size_t kMaxControlLine = 512 * 1024;

inline constexpr int kMinBitrate = 10'000;  ///< bits a second
inline constexpr int kMaxBitrate = 1'000'000'000;

// --- down: to the stream ---------------------------------------------------------------------

/// What a detector has seen.
struct TrackingCommand {
  std::string record;  ///< one tracking record, checked, as JSON on one line
};
/// Encode a frame that a decoder can begin with.
struct KeyframeCommand {};
/// Encode at another rate.
struct BitrateCommand {
  int bitrate = 0;  ///< bits a second
};
/// Answer with `stats` now.
struct StatsCommand {};
/// End the stream in order.
struct StopCommand {};

struct ControlCommand {
  std::uint64_t id = 0;
  std::variant<CameraCommand, TrackingCommand, KeyframeCommand, BitrateCommand, StatsCommand,
               StopCommand>
      what;
};

/// A line that could not be used, with the id to answer (0 where the line had none).
struct RefusedCommand {
  std::uint64_t id = 0;
  std::string reason;
};

/// Reads one line (without its newline).
std::variant<ControlCommand, RefusedCommand> read_command(JsonParser& parser,
                                                          std::string_view line);

/// A `ptz` that is eased.
std::string write_ptz_command(std::uint64_t id, const Framing& framing);
std::string write_stop_command(std::uint64_t id);
/// Without an id: who does not wait for the answer need not tell it from others.
std::string write_mode_command(CameraMode mode);
/// Likewise. `record`: one tracking record as JSON on one line.
std::string write_tracking_command(std::string_view record);

// --- up: from the stream ----------------------------------------------------------------------

/// How a stream fares; sent every second and on request.
struct StreamStats {
  std::uint64_t frames = 0;    ///< encoded frames since the start
  std::uint64_t bytes = 0;     ///< encoded bytes since the start
  std::uint64_t drops = 0;     ///< frames left out because drawing or the reader was late
  std::uint64_t rebuilds = 0;  ///< times the pipeline has failed and was built again
  double fps = 0;              ///< over the last second
  double bitrate = 0;          ///< bits per second, over the last second
  std::string encoder;         ///< factory name of the encoder in use
  std::string path;            ///< "zero-copy", "readback", "cpu" or "system"
  std::optional<std::uint64_t> latency_ns;  ///< for which the pipeline holds frames back
  std::optional<CropRect> crop;             ///< source pixels; virtual PTZ only
  std::string mode;                         ///< of the camera; empty where there is none
  std::string steering;                     ///< who moves the camera; likewise
};

struct HelloEvent {
  int version = 0;
};
/// A command is done from the frame with this PTS on.
struct AppliedEvent {
  std::uint64_t id = 0;
  std::uint64_t pts_ns = 0;
  std::optional<Framing> framing;  ///< of the camera's commands: as that frame shows it
};
/// Why a command is refused that a newer one took the place of.
inline constexpr std::string_view kOvertakenReason = "a newer command overtook this one";

struct RefusedEvent {
  std::uint64_t id = 0;
  std::string reason;
};
/// "starting", "running", "stopping".
struct StateEvent {
  std::string state;
};
/// Why the stream is about to end with a status other than 0.
struct ErrorEvent {
  std::string message;
};
struct StatsEvent {
  std::uint64_t id = 0;  ///< of the request; 0 where there was none
  StreamStats stats;
};

using ControlEvent =
    std::variant<HelloEvent, AppliedEvent, RefusedEvent, StateEvent, ErrorEvent, StatsEvent>;

/// One line, with its newline.
std::string write_event(const ControlEvent& event);

/// Reads one line (without its newline). The error says why it could not be used.
Result<ControlEvent> read_event(JsonParser& parser, std::string_view line);

}  // namespace gimbal
