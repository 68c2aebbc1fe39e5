#include "lib/frames/frame_parser.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace gimbal {

std::span<std::uint8_t> FrameParser::space() {
  if (stage_ == Stage::kPixels && pending() == 0) {
    return std::span(frame_.pixels.data(), frame_.pixels.size()).subspan(filled_);
  }
  std::memmove(scratch_.data(), scratch_.data() + begin_, pending());
  end_ = pending();
  begin_ = 0;
  return std::span(scratch_).subspan(end_);
}

void FrameParser::advance(std::size_t count) {
  if (stage_ == Stage::kPixels && pending() == 0) {
    filled_ += count;
  } else {
    end_ += count;
  }
}

FrameParser::Step FrameParser::next() {
  std::optional<Step> outcome;
  while (!outcome) {
    outcome = read_stage();
  }
  return *outcome;
}

FrameParser::Progress FrameParser::progress() const {
  if (stage_ == Stage::kHeader) {
    return searching_ || pending() == 0 ? Progress{} : Progress{pending(), kFrameHeaderBytes};
  }
  return {kFrameHeaderBytes + frame_.boxes.size() * kFrameBoxBytes + filled_ + pending(),
          kFrameHeaderBytes + header_.box_bytes() + header_.pixel_bytes() + kEndMark.size()};
}

void FrameParser::restart() {
  begin_ = end_ = 0;
  stage_ = Stage::kHeader;
  searching_ = false;
  filled_ = 0;
}

std::string_view FrameParser::pending_text() const {
  return {reinterpret_cast<const char*>(scratch_.data()) + begin_, pending()};
}

std::optional<FrameParser::Step> FrameParser::read_stage() {
  switch (stage_) {
    case Stage::kHeader:
      return read_header();
    case Stage::kBoxes:
      return read_boxes();
    case Stage::kPixels:
      return read_pixels();
    case Stage::kEnd:
      break;
  }
  return read_end();
}

std::optional<FrameParser::Step> FrameParser::read_header() {
  if (searching_) {
    skip_to_magic();
  }
  if (pending() < kFrameHeaderBytes) {
    return Step::kMore;
  }
  const auto header = parse_frame_header(pending_bytes<kFrameHeaderBytes>());
  if (!header) {
    ++begin_;  // the search must not find the same header again
    return broken(header.error());
  }
  begin_ += kFrameHeaderBytes;
  header_ = *header;
  frame_.width = header_.width;
  frame_.height = header_.height;
  frame_.boxes.clear();
  filled_ = 0;
  if (!frame_.pixels.resize(header_.pixel_bytes())) {
    return broken("there is not enough memory for its " + std::to_string(header_.pixel_bytes()) +
                  " bytes of pixels");
  }
  stage_ = Stage::kBoxes;
  return std::nullopt;
}

std::optional<FrameParser::Step> FrameParser::read_boxes() {
  while (frame_.boxes.size() < static_cast<std::size_t>(header_.boxes)) {
    if (pending() < kFrameBoxBytes) {
      return Step::kMore;
    }
    auto box = parse_frame_box(pending_bytes<kFrameBoxBytes>());
    if (!box) {
      return broken(box.error());
    }
    begin_ += kFrameBoxBytes;
    frame_.boxes.push_back(std::move(*box));
  }
  stage_ = Stage::kPixels;
  return std::nullopt;
}

std::optional<FrameParser::Step> FrameParser::read_pixels() {
  const std::size_t ready = std::min(pending(), frame_.pixels.size() - filled_);
  std::memcpy(frame_.pixels.data() + filled_, scratch_.data() + begin_, ready);
  begin_ += ready;
  filled_ += ready;
  if (filled_ < frame_.pixels.size()) {
    return Step::kMore;
  }
  stage_ = Stage::kEnd;
  return std::nullopt;
}

std::optional<FrameParser::Step> FrameParser::read_end() {
  if (pending() < kEndMark.size()) {
    return Step::kMore;
  }
  if (pending_text().substr(0, kEndMark.size()) != kEndMark) {
    return broken("its pixels are not followed by GIMBAL-E");
  }
  begin_ += kEndMark.size();
  stage_ = Stage::kHeader;
  searching_ = false;
  return Step::kFrame;
}

std::optional<FrameParser::Step> FrameParser::broken(std::string why) {
  stage_ = Stage::kHeader;
  if (searching_) {
    return std::nullopt;
  }
  searching_ = true;
  error_ = std::move(why);
  return Step::kBroken;
}

void FrameParser::skip_to_magic() {
  const std::size_t found = pending_text().find(kFrameMagic);
  if (found != std::string_view::npos) {
    begin_ += found;
  } else if (pending() >= kFrameMagic.size()) {
    begin_ = end_ - (kFrameMagic.size() - 1);  // the magic may have come in part
  }
}

}  // namespace gimbal
