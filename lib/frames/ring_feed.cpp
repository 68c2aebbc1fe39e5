#include "lib/frames/ring_feed.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace gimbal {

namespace {

using Clock = FeedJournal::Clock;

constexpr int kTries = 4;  // against a writer that laps us while we copy
constexpr std::chrono::milliseconds kLookInterval(1);

}  // namespace

RingFeed::RingFeed(std::string name, std::string path, FeedJournal::OnNote on_note)
    : path_(std::move(path)), journal_(std::move(name), std::move(on_note), Clock::now()) {}

bool RingFeed::take(Frame& frame) {
  if (take_newest(frame)) {
    journal_.frame(frame.width, frame.height, Clock::now());
    return true;
  }
  journal_.silence(Clock::now());
  return false;
}

FrameFeed::Outcome RingFeed::wait(Frame& frame) {
  std::unique_lock lock(mutex_);
  while (!interrupted_) {
    lock.unlock();
    if (take(frame)) {
      return Outcome::kFrame;
    }
    lock.lock();
    // Nobody tells us of a new frame: memory has no way to.
    changed_.wait_for(lock, kLookInterval, [this] { return interrupted_; });
  }
  return Outcome::kInterrupted;
}

void RingFeed::interrupt() {
  const std::scoped_lock lock(mutex_);
  interrupted_ = true;
  changed_.notify_all();
}

void RingFeed::resume() {
  const std::scoped_lock lock(mutex_);
  interrupted_ = false;
}

bool RingFeed::take_newest(Frame& frame) {
  for (int i = 0; i < kTries; ++i) {
    const Read result = read_newest();
    if (result == Read::kFrame) {
      std::swap(frame, spare_);
      last_fault_.clear();
      return true;
    }
    if (result == Read::kBroken) {
      say_fault();
    }
    if (result != Read::kOverwritten && !follow_path()) {
      return false;
    }
  }
  return false;
}

RingFeed::Read RingFeed::read_newest() {
  struct stat status {};
  std::array<std::uint8_t, kRingHeaderBytes> bytes{};
  if (!fd_ || ::fstat(fd_.get(), &status) != 0 || !read_at(0, bytes) ||
      std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; })) {
    return Read::kNothing;  // its writer has not got that far yet
  }
  const auto ring = parse_ring_header(bytes, static_cast<std::uint64_t>(status.st_size));
  if (!ring) {
    return fault(ring.error());
  }
  if (ring->newest == 0) {
    last_number_ = 0;  // its writer has started anew
  }
  if (ring->newest == last_number_) {
    return Read::kNothing;
  }
  const Read result = read_slot(*ring);
  if (result == Read::kFrame || result == Read::kBroken) {
    last_number_ = ring->newest;
  }
  return result;
}

RingFeed::Read RingFeed::read_slot(const RingHeader& ring) {
  const std::uint64_t slot = ring.slot_offset(ring.newest);
  if (number_at(slot) != ring.newest) {
    return number_at(kRingNewestOffset) != ring.newest
               ? Read::kOverwritten
               : fault("the slot of frame " + std::to_string(ring.newest) +
                       " does not begin with that number");
  }
  const Read result = read_frame(slot + kSlotHeaderBytes, ring.slot_bytes - kSlotHeaderBytes);
  return number_at(slot) == ring.newest ? result : Read::kOverwritten;
}

RingFeed::Read RingFeed::read_frame(std::uint64_t offset, std::uint64_t room) {
  std::array<std::uint8_t, kFrameHeaderBytes> bytes{};
  if (!read_at(offset, bytes)) {
    return Read::kNothing;
  }
  const auto header = parse_frame_header(bytes);
  if (!header) {
    return fault(header.error());
  }
  const std::size_t total = kFrameHeaderBytes + header->box_bytes() + header->pixel_bytes();
  if (total > room) {
    return fault("it has " + std::to_string(total) + " bytes, too many for its slot, which has " +
                 std::to_string(room));
  }
  if (!spare_.pixels.resize(header->pixel_bytes())) {
    return fault("there is not enough memory for its pixels");
  }
  spare_.width = header->width;
  spare_.height = header->height;
  offset += kFrameHeaderBytes;
  if (const Read boxes = read_boxes(header->boxes, offset); boxes != Read::kFrame) {
    return boxes;
  }
  return read_at(offset + header->box_bytes(), {spare_.pixels.data(), spare_.pixels.size()})
             ? Read::kFrame
             : Read::kNothing;
}

RingFeed::Read RingFeed::read_boxes(int count, std::uint64_t offset) {
  spare_.boxes.clear();
  for (int i = 0; i < count; ++i, offset += kFrameBoxBytes) {
    std::array<std::uint8_t, kFrameBoxBytes> bytes{};
    if (!read_at(offset, bytes)) {
      return Read::kNothing;
    }
    auto box = parse_frame_box(bytes);
    if (!box) {
      return fault(box.error());
    }
    spare_.boxes.push_back(std::move(*box));
  }
  return Read::kFrame;
}

RingFeed::Read RingFeed::fault(std::string text) {
  fault_ = std::move(text);
  return Read::kBroken;
}

void RingFeed::say_fault() {
  if (last_fault_ == fault_ && last_fault_number_ == last_number_) {
    return;
  }
  last_fault_ = fault_;
  last_fault_number_ = last_number_;
  journal_.broken(fault_, Clock::now());
}

std::uint64_t RingFeed::number_at(std::uint64_t offset) const {
  // Neither before nor after what the program reads around it: the number guards that.
  std::atomic_thread_fence(std::memory_order_seq_cst);
  std::array<std::uint8_t, 8> bytes{};
  const bool there = read_at(offset, bytes);
  std::atomic_thread_fence(std::memory_order_seq_cst);
  return there ? load_u64(bytes) : 0;
}

bool RingFeed::read_at(std::uint64_t offset, std::span<std::uint8_t> bytes) const {
  while (!bytes.empty()) {
    const ssize_t count =
        ::pread(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count <= 0) {
      return false;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
  return true;
}

bool RingFeed::follow_path() {
  struct stat there {};
  struct stat ours {};
  if (::stat(path_.c_str(), &there) != 0 || !S_ISREG(there.st_mode)) {
    return false;
  }
  if (fd_ && ::fstat(fd_.get(), &ours) == 0 && ours.st_ino == there.st_ino &&
      ours.st_dev == there.st_dev) {
    return false;
  }
  fd_ = UniqueFd(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  last_number_ = 0;
  if (!fd_) {
    fault(std::string("its file cannot be read: ") + std::strerror(errno));
    say_fault();
    return false;
  }
  journal_.another_writer(Clock::now());
  return true;
}

}  // namespace gimbal
