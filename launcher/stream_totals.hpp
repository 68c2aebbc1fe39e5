// What a stream has done since its start, over all its pipelines.
#pragma once

#include <gst/gst.h>

#include "launcher/player.hpp"
#include "launcher/stream_meter.hpp"
#include "lib/codec/control_protocol.hpp"

namespace gimbal {

/// `player` plays the present pipeline; null is none.
class StreamTotals {
 public:
  /// Once a second. Returns how many frames this pipeline has made.
  guint64 read(Player& player);
  /// That pipeline goes.
  void add(Player& player);
  void count_rebuild() { ++rebuilds_; }

  /// All that pipelines can say of themselves.
  StreamStats stats(Player* player) const;

 private:
  StreamMeter::Reading reading_;  // of the present pipeline
  StreamMeter::Reading earlier_;  // of those before it
  guint64 skipped_earlier_ = 0;
  std::uint64_t rebuilds_ = 0;
};

}  // namespace gimbal
