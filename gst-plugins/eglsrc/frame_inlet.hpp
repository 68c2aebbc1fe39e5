// Where frames of another process come in: the property `frames` of eglsrc, followed.
#pragma once

#include <gst/gst.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "lib/frames/frame_feed.hpp"

namespace gimbal {

/// One streaming thread follows and takes; any thread may interrupt it or ask for the facts.
class FrameInlet {
 public:
  /// Opens the feed at `address`, if that is not the one that is open; none where it is empty. Its
  /// notes become warning and info messages of `element`, which outlives the feed.
  std::optional<Error> follow(GstElement* element, const std::string& address, FeedPace pace);
  void close();

  /// kNewest: sees at once whether there is a newer frame. kEvery: waits for the next one.
  FrameFeed::Outcome advance();

  /// The frame that the last `advance` has got; null where there was none.
  const Frame* frame() const { return has_frame_ ? &frame_ : nullptr; }

  /// Ends a wait and makes the next ones fail, until `resume`.
  void interrupt();
  void resume();

  /// Empty where no feed is open.
  std::optional<FeedJournal::Facts> facts() const;

 private:
  void replace(std::unique_ptr<FrameFeed> next);

  // Streaming thread only.
  std::string address_;
  FeedPace pace_ = FeedPace::kNewest;
  Frame frame_;
  bool has_frame_ = false;

  // Before the feed's own, which are leaves; after the element's object lock.
  mutable std::mutex mutex_;
  // Replaced by the streaming thread under mutex_, but destroyed outside: that waits for a thread
  // which may be posting a message.
  std::unique_ptr<FrameFeed> feed_;
  bool interrupted_ = false;  // under mutex_
};

}  // namespace gimbal
