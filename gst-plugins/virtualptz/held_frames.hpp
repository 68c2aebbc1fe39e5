// Frames that wait inside the element so that the camera can look ahead, and events among them.
#pragma once

#include <gst/gst.h>

#include <deque>
#include <optional>
#include <variant>

#include "gst-plugins/support/handles.hpp"

namespace gimbal::virtualptz {

/// What comes leaves in the same order, `hold` later by PTS. Streaming thread only.
class HeldFrames {
 public:
  using Item = std::variant<BufferHandle, EventHandle>;

  /// A frame that lasts `duration` (0: not known). A frame without PTS is due at once.
  void push(BufferHandle frame, GstClockTime duration);

  /// An event that has to stay between the frames around it.
  void push(EventHandle event) { items_.emplace_back(std::move(event)); }

  /// Time has passed, with or without a frame.
  void pass(GstClockTime until);

  /// Whatever has waited for `hold`: a frame leaves before it would be late, so with a known
  /// duration it leaves when the next one could only come too late. Empty where nothing is due.
  std::optional<Item> pop_due(GstClockTime hold);

  /// The next one, due or not; empty where nothing is left.
  std::optional<Item> pop();

  bool empty() const { return items_.empty(); }

  /// True where a frame of `pts` is older than one that is held: PTS have jumped back.
  bool is_before(GstClockTime pts) const;

  void clear();

 private:
  bool is_due(const Item& item, GstClockTime hold) const;

  std::deque<Item> items_;
  GstClockTime newest_ = GST_CLOCK_TIME_NONE;  // PTS of the newest frame
  GstClockTime passed_ = GST_CLOCK_TIME_NONE;  // no frame is still to come from before this
};

}  // namespace gimbal::virtualptz
