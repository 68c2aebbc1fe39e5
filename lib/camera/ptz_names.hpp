// Names of the event that steers virtualptz and of the message that says what it shows. They are
// API: applications and the launcher write and read these structures by name.
#pragma once

namespace gimbal {

inline constexpr const char* kPtzEvent = "gimbal-ptz";
inline constexpr const char* kPtzMoveEvent = "gimbal-ptz-move";
inline constexpr const char* kPtzPresetEvent = "gimbal-ptz-preset";
inline constexpr const char* kPtzModeEvent = "gimbal-ptz-mode";
inline constexpr const char* kTrackingEvent = "gimbal-tracking";
inline constexpr const char* kPtzReplyMessage = "gimbal-ptz-reply";
inline constexpr const char* kPtzStateMessage = "gimbal-ptz-state";

/// Custom meta on every output buffer: `x`, `y`, `w`, `h` (double), the crop in source pixels.
inline constexpr const char* kCropMeta = "GimbalCropMeta";

}  // namespace gimbal
