#include "lib/codec/json.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "lib/base/text.hpp"
#include "lib/codec/json_element.hpp"

namespace gimbal {

namespace {

using simdjson::dom::element;

/// The first key that stands twice in one object, anywhere below `value`.
std::optional<std::string> duplicate_key(element value) {
  simdjson::dom::array array;
  if (value.get_array().get(array) == simdjson::SUCCESS) {
    for (const element item : array) {
      if (auto key = duplicate_key(item)) {
        return key;
      }
    }
    return std::nullopt;
  }
  simdjson::dom::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  std::vector<std::string_view> keys;
  for (const auto field : object) {
    if (auto key = duplicate_key(field.value)) {
      return key;
    }
    keys.push_back(field.key);
  }
  std::sort(keys.begin(), keys.end());
  const auto twice = std::adjacent_find(keys.begin(), keys.end());
  return twice == keys.end() ? std::nullopt : std::optional<std::string>(*twice);
}

std::string describe(simdjson::error_code code) {
  switch (code) {
    case simdjson::CAPACITY:
      return "the JSON text is larger than " + std::to_string(kMaxJsonBytes) + " bytes";
    case simdjson::DEPTH_ERROR:
      return "the JSON text is nested deeper than " + std::to_string(kMaxJsonDepth) + " levels";
    case simdjson::UTF8_ERROR:
      return "the JSON text is not valid UTF-8";
    case simdjson::NUMBER_ERROR:
      return "the JSON text has a number that is not valid or too large";
    case simdjson::EMPTY:
      return "expected a JSON object, got nothing";
    default:
      return std::string("the text is not valid JSON: ") + simdjson::error_message(code);
  }
}

}  // namespace

struct JsonParser::Parser {
  Result<element> parse(std::string_view text);

  simdjson::dom::parser simd{kMaxJsonBytes};
};

Result<element> JsonParser::Parser::parse(std::string_view text) {
  if (text.size() > kMaxJsonBytes) {
    return Error{describe(simdjson::CAPACITY)};
  }
  // Room for the text at hand: simdjson would otherwise allocate for the largest one.
  if (simd.capacity() < text.size() || simd.max_depth() != kMaxJsonDepth) {
    const std::size_t room = std::max<std::size_t>(2 * text.size(), 4096);
    if (const auto code = simd.allocate(std::min(room, kMaxJsonBytes), kMaxJsonDepth)) {
      return Error{describe(code)};
    }
  }
  element root;
  if (const auto code = simd.parse(text.data(), text.size()).get(root)) {
    return Error{describe(code)};
  }
  if (const auto key = duplicate_key(root)) {
    return Error{"the JSON text has the key \"" + shown(*key) + "\" twice in one object"};
  }
  return root;
}

JsonParser::JsonParser() : parser_(std::make_unique<Parser>()) {}
JsonParser::~JsonParser() = default;
JsonParser::JsonParser(JsonParser&&) noexcept = default;
JsonParser& JsonParser::operator=(JsonParser&&) noexcept = default;

Result<JsonObject> JsonParser::parse_object(std::string_view text) {
  const auto root = parser_->parse(text);
  if (!root) {
    return Error{root.error()};
  }
  simdjson::dom::object object;
  if (root->get_object().get(object) != simdjson::SUCCESS) {
    return Error{"expected a JSON object"};
  }
  return handle_of(object);
}

Result<JsonObjects> JsonParser::parse_objects(std::string_view text) {
  const auto root = parser_->parse(text);
  if (!root) {
    return Error{root.error()};
  }
  JsonObjects objects;
  simdjson::dom::object object;
  if (root->get_object().get(object) == simdjson::SUCCESS) {
    objects.items.push_back(handle_of(object));
    return objects;
  }
  simdjson::dom::array array;
  if (root->get_array().get(array) != simdjson::SUCCESS) {
    return Error{"expected a JSON object, or a list of them"};
  }
  objects.is_list = true;
  objects.items.reserve(array.size());
  for (const element item : array) {
    if (item.get_object().get(object) != simdjson::SUCCESS) {
      return Error{"[" + std::to_string(objects.items.size()) + "]: Input should be an object"};
    }
    objects.items.push_back(handle_of(object));
  }
  return objects;
}

std::string json_text(JsonObject object) {
  return simdjson::minify(object_of(object));
}

}  // namespace gimbal
