// Writes JSON into a string, field by field. Strings are escaped; text that is not UTF-8 is
// repaired, so that what is written can always be read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gimbal {

/// Usage: `JsonWriter json; json.begin_object().field("id", 3).field("ok", true).end_object();`
/// Calls must be balanced. Numbers that JSON cannot say (NaN, infinity) are written as null.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(bool flag);
  JsonWriter& null();

  template <class T>
  JsonWriter& field(std::string_view name, const T& content) {
    return key(name).value(content);
  }

  const std::string& text() const { return text_; }

 private:
  void separate();

  std::string text_;
  bool first_ = true;
};

}  // namespace gimbal
