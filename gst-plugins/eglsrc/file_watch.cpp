#include "gst-plugins/eglsrc/file_watch.hpp"

#include <sys/stat.h>

#include <utility>

namespace gimbal {

FileWatch::FileWatch(std::string path) : path_(std::move(path)), known_(look()), last_(known_) {}

FileWatch::Identity FileWatch::look() const {
  struct stat status {};
  if (stat(path_.c_str(), &status) != 0) {
    return {};
  }
  // Not the time of modification: tools set that one to what they like.
  return {static_cast<std::int64_t>(status.st_dev), static_cast<std::int64_t>(status.st_ino),
          static_cast<std::int64_t>(status.st_size),
          static_cast<std::int64_t>(status.st_ctim.tv_sec),
          static_cast<std::int64_t>(status.st_ctim.tv_nsec)};
}

bool FileWatch::changed() {
  const Identity now = look();
  const bool settled = now == std::exchange(last_, now);
  if (!settled || now == known_ || now == Identity{}) {
    return false;
  }
  known_ = now;
  return true;
}

}  // namespace gimbal
