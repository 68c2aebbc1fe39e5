// From the options of `gimbal go2rtc` to its cameras: what each is called, the command that runs it
// and where go2rtc finds it.
#pragma once

#include <string>
#include <vector>

#include "launcher/go2rtc_options.hpp"
#include "lib/base/result.hpp"
#include "lib/codec/go2rtc_config.hpp"

namespace gimbal {

struct Go2rtcCamera {
  std::vector<std::string> command;  ///< runs the camera
  std::string fifo;     ///< that it writes to, as the camera sees it; empty in exec mode
  Go2rtcStream stream;  ///< what go2rtc is told
};

/// `program` is the absolute path of gimbal. The error is one line for the user.
Result<std::vector<Go2rtcCamera>> plan_go2rtc(const Go2rtcOptions& options,
                                              const std::string& program);

}  // namespace gimbal
