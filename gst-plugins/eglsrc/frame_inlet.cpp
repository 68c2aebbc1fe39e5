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

void FrameInlet::choose(const std::string& address) {
  const std::scoped_lock lock(mutex_);
  chosen_ = address;
  hold_or_release();
}

Result<FrameFeed::Outcome> FrameInlet::advance(GstElement* element, FeedPace pace) {
  for (;;) {
    if (auto error = follow(element, pace)) {
      return *error;
    }
    const auto outcome = take();
    if (outcome != FrameFeed::Outcome::kInterrupted || is_interrupted()) {
      return outcome;
    }
  }
}

std::optional<Error> FrameInlet::follow(GstElement* element, FeedPace pace) {
  const std::string address = chosen();
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
    replace(std::move(*feed), address);
  }
  pace_ = pace;
  return std::nullopt;
}

FrameFeed::Outcome FrameInlet::take() {
  has_frame_ = false;
  while (feed_) {
    if (pace_ == FeedPace::kEvery) {
      if (const auto outcome = feed_->wait(frame_); outcome != FrameFeed::Outcome::kFrame) {
        return outcome;
      }
    } else if (!feed_->take(frame_)) {
      break;
    }
    const auto refused = classes_.admit(frame_.boxes);
    if (!refused) {
      has_frame_ = true;
      break;
    }
    feed_->refuse(refused->text);
  }
  return FrameFeed::Outcome::kFrame;
}

void FrameInlet::close() {
  replace(nullptr, "");
  has_frame_ = false;
}

void FrameInlet::interrupt() {
  const std::scoped_lock lock(mutex_);
  interrupted_ = true;
  hold_or_release();
}

void FrameInlet::resume() {
  const std::scoped_lock lock(mutex_);
  interrupted_ = false;
  hold_or_release();
}

std::optional<FeedJournal::Facts> FrameInlet::facts() const {
  const std::scoped_lock lock(mutex_);
  return feed_ ? std::optional(feed_->facts()) : std::nullopt;
}

bool FrameInlet::is_interrupted() const {
  const std::scoped_lock lock(mutex_);
  return interrupted_;
}

std::string FrameInlet::chosen() const {
  const std::scoped_lock lock(mutex_);
  return chosen_;
}

void FrameInlet::replace(std::unique_ptr<FrameFeed> next, const std::string& address) {
  const std::scoped_lock lock(mutex_);
  std::swap(feed_, next);
  address_ = address;
  hold_or_release();
}  // `next`, which is the old one now, outlives the lock: parameters are destroyed last

void FrameInlet::hold_or_release() {
  if (!feed_) {
    return;
  }
  if (interrupted_ || address_ != chosen_) {
    feed_->interrupt();
  } else {
    feed_->resume();
  }
}

}  // namespace gimbal
