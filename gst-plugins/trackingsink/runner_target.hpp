// Which runner, which of its jobs, and with what key: checked before anything is sent.
#pragma once

#include <string>

#include "lib/base/result.hpp"

namespace gimbal::trackingsink {

struct RunnerTarget {
  std::string base_url;  ///< as the user knows it, without credentials: fit to be shown
  std::string url;       ///< of the call
  std::string job_id;
  std::string api_key;  ///< empty: the runner wants none. Never shown
};

/// The error names the property to set, and shows no credentials.
Result<RunnerTarget> runner_target(const std::string& runner_url, const std::string& job_id,
                                   const std::string& api_key);

/// The key of the first that is given: itself, a file, the environment's RUNNER_API_KEY. Blanks
/// around it are none of it. Empty where none is given; the error never shows it.
Result<std::string> find_api_key(const std::string& api_key, const std::string& api_key_file);

}  // namespace gimbal::trackingsink
