// From what a detector saw in one picture to where the camera should look.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "lib/camera/aim.hpp"
#include "lib/camera/framing_bounds.hpp"
#include "lib/camera/framing_settings.hpp"
#include "lib/camera/target_group.hpp"
#include "lib/camera/target_memory.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// Knows nothing of the camera's motion: what it says may jump, and lead room is not its business.
/// `docs/framing.md` has the rules in words.
class Framer {
 public:
  void configure(const FramingSettings& settings) { settings_ = settings; }

  /// What `record` of the picture at `time` asks for; `shown` is what is shown now. Empty where it
  /// says nothing: no target that counts is seen. A record that is older than another one is framed
  /// with what is known by now, and leaves no trace.
  std::optional<Aim> aim(const TrackingRecord& record, double time, const FramingBounds& bounds,
                         const Framing& shown);

  /// Forgets what it has seen.
  void restart();

 private:
  /// Lengths in widths of the largest crop.
  struct Picture {
    PlanePoint center;
    Interval across{INFINITY, -INFINITY};  ///< what has to be seen
    Interval down{INFINITY, -INFINITY};
    double tallest = 0;   ///< the highest box
    bool people = false;  ///< it is not only the ball

    void pull_to(PlanePoint place, double share);
    void make_room(const KnownTarget& target);
  };

  std::vector<TrackedTarget> that_count(const TrackingRecord& record) const;
  std::vector<const KnownTarget*> choose();
  const KnownTarget* ball() const;
  double ball_share(const TrackingRecord& record, const KnownTarget* ball,
                    const std::optional<PlanePoint>& group, double seconds);
  std::optional<Picture> compose(const TrackingRecord& record, double seconds);
  double zoom_for(const Picture& picture, const FramingBounds& bounds, double seconds);

  FramingSettings settings_;
  TargetMemory memory_;
  TargetGroup group_;
  std::vector<std::uint64_t> chosen_;  // keys, where not everybody can be framed
  double ball_presence_ = 0;
  std::optional<double> zoom_;  // wish, octaves
  std::optional<double> time_;  // of the newest record
};

}  // namespace gimbal
