// PipeFeed: frames that come through a FIFO or an inherited descriptor.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "lib/base/unique_fd.hpp"
#include "lib/frames/frame_feed.hpp"
#include "lib/frames/frame_parser.hpp"

namespace gimbal {

/// A thread of its own reads, so that the writer is never held up by who draws, nor the other way
/// round: three frames go round between the parser, the letter box and the taker.
class PipeFeed : public FrameFeed {
 public:
  /// `name`: how the user calls the feed; `fd:…` or the path of the FIFO, which is opened again for
  /// each new writer. `fd`: its reading end.
  PipeFeed(std::string name, UniqueFd fd, FeedPace pace, FeedJournal::OnNote on_note);
  PipeFeed(const PipeFeed&) = delete;
  PipeFeed& operator=(const PipeFeed&) = delete;
  ~PipeFeed() override;

  bool take(Frame& frame) override;
  Outcome wait(Frame& frame) override;
  void refuse(std::string_view why) override { journal_.broken(why, FeedJournal::Clock::now()); }
  void interrupt() override;
  void resume() override;
  FeedJournal::Facts facts() const override { return journal_.facts(); }

 private:
  // --- the reader thread ---
  void run();
  void read_some();
  /// True when there is something to read from `fd`; false after a while, or when woken up.
  bool poll_for_bytes(int fd) const;
  void read_once();
  /// Hands on every whole frame that has come. False where the one before must be taken first.
  bool deliver();
  void post(Frame& frame);
  void writer_has_gone();
  /// Opens the FIFO for its next writer; where it is gone, it is looked for again later.
  void reopen();
  void widen_pipe() const;
  bool fifo_was_replaced() const;

  void wake() const;
  bool stopping();
  bool must_wait_for_taker();

  /// Under `mutex_`.
  bool take_posted(Frame& frame);

  const std::string path_;  // empty for a descriptor, which can not be opened again
  const FeedPace pace_;
  FeedJournal journal_;

  // Reader thread only.
  UniqueFd fd_;
  FrameParser parser_;
  bool over_ = false;  // nothing will ever come again

  UniqueFd wake_;     // an eventfd that ends the reader's poll
  std::mutex mutex_;  // a leaf, for what follows
  std::condition_variable changed_;
  Frame posted_;
  bool has_posted_ = false;
  bool interrupted_ = false;
  bool stopping_ = false;
  bool ended_ = false;

  std::thread reader_;  // the last to be made, the first to end
};

}  // namespace gimbal
