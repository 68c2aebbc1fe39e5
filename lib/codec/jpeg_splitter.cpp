#include "lib/codec/jpeg_splitter.hpp"

namespace gimbal {

namespace {

constexpr char kMarkerPrefix = '\xff';
constexpr unsigned kStartOfImage = 0xd8;
constexpr unsigned kEndOfImage = 0xd9;
constexpr unsigned kStartOfScan = 0xda;

/// Markers that stand alone: TEM, RST0 to RST7, SOI.
bool has_no_segment(unsigned marker) {
  return marker == 0x01 || (marker >= 0xd0 && marker <= kStartOfImage);
}

}  // namespace

void JpegSplitter::feed(std::string_view bytes, const OnPicture& on_picture) {
  buffer_ += bytes;
  for (;;) {
    const Step done = step();
    if (done == Step::kPicture) {
      on_picture(std::string_view(buffer_).substr(0, at_));
      buffer_.erase(0, at_);
      restart();
    } else if (done == Step::kNeedsMore) {
      break;
    }
  }
  if (state_ != State::kSearching && buffer_.size() > max_bytes_) {
    buffer_.clear();
    restart();
  }
}

void JpegSplitter::restart() {
  at_ = 0;
  state_ = State::kSearching;
}

JpegSplitter::Step JpegSplitter::step() {
  switch (state_) {
    case State::kSearching:
      return find_start();
    case State::kMarker:
      return read_marker();
    case State::kScan:
      return read_scan();
  }
  return Step::kNeedsMore;
}

JpegSplitter::Step JpegSplitter::find_start() {
  const std::size_t start = buffer_.find("\xff\xd8");
  if (start == std::string::npos) {
    // The last byte may be the first half of the marker.
    const bool half = !buffer_.empty() && buffer_.back() == kMarkerPrefix;
    buffer_.assign(half ? 1 : 0, kMarkerPrefix);
    return Step::kNeedsMore;
  }
  buffer_.erase(0, start);
  at_ = 2;
  state_ = State::kMarker;
  return Step::kAdvanced;
}

JpegSplitter::Step JpegSplitter::read_marker() {
  if (buffer_.size() < at_ + 2) {
    return Step::kNeedsMore;
  }
  const unsigned marker = static_cast<unsigned char>(buffer_[at_ + 1]);
  if (buffer_[at_] != kMarkerPrefix) {
    buffer_.erase(0, at_);  // not a JPEG after all
    restart();
    return Step::kAdvanced;
  }
  if (marker == 0xff) {  // a fill byte
    ++at_;
    return Step::kAdvanced;
  }
  if (marker == kEndOfImage) {
    at_ += 2;
    return Step::kPicture;
  }
  if (has_no_segment(marker)) {
    at_ += 2;
    return Step::kAdvanced;
  }
  if (buffer_.size() < at_ + 4) {
    return Step::kNeedsMore;
  }
  const std::size_t length = static_cast<std::size_t>(static_cast<unsigned char>(buffer_[at_ + 2]))
                                 << 8 |
                             static_cast<unsigned char>(buffer_[at_ + 3]);
  if (buffer_.size() < at_ + 2 + length) {
    return Step::kNeedsMore;
  }
  at_ += 2 + length;
  state_ = marker == kStartOfScan ? State::kScan : State::kMarker;
  return Step::kAdvanced;
}

JpegSplitter::Step JpegSplitter::read_scan() {
  // In the coded data FF is followed by 00 (a stuffed byte) or by a restart marker.
  for (;;) {
    const std::size_t found = buffer_.find(kMarkerPrefix, at_);
    if (found == std::string::npos || found + 1 >= buffer_.size()) {
      at_ = found == std::string::npos ? buffer_.size() : found;
      return Step::kNeedsMore;
    }
    const unsigned marker = static_cast<unsigned char>(buffer_[found + 1]);
    at_ = found;
    if (marker != 0 && !has_no_segment(marker)) {
      state_ = State::kMarker;
      return Step::kAdvanced;
    }
    at_ += marker == kStartOfImage ? 0 : 2;
    if (marker == kStartOfImage) {  // the writer gave up on a picture and began another
      buffer_.erase(0, at_);
      restart();
      return Step::kAdvanced;
    }
  }
}

}  // namespace gimbal
