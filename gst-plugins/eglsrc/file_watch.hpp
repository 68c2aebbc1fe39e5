// Notices that the file at a path is not what it was.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace gimbal {

/// Looks at the path each time, so that a file put in its place by rename is noticed too.
class FileWatch {
 public:
  /// From here on changes are noticed.
  explicit FileWatch(std::string path);

  /// True once for each change, and only when the file was the same at the last call: an editor
  /// that is in the middle of writing is left to finish. A file that is gone is not a change.
  bool changed();

 private:
  using Identity = std::array<std::int64_t, 5>;  // device, inode, size, time of change (s, ns)

  Identity look() const;

  std::string path_;
  Identity known_;
  Identity last_;
};

}  // namespace gimbal
