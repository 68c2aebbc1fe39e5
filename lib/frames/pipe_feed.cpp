#include "lib/frames/pipe_feed.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

namespace gimbal {

namespace {

using Clock = FeedJournal::Clock;

constexpr int kTickMs = 250;  // how often a silent feed is looked at
// A frame is megabytes: the default of 64 KiB means a change of process for every 16 rows of 720p.
constexpr int kPipeBytes = 1 << 20;

}  // namespace

PipeFeed::PipeFeed(std::string name, UniqueFd fd, FeedPace pace, FeedJournal::OnNote on_note)
    : path_(name.starts_with("fd:") ? "" : name),
      pace_(pace),
      journal_(std::move(name), std::move(on_note), Clock::now()),
      fd_(std::move(fd)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  widen_pipe();
  reader_ = std::thread([this] { run(); });
}

PipeFeed::~PipeFeed() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake();
  reader_.join();
}

// --- the taker's side --------------------------------------------------------------------------

bool PipeFeed::take(Frame& frame) {
  const std::scoped_lock lock(mutex_);
  return take_posted(frame);
}

FrameFeed::Outcome PipeFeed::wait(Frame& frame) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return has_posted_ || interrupted_ || ended_; });
  if (interrupted_) {
    return Outcome::kInterrupted;
  }
  return take_posted(frame) ? Outcome::kFrame : Outcome::kEnd;
}

bool PipeFeed::take_posted(Frame& frame) {
  if (!has_posted_) {
    return false;
  }
  std::swap(frame, posted_);
  has_posted_ = false;
  if (pace_ == FeedPace::kEvery) {
    wake();
  }
  return true;
}

void PipeFeed::interrupt() {
  const std::scoped_lock lock(mutex_);
  interrupted_ = true;
  changed_.notify_all();
}

void PipeFeed::resume() {
  const std::scoped_lock lock(mutex_);
  interrupted_ = false;
}

void PipeFeed::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_.get(), &one, sizeof one);
}

bool PipeFeed::stopping() {
  const std::scoped_lock lock(mutex_);
  return stopping_;
}

bool PipeFeed::must_wait_for_taker() {
  const std::scoped_lock lock(mutex_);
  return pace_ == FeedPace::kEvery && has_posted_;
}

// --- the reader thread -------------------------------------------------------------------------

void PipeFeed::run() {
  while (!stopping() && !over_) {
    if (deliver()) {
      read_some();
      journal_.silence(Clock::now());
    } else {
      poll_for_bytes(-1);
      journal_.excuse(Clock::now());
    }
  }
  const std::scoped_lock lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

void PipeFeed::read_some() {
  if (poll_for_bytes(fd_.get())) {
    read_once();
  } else if (!path_.empty() && (!fd_ || fifo_was_replaced())) {
    reopen();
  }
}

bool PipeFeed::poll_for_bytes(int fd) const {
  std::array<pollfd, 2> fds{pollfd{wake_.get(), POLLIN, 0}, pollfd{fd, POLLIN, 0}};
  ::poll(fds.data(), fds.size(), kTickMs);
  if (fds[0].revents != 0) {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(wake_.get(), &count, sizeof count);
  }
  return fds[1].revents != 0;
}

void PipeFeed::read_once() {
  const auto space = parser_.space();
  // Never blocks: poll has just said that there is something, and nobody else reads.
  const ssize_t count = ::read(fd_.get(), space.data(), space.size());
  if (count > 0) {
    parser_.advance(static_cast<std::size_t>(count));
  } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
    writer_has_gone();
  }
}

bool PipeFeed::deliver() {
  while (!must_wait_for_taker()) {
    switch (parser_.next()) {
      case FrameParser::Step::kMore:
        return true;
      case FrameParser::Step::kBroken:
        journal_.broken(parser_.error(), Clock::now());
        break;
      case FrameParser::Step::kFrame:
        journal_.frame(parser_.frame().width, parser_.frame().height, Clock::now());
        post(parser_.frame());
        break;
    }
  }
  return false;
}

void PipeFeed::post(Frame& frame) {
  const std::scoped_lock lock(mutex_);
  std::swap(frame, posted_);
  has_posted_ = true;
  changed_.notify_all();
}

void PipeFeed::writer_has_gone() {
  const auto [bytes, of] = parser_.progress();
  const std::string in_the_middle = " in the middle of a frame (after " + std::to_string(bytes) +
                                    " of " + std::to_string(of) + " bytes)";
  journal_.gone(bytes == 0 ? "" : in_the_middle, path_.empty(), Clock::now());
  if (path_.empty()) {
    over_ = true;
  } else {
    reopen();
  }
}

void PipeFeed::reopen() {
  parser_.restart();
  // Before the old one is closed: a writer that has come in the meantime never sees a FIFO without
  // a reader, which would end it.
  UniqueFd next(::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (next && (::fstat(next.get(), &status) != 0 || !S_ISFIFO(status.st_mode))) {
    next.reset();
  }
  fd_ = std::move(next);
  widen_pipe();
}

void PipeFeed::widen_pipe() const {
  ::fcntl(fd_.get(), F_SETPIPE_SZ, kPipeBytes);  // not a pipe, or over the user's share: no harm
}

bool PipeFeed::fifo_was_replaced() const {
  struct stat ours {};
  struct stat theirs {};
  return !path_.empty() && ::fstat(fd_.get(), &ours) == 0 && ::stat(path_.c_str(), &theirs) == 0 &&
         S_ISFIFO(theirs.st_mode) && (ours.st_ino != theirs.st_ino || ours.st_dev != theirs.st_dev);
}

}  // namespace gimbal
