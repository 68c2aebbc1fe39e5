#include "lib/codec/message_splitter.hpp"

#include <utility>

#include "lib/codec/tracking_formats/coco_detections.hpp"

namespace gimbal {

namespace {

constexpr std::string_view kBlank = " \t\r\n";

bool is_blank(char byte) {
  return kBlank.find(byte) != std::string_view::npos;
}

/// The frame number that a line of a table begins with; empty for any other line.
std::string_view frame_of(std::string_view line) {
  const std::string_view first = line.substr(0, line.find(','));
  const bool digits = first.find_first_not_of("0123456789.") == std::string_view::npos;
  return digits && first.size() < line.size() ? first : std::string_view();
}

/// "tt:Frame" of "<tt:Frame UtcTime=...>".
std::string_view name_of_tag(std::string_view tag) {
  const std::string_view name = tag.substr(1);
  return name.substr(0, name.find_first_of(" \t\r\n/>"));
}

}  // namespace

void MessageSplitter::feed(std::string_view bytes, const OnMessage& on_message,
                           const OnTooLong& on_too_long) {
  for (const char byte : bytes) {
    if (!take(byte, on_message)) {
      skip();
      on_too_long();
    }
    line_ += byte == '\n' ? 1 : 0;
  }
}

void MessageSplitter::finish(const OnMessage& on_message) {
  if (state_ == State::kLine) {
    end_line(on_message);
  } else if (!pending_.empty()) {
    give(on_message);
  }
  give_frame(on_message);
  state_ = State::kBetween;
  skips_json_ = false;
}

/// The rest of what is too long.
void MessageSplitter::skip() {
  pending_.clear();
  frame_lines_.clear();
  skips_json_ = state_ == State::kJson;
  if (state_ == State::kXml || state_ == State::kLine) {
    state_ = State::kSkipping;
  }
}

/// False where the message has become too long.
bool MessageSplitter::take(char byte, const OnMessage& on_message) {
  switch (state_) {
    case State::kBetween:
      if (!is_blank(byte)) {
        begin(byte);
      }
      break;
    case State::kJson:
      take_json(byte, on_message);
      break;
    case State::kXml:
      take_xml(byte, on_message);
      break;
    case State::kLine:
      if (byte == '\n') {
        end_line(on_message);
      } else {
        pending_ += byte;
      }
      break;
    case State::kSkipping:
      // Documents may follow each other with no line between them.
      if (byte == '?' && before_ == '<') {
        begin('<');
        take_xml('?', on_message);
      } else if (byte == '\n') {
        state_ = State::kBetween;
      }
      before_ = byte;
      break;
  }
  return pending_.size() + frame_lines_.size() <= max_bytes_;
}

void MessageSplitter::begin(char byte) {
  begun_at_ = line_;
  pending_ = byte;
  depth_ = 0;
  if (byte == '{' || byte == '[') {
    state_ = State::kJson;
    in_string_ = escaped_ = false;
    before_ = byte;
    depth_ = 1;
  } else if (byte == '<') {
    state_ = State::kXml;
    tag_ = 0;
    quote_ = 0;
    root_.clear();
  } else {
    state_ = State::kLine;
  }
}

void MessageSplitter::take_json(char byte, const OnMessage& on_message) {
  const bool opens = byte == '{' || byte == '[';
  const bool may_open = before_ == ',' || before_ == ':' || before_ == '[';
  if (in_string_ ? byte == '\n' : opens && !may_open) {
    give(on_message);
    if (opens) {
      begin(byte);
    }
    return;
  }
  if (!skips_json_) {
    pending_ += byte;
  }
  if (in_string_) {
    in_string_ = escaped_ || byte != '"';
    escaped_ = !escaped_ && byte == '\\';
    return;
  }
  in_string_ = byte == '"';
  before_ = is_blank(byte) ? before_ : byte;
  depth_ += opens ? 1 : byte == '}' || byte == ']' ? -1 : 0;
  if (depth_ == 0) {
    give(on_message);
  }
}

void MessageSplitter::take_xml(char byte, const OnMessage& on_message) {
  pending_ += byte;
  if (tag_ == std::string::npos) {
    tag_ = byte == '<' ? pending_.size() - 1 : tag_;
    return;
  }
  const std::string_view tag = std::string_view(pending_).substr(tag_);
  if (tag.starts_with("<!--") || tag.starts_with("<![") || tag.starts_with("<?")) {
    const std::string_view end = tag[1] == '?' ? "?>" : tag[2] == '[' ? "]]>" : "-->";
    if (byte == '>' && tag.size() >= 2 + end.size() && tag.ends_with(end)) {
      end_xml_tag(on_message);
    }
  } else if (byte == '<') {
    tag_ = pending_.size() - 1;  // cannot stand in a tag: what was open is for the reader to refuse
    quote_ = 0;
  } else if (quote_ != 0) {
    quote_ = byte == quote_ ? '\0' : quote_;
  } else if (byte == '"' || byte == '\'') {
    quote_ = byte;
  } else if (byte == '>') {
    end_xml_tag(on_message);
  }
}

void MessageSplitter::end_xml_tag(const OnMessage& on_message) {
  const std::string tag = pending_.substr(std::exchange(tag_, std::string::npos));
  const bool instruction = tag.starts_with("<?");
  const bool element = !instruction && !tag.starts_with("<!") && !tag.starts_with("</");
  const bool again = instruction ? tag.starts_with("<?xml") : element && name_of_tag(tag) == root_;
  if (!root_.empty() && again) {  // the document before has no end
    pending_.resize(pending_.size() - tag.size());
    give(on_message);
    begin('<');
    for (const char byte : std::string_view(tag).substr(1)) {
      take_xml(byte, on_message);
    }
    return;
  }
  if (element) {
    root_ = root_.empty() ? std::string(name_of_tag(tag)) : root_;
    depth_ += tag.ends_with("/>") ? 0 : 1;
  } else if (tag.starts_with("</")) {
    --depth_;
  }
  if (depth_ <= 0 && (element || tag.starts_with("</"))) {
    give(on_message);
  }
}

void MessageSplitter::end_line(const OnMessage& on_message) {
  state_ = State::kBetween;
  const std::string line = std::exchange(pending_, {});
  join(line, std::string(frame_of(line)), on_message);
}

/// What is of a frame waits for the rest of it.
void MessageSplitter::join(const std::string& message, const std::string& frame,
                           const OnMessage& on_message) {
  if (frame != frame_) {
    give_frame(on_message);
  }
  if (frame.empty() || joins_ == Joins::kNothing) {
    on_message(message, begun_at_);
    return;
  }
  frame_at_ = frame_lines_.empty() ? begun_at_ : frame_at_;
  frame_ = frame;
  frame_lines_ += message;
  frame_lines_ += '\n';
}

void MessageSplitter::give_frame(const OnMessage& on_message) {
  frame_.clear();
  if (!frame_lines_.empty()) {
    // Moved out first: what the callback feeds us must not reach the message it reads.
    const std::string lines = std::exchange(frame_lines_, {});
    on_message(lines, frame_at_);
  }
}

void MessageSplitter::give(const OnMessage& on_message) {
  state_ = State::kBetween;
  if (std::exchange(skips_json_, false)) {
    return;
  }
  const std::string message = std::exchange(pending_, {});
  const std::string image = image_of_coco_result(parser_, message);
  join(message, image.empty() ? "" : "image " + image, on_message);
}

}  // namespace gimbal
