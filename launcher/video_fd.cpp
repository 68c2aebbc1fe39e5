#include "launcher/video_fd.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gimbal {

int take_standard_output() {
  // Reading fails then, as it does of one that is closed.
  if (fcntl(STDIN_FILENO, F_GETFD) < 0) {
    open("/dev/null", O_WRONLY);  // the lowest number that is free
  }
  if (fcntl(STDERR_FILENO, F_GETFD) < 0) {
    const int null = open("/dev/null", O_WRONLY);
    dup2(null, STDERR_FILENO);
    if (null != STDERR_FILENO) {
      close(null);
    }
  }
  constexpr int kBehindTheStandardOnes = 3;
  const int video = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, kBehindTheStandardOnes);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  return video;
}

bool reader_is_gone(int fd) {
  pollfd entry{fd, 0, 0};
  return poll(&entry, 1, 0) == 1 && (entry.revents & (POLLERR | POLLHUP)) != 0;
}

bool can_lose_reader(int fd) {
  struct stat info {};
  return fstat(fd, &info) == 0 && (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode));
}

}  // namespace gimbal
