// The one gate for JSON from outside: size, depth, UTF-8, number grammar, duplicate keys. Nothing
// reads a text that has not passed it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.hpp"
#include "lib/codec/field_reader.hpp"

namespace gimbal {

inline constexpr std::size_t kMaxJsonBytes = 1 << 20;
inline constexpr std::size_t kMaxJsonDepth = 32;

/// One object, or a list of objects. Valid as long as an object.
struct JsonObjects {
  std::vector<JsonObject> items;
  bool is_list = false;
};

/// Parses one text at a time and keeps its memory for the next. Not safe to share between threads.
class JsonParser {
 public:
  JsonParser();
  ~JsonParser();
  JsonParser(JsonParser&&) noexcept;
  JsonParser& operator=(JsonParser&&) noexcept;

  /// `text` must be one JSON object. The error says what is wrong with it, for the sender to read.
  Result<JsonObject> parse_object(std::string_view text);

  /// `text` must be one JSON object, or an array of nothing but objects.
  Result<JsonObjects> parse_objects(std::string_view text);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

/// The text of an object, without spaces.
std::string json_text(JsonObject object);

}  // namespace gimbal
