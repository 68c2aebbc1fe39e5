// Cuts a stream of JPEG pictures that follow each other (what `--format mjpeg` writes) into
// pictures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace gimbal {

/// Follows the marker segments of ITU-T T.81, so that an end-of-image marker inside a segment (a
/// thumbnail, say) does not cut a picture in two. Bytes between pictures are skipped.
class JpegSplitter {
 public:
  using OnPicture = std::function<void(std::string_view jpeg)>;

  /// A picture larger than `max_bytes` is dropped, and the search goes on behind it.
  explicit JpegSplitter(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  /// Calls back for each picture that `bytes` completes, in order.
  void feed(std::string_view bytes, const OnPicture& on_picture);

 private:
  enum class State { kSearching, kMarker, kScan };
  enum class Step { kAdvanced, kNeedsMore, kPicture };

  Step step();
  Step find_start();
  Step read_marker();
  Step read_scan();
  void restart();

  std::size_t max_bytes_;
  std::string buffer_;
  std::size_t at_ = 0;  // everything before this offset has been looked at
  State state_ = State::kSearching;
};

}  // namespace gimbal
