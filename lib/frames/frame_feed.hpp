// FrameFeed: the frames of another process, over a pipe or through shared memory.
#pragma once

#include <memory>
#include <string_view>

#include "lib/base/result.hpp"
#include "lib/frames/feed_journal.hpp"
#include "lib/frames/frame.hpp"

namespace gimbal {

/// Which frames a feed hands on.
enum class FeedPace {
  kNewest,  ///< the newest there is; those it overtakes are lost
  kEvery,   ///< each in its turn: a pipe's writer waits until its frame is taken
};

/// One thread takes frames; any thread may interrupt it or ask for the facts.
class FrameFeed {
 public:
  virtual ~FrameFeed() = default;

  /// Swaps a whole frame that was not taken yet into `frame`, whose memory is used again. False
  /// where there is none, at once: a writer can not hold up who draws.
  virtual bool take(Frame& frame) = 0;

  enum class Outcome {
    kFrame,
    kInterrupted,
    kEnd,  ///< no frame will ever come again
  };
  /// The same, but waits for a frame.
  virtual Outcome wait(Frame& frame) = 0;

  /// The frame that was taken last can not be shown after all: counted and said as broken.
  virtual void refuse(std::string_view why) = 0;

  /// Ends a wait and makes the next ones fail, until `resume`.
  virtual void interrupt() = 0;
  virtual void resume() = 0;

  virtual FeedJournal::Facts facts() const = 0;
};

/// The feed at `address`: the path of a FIFO, `fd:N` for an inherited descriptor, `shm:/NAME` or
/// the path of a file for shared memory (docs/frames.md). Whatever has no writer yet is waited for;
/// only what can never work is an error. `on_note` is called until the feed is destroyed, on a
/// thread of the feed's or on the one that takes frames.
Result<std::unique_ptr<FrameFeed>> open_frame_feed(std::string_view address, FeedPace pace,
                                                   FeedJournal::OnNote on_note);

}  // namespace gimbal
