// RingFeed: frames that another process leaves in shared memory.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>

#include "lib/base/unique_fd.hpp"
#include "lib/frames/frame_feed.hpp"
#include "lib/frames/frame_format.hpp"

namespace gimbal {

/// Copies the newest whole frame when it is asked for, once, and looks then whether its slot was
/// written to meanwhile: what was is thrown away. No thread.
///
/// The file is read, not mapped: a writer that cuts it short, as one that starts anew may, would
/// end a process that has it mapped (SIGBUS). A read of it comes back short.
class RingFeed : public FrameFeed {
 public:
  /// `name`: how the user calls the feed; `path`: the file, which need not be there yet.
  RingFeed(std::string name, std::string path, FeedJournal::OnNote on_note);

  bool take(Frame& frame) override;
  Outcome wait(Frame& frame) override;
  void refuse(std::string_view why) override { journal_.broken(why, FeedJournal::Clock::now()); }
  void interrupt() override;
  void resume() override;
  FeedJournal::Facts facts() const override { return journal_.facts(); }

 private:
  enum class Read {
    kFrame,
    kNothing,      ///< new, or not all there yet
    kOverwritten,  ///< while it was read: there is a newer one
    kBroken,
  };

  bool take_newest(Frame& frame);
  // Into spare_; kBroken with fault_ set.
  Read read_newest();
  Read read_slot(const RingHeader& ring);
  Read read_frame(std::uint64_t offset, std::uint64_t room);
  Read read_boxes(int count, std::uint64_t offset);
  Read fault(std::string text);
  /// Once for each frame, and once for what is wrong with the file, however often it is looked at.
  void say_fault();
  /// 0 where the file does not reach that far.
  std::uint64_t number_at(std::uint64_t offset) const;
  bool read_at(std::uint64_t offset, std::span<std::uint8_t> bytes) const;
  /// Opens the file, or the one that has taken its place. False where there is no other one.
  bool follow_path();

  const std::string path_;
  FeedJournal journal_;

  // Taker only.
  UniqueFd fd_;
  Frame spare_;                    // read into, and swapped for the taker's when whole
  std::uint64_t last_number_ = 0;  // of the frame that was taken last, or was found broken
  std::string fault_;
  std::string last_fault_;               // said already
  std::uint64_t last_fault_number_ = 0;  // last_number_ as it was said

  std::mutex mutex_;  // a leaf
  std::condition_variable changed_;
  bool interrupted_ = false;
};

}  // namespace gimbal
