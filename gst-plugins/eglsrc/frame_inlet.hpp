// Where frames of another process come in: the property `frames` of eglsrc, followed.
#pragma once

#include <gst/gst.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "gst-plugins/common/box_classes.hpp"
#include "lib/frames/frame_feed.hpp"

namespace gimbal {

/// One streaming thread takes frames; any thread may choose where they come from, interrupt it or
/// ask for the facts.
class FrameInlet {
 public:
  /// Frames come from `address` from now on; from nowhere where it is empty. A wait for another
  /// address's frame ends.
  void choose(const std::string& address);

  /// Opens the feed of the chosen address, if that is not the one that is open, and takes a frame.
  /// kNewest: sees at once whether there is a newer one. kEvery: waits for the next one. The feed's
  /// notes become warning and info messages of `element`, which outlives it. The error says why the
  /// address can never work.
  Result<FrameFeed::Outcome> advance(GstElement* element, FeedPace pace);

  /// The frame that the last `advance` has got; null where there was none.
  const Frame* frame() const { return has_frame_ ? &frame_ : nullptr; }

  void close();

  /// Ends a wait and makes the next ones fail, until `resume`.
  void interrupt();
  void resume();

  /// Empty where no feed is open.
  std::optional<FeedJournal::Facts> facts() const;

 private:
  std::optional<Error> follow(GstElement* element, FeedPace pace);
  FrameFeed::Outcome take();
  bool is_interrupted() const;
  std::string chosen() const;
  void replace(std::unique_ptr<FrameFeed> next, const std::string& address);
  /// A feed's wait fails while the streaming thread is told to stop, and while it has to open
  /// another feed first. Under mutex_.
  void hold_or_release();

  // Streaming thread only.
  FeedPace pace_ = FeedPace::kNewest;
  Frame frame_;
  bool has_frame_ = false;
  BoxClasses classes_;

  // For what follows. Before the feed's own, which are leaves; after the element's object lock.
  mutable std::mutex mutex_;
  // Replaced by the streaming thread under mutex_, but destroyed outside: that waits for a thread
  // which may be posting a message.
  std::unique_ptr<FrameFeed> feed_;
  std::string address_;  // of feed_; written by the streaming thread only
  std::string chosen_;
  bool interrupted_ = false;
};

}  // namespace gimbal
