// Cuts a detector's stream of bytes into messages, whatever its format: JSON objects and lists,
// over as many lines as they like, XML documents, and lines of a table or results of COCO's that
// say the same frame number.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "lib/codec/json.hpp"

namespace gimbal {

/// Of a tracking message, in bytes. As large as a JSON text may be.
inline constexpr std::size_t kMaxTrackingMessage = 1 << 20;

/// What is broken costs as little of what follows as can be told: a line that ends inside a JSON
/// string, a brace where none can stand, a second XML declaration or root begin the next message,
/// and what came before is given out for the reader to refuse. Not safe to share between threads.
class MessageSplitter {
 public:
  /// `line`: the number of the line that the message begins in, from 1.
  using OnMessage = std::function<void(std::string_view message, std::size_t line)>;
  using OnTooLong = std::function<void()>;
  enum class Joins { kFrames, kNothing };

  /// A message of more than `max_bytes` is reported as too long and skipped: JSON up to its end,
  /// anything else up to the next line. With Joins::kNothing what is of one frame comes line by
  /// line, object by object.
  explicit MessageSplitter(std::size_t max_bytes = kMaxTrackingMessage,
                           Joins joins = Joins::kFrames)
      : max_bytes_(max_bytes), joins_(joins) {}

  /// Calls back for each message that `bytes` completes, in order. What is of one frame, lines of a
  /// table or COCO's results that stand alone, is complete with the first that is not.
  void feed(std::string_view bytes, const OnMessage& on_message, const OnTooLong& on_too_long);

  /// Nothing more comes of what was begun: gives it out as it is.
  void finish(const OnMessage& on_message);

  /// The message, or the line of a table, that has begun and not ended. Valid until the next call.
  std::string_view begun() const { return pending_; }

 private:
  enum class State { kBetween, kJson, kXml, kLine, kSkipping };

  bool take(char byte, const OnMessage& on_message);
  void begin(char byte);
  void skip();
  void take_json(char byte, const OnMessage& on_message);
  void take_xml(char byte, const OnMessage& on_message);
  void end_xml_tag(const OnMessage& on_message);
  void end_line(const OnMessage& on_message);
  void join(const std::string& message, const std::string& frame, const OnMessage& on_message);
  void give_frame(const OnMessage& on_message);
  void give(const OnMessage& on_message);

  std::size_t max_bytes_;
  Joins joins_;
  JsonParser parser_;
  State state_ = State::kBetween;
  std::string pending_;
  std::size_t line_ = 1;
  std::size_t begun_at_ = 1;  // the line of `pending_`

  // JSON
  bool skips_json_ = false;  // up to the end of what is too long
  bool in_string_ = false;
  bool escaped_ = false;
  char before_ = 0;  // the last byte that is neither blank nor in a string
  int depth_ = 0;    // XML too
  // XML
  std::size_t tag_ = std::string::npos;  // where the open tag begins in `pending_`
  char quote_ = 0;                       // that an attribute of it is in
  std::string root_;
  // what is of one frame
  std::string frame_lines_;
  std::string frame_;
  std::size_t frame_at_ = 1;
};

}  // namespace gimbal
