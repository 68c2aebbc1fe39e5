// A detector's messages of a file, each given out shortly before the video comes to it.
#pragma once

#include <sys/types.h>

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/unique_fd.hpp"
#include "lib/codec/message_splitter.hpp"
#include "lib/codec/tracking_reader.hpp"

namespace gimbal {

/// Messages of up to kMaxTrackingMessage bytes, in any format. One whose first record has a time in
/// PTS waits for it, with all that stand behind it; another one is given out when those before it
/// are.
class TrackingFile {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_message(std::string_view message) = 0;
    /// A message has more than kMaxTrackingMessage bytes, and is left out.
    virtual void on_long_message() = 0;
    /// The file ends here for now; `reason` is the system's.
    virtual void on_unreadable(const std::string& reason) = 0;
  };

  /// `ahead`: seconds by which a record is given out before its time.
  TrackingFile(UniqueFd file, TrackingFormat format, double ahead, Listener& listener)
      : file_(std::move(file)), format_(format), ahead_(ahead), listener_(listener) {}

  /// What the messages leave unsaid, their frame rate above all. Before `advance`.
  void set_source(const TrackingSource& source) { reader_.set_source(source); }

  /// The video has come to `pts`, in seconds. Where that is not later than what was said last, it
  /// has gone back, and the file begins again.
  void advance(double pts);

  /// Whoever was given messages has forgotten them.
  void begin_again();

 private:
  bool next_is_due(double pts);
  bool read_message();
  void read_piece();
  double time_of(const std::string& message);

  UniqueFd file_;
  TrackingFormat format_;
  double ahead_;
  Listener& listener_;
  TrackingReader reader_{format_};  // for the times; the camera reads for itself
  std::optional<double> last_;      // of `advance`
  std::string next_;                // read, but not due yet; empty for none
  double next_time_ = 0;

  MessageSplitter splitter_;
  std::deque<std::string> messages_;  // behind `next_`
  off_t offset_ = 0;                  // of what has not been read
  bool ended_ = false;
};

}  // namespace gimbal
