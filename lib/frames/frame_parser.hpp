// Cuts a stream of bytes into frames.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/frames/frame.hpp"
#include "lib/frames/frame_format.hpp"

namespace gimbal {

/// Write bytes to `space`, say how many with `advance`, then ask `next` until it wants more. Pixels
/// are written straight to where they stay.
///
/// A frame counts only once its end mark has been seen: the beginning of one writer's frame with
/// that of another behind it is not a picture. After bytes that are no frame the parser looks for
/// the next header by itself.
class FrameParser {
 public:
  enum class Step {
    kMore,    ///< write more bytes
    kFrame,   ///< `frame` is whole
    kBroken,  ///< `error` says what is wrong; said once until the next whole frame
  };

  /// Where the next bytes belong; not empty. Only after `next` has said kMore.
  std::span<std::uint8_t> space();
  void advance(std::size_t count);
  Step next();

  /// After kFrame: the caller may swap it for another one, whose memory is then used.
  Frame& frame() { return frame_; }
  const std::string& error() const { return error_; }

  /// How far the frame is whose header has been read; both 0 between frames.
  struct Progress {
    std::size_t bytes = 0;
    std::size_t of = 0;
  };
  Progress progress() const;

  /// Forgets what has come so far: another writer begins.
  void restart();

 private:
  enum class Stage { kHeader, kBoxes, kPixels, kEnd };

  std::size_t pending() const { return end_ - begin_; }
  /// The next `count` bytes, which have come.
  template <std::size_t Count>
  std::span<const std::uint8_t, Count> pending_bytes() const {
    return std::span<const std::uint8_t, Count>(scratch_.data() + begin_, Count);
  }
  std::string_view pending_text() const;

  // Each does what its stage can with what has come; empty where the next stage follows.
  std::optional<Step> read_stage();
  std::optional<Step> read_header();
  std::optional<Step> read_boxes();
  std::optional<Step> read_pixels();
  std::optional<Step> read_end();
  /// Back to looking for a header. Empty where the fault was said already.
  std::optional<Step> broken(std::string why);
  void skip_to_magic();

  /// As much as a pipe holds by default.
  std::array<std::uint8_t, 64 * 1024> scratch_;
  std::size_t begin_ = 0;  // what has come and was not yet looked at: scratch_[begin_, end_)
  std::size_t end_ = 0;

  Stage stage_ = Stage::kHeader;
  bool searching_ = false;  // since bytes that are no frame, until the next whole frame
  FrameHeader header_;
  std::size_t filled_ = 0;  // bytes of frame_.pixels
  Frame frame_;
  std::string error_;
};

}  // namespace gimbal
