// The file that a detector keeps overwriting: what it holds, once that is whole.
#pragma once

#include <sys/stat.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "lib/base/result.hpp"
#include "lib/codec/tracking_reader.hpp"

namespace gimbal {

/// Looks at the path each time, so that a file put in its place by rename is noticed too. A file is
/// whole if it can be read from its beginning to its end and is not changed meanwhile; of one that
/// is not, its writer may be in the middle.
class DetectorFile {
 public:
  enum class Why {
    kChance,  ///< some time has passed
    kPaused,  ///< it was written to, and its writer has paused, or does not
    kClosed,  ///< its writer has closed it, or put it in its place
  };
  enum class State {
    kUnchanged,
    kMissing,
    kUnfinished,  ///< look again
    kWhole,       ///< told once for each time that it is written
    kNonsense,    ///< likewise
  };
  struct Look {
    State state = State::kUnchanged;
    std::string text;  ///< what it holds, or why that cannot be read
  };

  /// `source`: what the format needs to know of the video.
  DetectorFile(std::string path, TrackingFormat format, const TrackingSource& source);

  Look look(Why why);

  /// What is there is not told of if it was last written before `oldest`: true then.
  bool pass_over(std::chrono::system_clock::time_point oldest);

  /// The latest look was not told of: one that finds the same is.
  void take_back() { told_.reset(); }

 private:
  using Identity = std::array<std::int64_t, 5>;  // device, inode, size, time of change (s, ns)

  static Identity identity_of(const struct stat& info);
  Look judge(Why why, const Identity& identity, std::string text);
  bool is_final(Why why, const Identity& identity) const;
  Look nonsense(Why why, const Identity& identity, const std::string& reason);

  std::string path_;
  TrackingReader reader_;
  std::optional<Identity> told_;
  std::string told_text_;
  std::optional<Identity> seen_;  // unfinished at the latest look by chance
};

}  // namespace gimbal
