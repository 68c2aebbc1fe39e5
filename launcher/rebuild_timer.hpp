// When a pipeline that has failed is taken down, and when the next one is built.
#pragma once

#include <glib.h>

#include <chrono>

#include "lib/base/backoff.hpp"

namespace gimbal {

/// Each wait is longer than the one before. Lives in the default main context; use it from that
/// thread only.
class RebuildTimer {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    /// Soon after `begin`, but not within it: the pipeline may be on the stack.
    virtual void on_retire() = 0;
    virtual void on_rebuild() = 0;
  };

  explicit RebuildTimer(Listener& listener);
  ~RebuildTimer();
  RebuildTimer(const RebuildTimer&) = delete;
  RebuildTimer& operator=(const RebuildTimer&) = delete;

  /// A pipeline has failed. Returns how long it is until `on_rebuild`.
  std::chrono::milliseconds begin();
  /// From `begin` to `on_rebuild`.
  bool is_pending() const { return pending_; }
  /// The pipeline is well: its failure would be a new one.
  void reset() { backoff_.reset(); }

 private:
  static gboolean on_idle(gpointer data);
  static gboolean on_time(gpointer data);

  Listener& listener_;
  Backoff backoff_;
  std::chrono::milliseconds wait_{0};
  guint source_ = 0;
  bool pending_ = false;
};

}  // namespace gimbal
