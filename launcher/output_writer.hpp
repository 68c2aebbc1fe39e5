// Writes a stream to a descriptor, whole units only, without ever hanging on to a reader that left.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

namespace gimbal {

/// One thread writes; any thread interrupts. The descriptor may be a pipe, a socket or a file, and
/// is not switched to non-blocking mode, which whoever shares it would notice.
class OutputWriter {
 public:
  /// A unit is a frame with all that belongs to it: it is written whole or, as long as nothing of
  /// it has been written, not at all.
  using Unit = std::vector<std::span<const std::uint8_t>>;

  enum class Outcome {
    kWritten,
    kInterrupted,  ///< before the unit, or in it where the reader did not take the rest in time
    kReaderGone,
    kFailed,  ///< see `error_number`
  };

  OutputWriter();
  ~OutputWriter();
  OutputWriter(const OutputWriter&) = delete;
  OutputWriter& operator=(const OutputWriter&) = delete;

  /// Waits for the reader as long as it takes.
  Outcome write(int fd, const Unit& unit);

  /// Ends a wait, and makes writes fail until `resume`. A unit that has been begun gets another
  /// 100 ms to be finished.
  void interrupt();
  void resume();

  /// True while a write waits for the reader.
  bool waits() const { return waits_; }
  int error_number() const { return error_number_; }

 private:
  Outcome write_part(int fd, std::span<const std::uint8_t> part, bool& begun);
  Outcome await_room(int fd, bool begun);

  int wake_;  // an event descriptor, readable once interrupted
  std::atomic<bool> interrupted_ = false;
  std::atomic<bool> waits_ = false;
  std::atomic<int> error_number_ = 0;
};

}  // namespace gimbal
