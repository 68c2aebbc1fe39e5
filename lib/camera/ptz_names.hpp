// Names of the event that steers virtualptz and of the message that says what it shows. They are
// API: applications and the launcher write and read these structures by name.
#pragma once

namespace gimbal {

/// Custom upstream event: `command` (uint64, any number of the sender's), `center-x`, `center-y`,
/// `zoom` (double). All three are taken together, from one frame on.
inline constexpr const char* kPtzEvent = "gimbal-ptz";

/// Element message, posted for the first frame of a stream and for each frame that is the first to
/// show a new framing: `command` (of the event that asked for it, else 0), `pts` (uint64, ns),
/// `center-x`, `center-y`, `zoom` (as shown) and `x`, `y`, `w`, `h` (crop in source pixels).
inline constexpr const char* kPtzStateMessage = "gimbal-ptz-state";

/// Custom meta on every output buffer: `x`, `y`, `w`, `h` (double), the crop in source pixels.
inline constexpr const char* kCropMeta = "GimbalCropMeta";

}  // namespace gimbal
