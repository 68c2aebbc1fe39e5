// Names of the events that steer virtualptz and of the messages that say what it shows. They are
// API: applications and the launcher write and read these structures by name.
#pragma once

namespace gimbal {

// --- custom upstream events to virtualptz --------------------------------------------------------
//
// In any state. Each may have `command` (uint64), a number of the sender's: where it is there and
// not 0, exactly one kPtzReplyMessage with that number follows.

/// `center-x`, `center-y`, `zoom` (double), all taken together; `cut` (boolean, may be absent): be
/// there with the next frame instead of moving there.
inline constexpr const char* kPtzEvent = "gimbal-ptz";

/// `x`, `y` (double, crop widths a second), `zoom` (double, octaves a second), `timeout` (double,
/// seconds, may be absent). All zero stops.
inline constexpr const char* kPtzMoveEvent = "gimbal-ptz-move";

/// `name`, `action` (string: "go", "set" or "remove"); for "set" either none or all of `center-x`,
/// `center-y`, `zoom` (double): without them it is what is shown.
inline constexpr const char* kPtzPresetEvent = "gimbal-ptz-preset";

/// `mode` (string: "manual", "follow" or "hold").
inline constexpr const char* kPtzModeEvent = "gimbal-ptz-mode";

/// `record` (string): one tracking record in JSON.
inline constexpr const char* kTrackingEvent = "gimbal-tracking";

// --- element messages of virtualptz --------------------------------------------------------------

/// What became of a command: `command` (uint64), `result` (string: "applied", "overtaken" by a
/// newer one, or "refused"). Where refused, `reason` (string). Else `pts` (uint64, ns) of the first
/// frame that shows it, its `running-time` (uint64, ns), which loops and seeks do not turn back,
/// and `center-x`, `center-y`, `zoom` (double) as that frame shows them.
inline constexpr const char* kPtzReplyMessage = "gimbal-ptz-reply";

/// What is shown, with the first frame of a stream and then every `state-interval`: `pts` (uint64,
/// ns), `center-x`, `center-y`, `zoom`, the crop `x`, `y`, `w`, `h` in source pixels (double),
/// `steering` (string: "hold", "manual", "preset", "tracking" or "home"), `moving` (boolean),
/// `mode` (string).
inline constexpr const char* kPtzStateMessage = "gimbal-ptz-state";

/// Custom meta on every output buffer: `x`, `y`, `w`, `h` (double), the crop in source pixels. With
/// aspect=pad it may reach outside the source.
inline constexpr const char* kCropMeta = "GimbalCropMeta";

}  // namespace gimbal
