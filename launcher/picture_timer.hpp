// For how long no picture has come, and how long that may be.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace gimbal {

/// Of one pipeline after the other. Times are of any clock that never jumps.
class PictureTimer {
 public:
  using Time = std::chrono::microseconds;

  /// `first`: for the first picture of a pipeline, `next`: between two. 0 waits for ever.
  PictureTimer(std::chrono::seconds first, std::chrono::seconds next)
      : first_limit_(first), next_limit_(next) {}

  /// A pipeline begins; its first picture is awaited.
  void begin(Time now);
  /// The pipeline has made so many pictures by now. Where nobody takes them, none is `awaited`.
  void note(std::uint64_t pictures, bool awaited, Time now);
  /// Pictures are awaited from now on.
  void restart(Time now) { since_ = now; }

  /// This pipeline has made one.
  bool has_picture() const { return pictures_ > 0; }
  /// It has brought pictures for so long that a failure would be a new one. Where `note` is called
  /// once a second, that is ten seconds.
  bool is_well() const { return notes_with_picture_ >= 10; }

  /// False where there is no limit now.
  bool has_limit() const { return limit().count() > 0; }
  /// Until the limit is passed; not above 0 where it has been.
  std::chrono::milliseconds left(Time now) const;
  /// What is wrong then: "no picture came within 10 seconds."
  std::string problem() const;

 private:
  std::chrono::seconds limit() const { return has_picture() ? next_limit_ : first_limit_; }

  std::chrono::seconds first_limit_;
  std::chrono::seconds next_limit_;
  std::uint64_t pictures_ = 0;
  int notes_with_picture_ = 0;
  Time since_{0};  // the last picture, or the last reason to have none
};

}  // namespace gimbal
