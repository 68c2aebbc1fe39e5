// A detector that writes to our standard input.
#pragma once

#include <glib.h>

#include "launcher/detector.hpp"

namespace gimbal {

/// Hands bytes on as they come; ends with them.
class StdinDetector : public Detector {
 public:
  explicit StdinDetector(Listener& listener) : listener_(listener) {}
  ~StdinDetector() override;
  StdinDetector(const StdinDetector&) = delete;
  StdinDetector& operator=(const StdinDetector&) = delete;

  void begin() override;

 private:
  static gboolean on_readable(gint fd, GIOCondition condition, gpointer data);
  bool read_once();

  Listener& listener_;
  guint source_ = 0;
};

}  // namespace gimbal
