// What a feed of frames has to say: each event once, and no storm of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace gimbal {

enum class FeedState {
  kWaiting,  ///< no frame has come yet
  kFlowing,  ///< frames come
  kStalled,  ///< no new frame for a while, though nobody said goodbye
  kGone,     ///< the writer closed its end, or died
};

/// "waiting", "flowing", "stalled", "gone".
const char* to_string(FeedState state);

struct FeedNote {
  bool warning = false;  ///< else it is good news
  std::string text;      ///< one line for the user
};

/// Follows what happens to a feed and says what changes. Safe to use from several threads. The time
/// is given, so that it can be tested.
class FeedJournal {
 public:
  using Clock = std::chrono::steady_clock;
  using OnNote = std::function<void(const FeedNote&)>;

  /// How long a feed may be silent before that is said. Where a slow writer's pauses turn out to be
  /// longer, twice the longest one, but no more than `kLongestPatience`: a writer that hung for a
  /// night must not get another night.
  static constexpr Clock::duration kPatience = std::chrono::seconds(2);
  static constexpr Clock::duration kLongestPatience = std::chrono::seconds(30);
  /// Notes of one kind that may follow each other at once; then one more each `kNoteInterval`.
  static constexpr int kNoteBurst = 5;
  static constexpr Clock::duration kNoteInterval = std::chrono::seconds(10);

  /// `name` is how the user calls the feed. `on_note` is called on the thread that told us the
  /// event, with no lock held.
  FeedJournal(std::string name, OnNote on_note, Clock::time_point now);

  /// A whole frame has come.
  void frame(int width, int height, Clock::time_point now);
  /// None has, up to now.
  void silence(Clock::time_point now);
  /// The silence up to now was our own doing.
  void excuse(Clock::time_point now);
  /// Another writer has taken the place of the one before, whose pauses say nothing of it.
  void another_writer(Clock::time_point now);
  /// The writer has gone. `detail` says more, or is empty. `for_good`: no other one can come.
  void gone(std::string_view detail, bool for_good, Clock::time_point now);
  /// What came is not a frame.
  void broken(std::string_view why, Clock::time_point now);

  struct Facts {
    FeedState state = FeedState::kWaiting;
    std::uint64_t frames = 0;  ///< whole frames that came
    std::uint64_t broken = 0;  ///< times that something else came
  };
  Facts facts() const;

 private:
  enum class Kind { kFlowing, kSilence, kGone, kBroken };

  /// One kind's allowance of notes, and what it did not get said.
  struct Allowance {
    int left = kNoteBurst;
    Clock::time_point since;
    int untold = 0;
  };

  std::string what_is_shown() const;
  /// Ends in `on_note_`, where the allowance permits; gives up `lock`.
  void say(std::unique_lock<std::mutex> lock, Kind kind, std::string text, Clock::time_point now);

  const std::string name_;
  const OnNote on_note_;
  mutable std::mutex mutex_;  // a leaf: nothing is called or locked under it
  Facts facts_;
  bool silence_said_ = false;
  Clock::time_point last_frame_;
  Clock::duration patience_ = kPatience;
  std::map<Kind, Allowance> allowances_;
};

}  // namespace gimbal
