#include "lib/frames/frame_feed.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "lib/frames/pipe_feed.hpp"
#include "lib/frames/ring_feed.hpp"

namespace gimbal {

namespace {

using Feed = Result<std::unique_ptr<FrameFeed>>;

constexpr std::string_view kSharedMemoryFolder = "/dev/shm";  // where shm_open(3) keeps its files

std::optional<int> descriptor_number(std::string_view text) {
  int number = -1;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = end.ec == std::errc() && end.ptr == text.data() + text.size();
  return whole && number >= 0 ? std::optional(number) : std::nullopt;
}

Feed open_descriptor(std::string_view address, FeedPace pace, FeedJournal::OnNote on_note) {
  const auto number = descriptor_number(address.substr(3));
  // Our own copy: the caller's stays open for the next start.
  UniqueFd fd(number ? ::fcntl(*number, F_DUPFD_CLOEXEC, 0) : -1);
  if (!fd) {
    return Error{"frames=" + std::string(address) +
                 ": this process has no such descriptor. Give the number of one that it was "
                 "started with, like fd:0 for its standard input."};
  }
  if ((::fcntl(fd.get(), F_GETFL) & O_ACCMODE) == O_WRONLY) {
    return Error{"frames=" + std::string(address) +
                 ": this descriptor can only be written to. Give the reading end of the pipe, like "
                 "fd:0 for standard input."};
  }
  return std::unique_ptr<FrameFeed>(
      std::make_unique<PipeFeed>(std::string(address), std::move(fd), pace, std::move(on_note)));
}

Feed open_shared_name(std::string_view address, FeedJournal::OnNote on_note) {
  const std::string_view name = address.substr(4);
  if (name.size() < 2 || name.size() > NAME_MAX || name.front() != '/' ||
      name.find('/', 1) != std::string_view::npos) {
    return Error{"frames=" + std::string(address) +
                 ": the name of shared memory is a slash and one word, like shm:/camera."};
  }
  return std::unique_ptr<FrameFeed>(std::make_unique<RingFeed>(
      std::string(address), std::string(kSharedMemoryFolder) + std::string(name),
      std::move(on_note)));
}

Feed open_path(std::string_view address, FeedPace pace, FeedJournal::OnNote on_note) {
  const std::string path(address);
  struct stat status {};
  const bool there = ::stat(path.c_str(), &status) == 0;
  const int why = errno;
  if (there && S_ISFIFO(status.st_mode)) {
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!fd) {
      return Error{"frames=" + path + ": cannot read this FIFO: " + std::strerror(errno) +
                   ". Let this user read it (chmod)."};
    }
    return std::unique_ptr<FrameFeed>(
        std::make_unique<PipeFeed>(path, std::move(fd), pace, std::move(on_note)));
  }
  const bool may_come =
      !there && why == ENOENT && path.starts_with(std::string(kSharedMemoryFolder) + "/");
  if (there && ::access(path.c_str(), R_OK) != 0) {
    return Error{"frames=" + path + ": cannot be read: " + std::strerror(errno) +
                 ". Let this user read it (chmod)."};
  }
  if (may_come || (there && S_ISREG(status.st_mode))) {
    return std::unique_ptr<FrameFeed>(std::make_unique<RingFeed>(path, path, std::move(on_note)));
  }
  if (there) {
    return Error{"frames=" + path +
                 " is neither a FIFO nor a file of shared memory. Give the path of "
                 "one of them, or make a FIFO elsewhere: mkfifo /tmp/frames"};
  }
  return Error{"frames=" + path + ": " + std::strerror(why) + ". Make the FIFO first: mkfifo " +
               path};
}

}  // namespace

Feed open_frame_feed(std::string_view address, FeedPace pace, FeedJournal::OnNote on_note) {
  if (address.starts_with("fd:")) {
    return open_descriptor(address, pace, std::move(on_note));
  }
  if (address.starts_with("shm:")) {
    return open_shared_name(address, std::move(on_note));
  }
  return open_path(address, pace, std::move(on_note));
}

}  // namespace gimbal
