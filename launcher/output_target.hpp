// Where `--output` leads.
#pragma once

#include <string>

#include "lib/base/result.hpp"

namespace gimbal {

struct OutputTarget {
  enum class Kind {
    kStandardOutput,
    kNowhere,
    kFile,
    kFifo,  ///< readers come and go
  };
  Kind kind = Kind::kStandardOutput;
  std::string path;  ///< of a file or FIFO
  int fd = -1;       ///< of standard output, or of a file that has been made empty; else -1
};

/// What `output` means: "-" is `video_fd`, "null" nowhere, anything else a path. A file is made, or
/// made empty. The error says what stands in the way.
Result<OutputTarget> open_output(const std::string& output, int video_fd);

}  // namespace gimbal
