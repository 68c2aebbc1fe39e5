#include "lib/frames/feed_journal.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace gimbal {

const char* to_string(FeedState state) {
  switch (state) {
    case FeedState::kWaiting:
      return "waiting";
    case FeedState::kFlowing:
      return "flowing";
    case FeedState::kStalled:
      return "stalled";
    case FeedState::kGone:
      break;
  }
  return "gone";
}

FeedJournal::FeedJournal(std::string name, OnNote on_note, Clock::time_point now)
    : name_(std::move(name)), on_note_(std::move(on_note)), last_frame_(now) {}

void FeedJournal::frame(int width, int height, Clock::time_point now) {
  std::unique_lock lock(mutex_);
  const bool first = facts_.frames == 0;
  const FeedState before = std::exchange(facts_.state, FeedState::kFlowing);
  ++facts_.frames;
  if (before == FeedState::kStalled) {
    patience_ = std::clamp(2 * (now - last_frame_), patience_, kLongestPatience);
  }
  last_frame_ = now;
  if (before != FeedState::kFlowing) {
    say(std::move(lock), Kind::kFlowing,
        "Frames of " + std::to_string(width) + "x" + std::to_string(height) + " come from " +
            name_ + (first ? "." : " again."),
        now);
  }
}

void FeedJournal::silence(Clock::time_point now) {
  std::unique_lock lock(mutex_);
  const bool waiting = facts_.state == FeedState::kWaiting;
  if (now - last_frame_ < patience_ || facts_.state == FeedState::kStalled ||
      facts_.state == FeedState::kGone || (waiting && silence_said_)) {
    return;
  }
  if (waiting) {
    silence_said_ = true;
    say(std::move(lock), Kind::kSilence,
        "No frame has come from " + name_ + " yet: the picture is black until a writer sends one.",
        now);
    return;
  }
  facts_.state = FeedState::kStalled;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - last_frame_).count();
  say(std::move(lock), Kind::kSilence,
      "No new frame has come from " + name_ + " for " + std::to_string(seconds) +
          " s: its last picture stays.",
      now);
}

void FeedJournal::excuse(Clock::time_point now) {
  const std::scoped_lock lock(mutex_);
  last_frame_ = now;
}

void FeedJournal::another_writer(Clock::time_point now) {
  const std::scoped_lock lock(mutex_);
  patience_ = kPatience;
  last_frame_ = now;
}

void FeedJournal::gone(std::string_view detail, bool for_good, Clock::time_point now) {
  std::unique_lock lock(mutex_);
  if (std::exchange(facts_.state, FeedState::kGone) == FeedState::kGone && detail.empty()) {
    return;  // it came and went without a word
  }
  patience_ = kPatience;
  say(std::move(lock), Kind::kGone,
      "The writer of " + name_ + " has gone" + std::string(detail) + ": " + what_is_shown() +
          (for_good ? "." : " until another one comes."),
      now);
}

void FeedJournal::broken(std::string_view why, Clock::time_point now) {
  std::unique_lock lock(mutex_);
  ++facts_.broken;
  say(std::move(lock), Kind::kBroken,
      "What came from " + name_ + " is not a frame: " + std::string(why) + ". It was skipped; " +
          what_is_shown() + " until a whole frame comes.",
      now);
}

FeedJournal::Facts FeedJournal::facts() const {
  const std::scoped_lock lock(mutex_);
  return facts_;
}

std::string FeedJournal::what_is_shown() const {
  return facts_.frames == 0 ? "the picture stays black" : "the last picture stays";
}

void FeedJournal::say(std::unique_lock<std::mutex> lock, Kind kind, std::string text,
                      Clock::time_point now) {
  Allowance& allowance = allowances_.try_emplace(kind, Allowance{kNoteBurst, now, 0}).first->second;
  const auto earned = (now - allowance.since) / kNoteInterval;
  allowance.since += earned * kNoteInterval;
  allowance.left = static_cast<int>(std::min<std::int64_t>(kNoteBurst, allowance.left + earned));
  if (allowance.left == 0) {
    ++allowance.untold;
    return;
  }
  --allowance.left;
  if (const int untold = std::exchange(allowance.untold, 0); untold > 0) {
    text += " (" + std::to_string(untold) + " more of this kind were not said.)";
  }
  lock.unlock();
  on_note_({kind != Kind::kFlowing, std::move(text)});
}

}  // namespace gimbal
