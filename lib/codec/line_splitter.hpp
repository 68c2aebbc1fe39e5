// Cuts a stream of bytes into lines, with a bound on how long a line may be.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace gimbal {

class LineSplitter {
 public:
  /// A line longer than `max_line` bytes is skipped to its end and reported as too long.
  explicit LineSplitter(std::size_t max_line) : max_line_(max_line) {}

  using OnLine = std::function<void(std::string_view line)>;
  using OnTooLong = std::function<void()>;

  /// Calls back for each line that `bytes` completes, in order, without its newline.
  void feed(std::string_view bytes, const OnLine& on_line, const OnTooLong& on_too_long);

 private:
  std::size_t max_line_;
  std::string pending_;
  bool skipping_ = false;
};

}  // namespace gimbal
