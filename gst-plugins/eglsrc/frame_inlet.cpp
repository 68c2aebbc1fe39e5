#include "gst-plugins/eglsrc/frame_inlet.hpp"

#include <utility>

namespace gimbal {

namespace {

void post_note(GstElement* element, const FeedNote& note) {
  if (note.warning) {
    GST_ELEMENT_WARNING(element, RESOURCE, READ, ("%s", note.text.c_str()), (nullptr));
  } else {
    // gst-launch-1.0 prints of an info message what is meant for debugging, and nothing else.
    GST_ELEMENT_INFO(element, RESOURCE, READ, ("%s", note.text.c_str()), ("%s", note.text.c_str()));
  }
}

}  // namespace

std::optional<Error> FrameInlet::follow(GstElement* element, const std::string& address,
                                        FeedPace pace) {
  if (address == address_ && pace == pace_) {
    return std::nullopt;
  }
  close();
  if (!address.empty()) {
    auto feed = open_frame_feed(address, pace,
                                [element](const FeedNote& note) { post_note(element, note); });
    if (!feed) {
      return Error{feed.error()};
    }
    replace(std::move(*feed));
  }
  address_ = address;
  pace_ = pace;
  return std::nullopt;
}

void FrameInlet::close() {
  replace(nullptr);
  address_.clear();
  has_frame_ = false;
}

FrameFeed::Outcome FrameInlet::advance() {
  has_frame_ = false;
  if (!feed_) {
    return FrameFeed::Outcome::kFrame;
  }
  if (pace_ == FeedPace::kNewest) {
    has_frame_ = feed_->take(frame_);
    return FrameFeed::Outcome::kFrame;
  }
  const auto outcome = feed_->wait(frame_);
  has_frame_ = outcome == FrameFeed::Outcome::kFrame;
  return outcome;
}

void FrameInlet::interrupt() {
  const std::scoped_lock lock(mutex_);
  interrupted_ = true;
  if (feed_) {
    feed_->interrupt();
  }
}

void FrameInlet::resume() {
  const std::scoped_lock lock(mutex_);
  interrupted_ = false;
  if (feed_) {
    feed_->resume();
  }
}

std::optional<FeedJournal::Facts> FrameInlet::facts() const {
  const std::scoped_lock lock(mutex_);
  return feed_ ? std::optional(feed_->facts()) : std::nullopt;
}

void FrameInlet::replace(std::unique_ptr<FrameFeed> next) {
  const std::scoped_lock lock(mutex_);
  if (next && interrupted_) {
    next->interrupt();
  }
  std::swap(feed_, next);
}  // `next`, which is the old one now, outlives the lock: parameters are destroyed last

}  // namespace gimbal
