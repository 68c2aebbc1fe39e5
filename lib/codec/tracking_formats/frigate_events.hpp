// What Frigate publishes on MQTT as `frigate/events`
// (https://docs.frigate.video/integrations/mqtt): each message is about one object.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "lib/codec/field_reader.hpp"
#include "lib/codec/tracking_formats/one_camera.hpp"
#include "lib/codec/tracking_formats/tracking_source.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// Remembers the objects of earlier events, so that a record says all that are there.
class FrigateEvents {
 public:
  /// Empty for messages of another kind or camera. Errors are left in `event`, and what is
  /// remembered is of no use then.
  std::optional<TrackingRecord> read(FieldReader& event, const TrackingSource& source);

 private:
  struct Sight {
    double time = 0;
    TrackedTarget target;
  };

  void see(FieldReader& after, const std::string& id, double time, const TrackingSource& source);
  void forget(double now);

  OneCamera camera_;
  std::map<std::string, Sight> objects_;
};

}  // namespace gimbal
