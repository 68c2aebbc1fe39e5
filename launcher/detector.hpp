// Where the records come from that are pushed to a runner.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "launcher/push_options.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

/// Lives in the default main context; use it from that thread only.
class Detector {
 public:
  /// Called from the main loop, and from begin(). A detector must not be destroyed in its calls.
  class Listener {
   public:
    virtual ~Listener() = default;
    /// Text in the detector's format. `whole`: what it began does not go on with the next one.
    virtual void on_detector_text(std::string_view text, bool whole) = 0;
    /// It said something that nobody can read. `reason` is one line.
    virtual void on_detector_nonsense(const std::string& reason) = 0;
    /// One line for the user; all is well so far.
    virtual void on_detector_notice(const std::string& text) = 0;
    /// Nothing more comes. `failure` is one line for the user, empty at an end in order.
    virtual void on_detector_end(const std::string& failure) = 0;
  };

  virtual ~Detector() = default;
  /// From now on it speaks, from within this call already.
  virtual void begin() = 0;
};

/// What `options` ask for. `listener` must outlive it. The error is one line for the user.
Result<std::unique_ptr<Detector>> open_detector(const DetectorOptions& options,
                                                Detector::Listener& listener);

}  // namespace gimbal
