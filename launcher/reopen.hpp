// Opens what a descriptor refers to once more, whatever its path leads to by now.
#pragma once

#include <fcntl.h>

#include <string>

#include "lib/base/unique_fd.hpp"

namespace gimbal {

/// `flags` are those of open(2); `fd` may have been opened with O_PATH. None and errno on failure.
inline UniqueFd reopen(int fd, int flags) {
  return UniqueFd(open(("/proc/self/fd/" + std::to_string(fd)).c_str(), flags | O_CLOEXEC));
}

}  // namespace gimbal
