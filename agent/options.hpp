// The agent's command line and environment.
#pragma once

#include <string>

#include "agent/jobs/output_template.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

struct Options {
  std::string host = "127.0.0.1";  ///< an IP address
  int port = 9001;                 ///< 0: any free one
  OutputTemplate output;
  std::string api_key;            ///< empty: no key is asked for
  std::string public_base_url;    ///< without a slash at its end; empty: from the listening address
  std::string ignored_variables;  ///< of the contract, set and not supported yet; empty: none
  bool show_version = false;
};

/// Reads flags, then RUNNER_* variables for what no flag says. `--help` prints and exits. The error
/// is one line that says what to change.
Result<Options> parse_options(int argc, char** argv);

/// The gimbal program that runs jobs: GIMBAL_PROGRAM, else beside this program, else from PATH.
Result<std::string> find_gimbal_program();

}  // namespace gimbal
