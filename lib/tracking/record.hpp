// What a detector says about one picture: targets, an aim of its own, and how sure it is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace gimbal {

// Ranges of what has no natural one.
inline constexpr double kMaxTimestamp = 1e11;  ///< seconds; a date some 3000 years ahead
/// Seconds that a record may be ahead of the video; what is further ahead is of another clock.
inline constexpr double kMostAheadOfVideo = 86'400;
inline constexpr double kMaxTargetSpeed = 1000;  ///< fractions of the picture a second, both ways
inline constexpr std::size_t kMaxTargets = 256;  ///< of one record
inline constexpr double kMinTargetZoom = 1;
inline constexpr double kMaxTargetZoom = 16;

/// Something that was seen. Coordinates are fractions of the full source picture, origin top left.
struct TrackedTarget {
  std::string id;            ///< the same thing keeps its id; empty where the detector gives none
  std::string cls;           ///< "player", "ball", "person"; empty where unknown
  double x = 0;              ///< centre, 0 to 1
  double y = 0;              ///< centre, 0 to 1
  std::optional<double> w;   ///< of the box, 0 to 1
  std::optional<double> h;   ///< of the box, 0 to 1
  double confidence = 1;     ///< 0 to 1
  std::optional<double> vx;  ///< fractions of the picture's width a second, right is positive
  std::optional<double> vy;  ///< fractions of the picture's height a second, down is positive
};

/// Which clock a record's timestamp is of.
enum class Timebase {
  kPts,   ///< the PTS of the picture
  kUnix,  ///< seconds since 1970 at which the picture was taken
};

/// Which metrics the detector gave itself. The others have their defaults, and `RecordCompleter`
/// works them out.
struct GivenMetrics {
  bool tracking_confidence = false;
  bool tracking_state = false;
  bool fallback_active = false;
  bool occlusion_level = false;
};

/// One record, for one picture.
struct TrackingRecord {
  std::optional<double> timestamp;  ///< seconds; absent: when it arrived, less detector-latency
  Timebase timebase = Timebase::kPts;
  std::vector<TrackedTarget> targets;
  std::optional<double> target_x;     ///< centre of the crop that the detector wants, 0 to 1
  std::optional<double> target_y;     ///< as above
  std::optional<double> target_zoom;  ///< 1 is the largest crop

  double tracking_confidence = 1;          ///< 0 to 1
  std::string tracking_state = "warning";  ///< "lost", "warning", "stable" or the detector's own
  bool fallback_active = false;            ///< show the wide shot
  double occlusion_level = 0;              ///< 0 to 1
  std::string source = "external";
  GivenMetrics given;

  std::optional<std::string> tracking_mode_hint;  ///< such as "follow_ball"
  std::optional<std::string> play_phase;
  std::optional<double> ball_velocity_x;  ///< as a target's vx
  std::optional<double> ball_velocity_y;  ///< as a target's vy
  std::optional<std::string> possession_side;
  std::optional<bool> court_homography_ok;
};

/// Whether the detector asks for the wide shot: it has lost what it follows, or does not trust it.
inline bool wants_wide_shot(const TrackingRecord& record) {
  return record.fallback_active || record.tracking_state == "lost";
}

/// Whether it says anything about where the camera should look. Others are metrics and nothing
/// else.
inline bool steers_camera(const TrackingRecord& record) {
  return wants_wide_shot(record) || !record.targets.empty() || record.target_x || record.target_y ||
         record.target_zoom;
}

}  // namespace gimbal
