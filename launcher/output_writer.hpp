// Writes a stream to a descriptor, whole units only, without ever hanging on to a reader that left.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace gimbal {

/// One thread writes; any thread interrupts. The descriptor may be a pipe, a socket or a file, and
/// is not switched to non-blocking mode, which whoever shares it would notice.
class OutputWriter {
 public:
  enum class Outcome {
    kWritten,
    kInterrupted,  ///< before the unit
    kBegun,        ///< interrupted in the unit, as the reader did not take the rest in time
    kReaderGone,
    kFailed,  ///< see `error_number`
  };

  OutputWriter();
  ~OutputWriter();
  OutputWriter(const OutputWriter&) = delete;
  OutputWriter& operator=(const OutputWriter&) = delete;

  /// Writes a unit, a frame with all that belongs to it, and waits for the reader as long as it
  /// takes. What an earlier call was interrupted in is written first: the reader gets whole units.
  Outcome write(int fd, std::span<const std::uint8_t> unit);

  /// There is another reader: the rest of a unit is not for him. Not while a write goes on.
  void forget_rest() { rest_.clear(); }

  /// Ends a wait, and makes writes fail until `resume`. A unit that has been begun gets another
  /// 100 ms to be finished.
  void interrupt();
  void resume();

  /// True while a write waits for the reader.
  bool waits() const { return waits_; }
  int error_number() const { return error_number_; }

 private:
  Outcome write_all(int fd, std::span<const std::uint8_t>& data, bool begun);
  Outcome await_room(int fd, bool begun);
  int milliseconds_to_finish();

  int wake_;  // an event descriptor, readable once interrupted
  std::vector<std::uint8_t> rest_;
  std::optional<std::chrono::steady_clock::time_point> finish_by_;
  std::atomic<bool> interrupted_ = false;
  std::atomic<bool> waits_ = false;
  std::atomic<int> error_number_ = 0;
};

}  // namespace gimbal
