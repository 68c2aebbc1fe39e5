#include "launcher/output_target.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace gimbal {

Result<OutputTarget> open_output(const std::string& output, int video_fd) {
  using Kind = OutputTarget::Kind;
  if (output == "null") {
    return OutputTarget{Kind::kNowhere, "", -1};
  }
  if (output == "-") {
    if (video_fd < 0) {
      return Error{"standard output is closed; give it a reader or use --output FILE"};
    }
    return OutputTarget{Kind::kStandardOutput, "", video_fd};
  }
  struct stat info {};
  if (stat(output.c_str(), &info) == 0 && S_ISFIFO(info.st_mode)) {
    return OutputTarget{Kind::kFifo, output, -1};
  }
  const int fd = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) {
    return Error{"cannot write to " + output + ": " + std::strerror(errno) +
                 ". Choose another file with --output."};
  }
  return OutputTarget{Kind::kFile, output, fd};
}

}  // namespace gimbal
