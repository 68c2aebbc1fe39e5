#include "launcher/go2rtc_fifos.hpp"

#include <glib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace gimbal {

namespace {

constexpr mode_t kDirectoryMode = 0700;
constexpr mode_t kFifoMode = 0600;
constexpr mode_t kOthers = 077;

Error failed(const std::string& path) {
  return Error{path + ": " + std::strerror(errno)};
}

bool is_mine_alone(const struct stat& info) {
  return info.st_uid == geteuid() && (info.st_mode & kOthers) == 0;
}

}  // namespace

Result<bool> make_private_directory(const std::string& path) {
  struct stat info {};
  if (g_mkdir_with_parents(path.c_str(), kDirectoryMode) != 0 || lstat(path.c_str(), &info) != 0) {
    return failed(path);
  }
  if (!S_ISDIR(info.st_mode) || !is_mine_alone(info)) {
    return Error{path +
                 " is not a directory of this user alone: chmod 700 it, or choose another "
                 "with --fifo-dir"};
  }
  return true;
}

Result<bool> make_private_fifo(const std::string& path) {
  if (mkfifo(path.c_str(), kFifoMode) != 0 && errno != EEXIST) {
    return failed(path);
  }
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0) {
    return failed(path);
  }
  if (!S_ISFIFO(info.st_mode)) {
    return Error{path +
                 " is in the way: it is not a FIFO. Remove it, or choose another directory "
                 "with --fifo-dir"};
  }
  if (!is_mine_alone(info)) {
    return Error{path + " is open to other users: remove it, and it is made anew"};
  }
  return true;
}

}  // namespace gimbal
