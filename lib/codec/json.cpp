#include "lib/codec/json.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "lib/base/text.hpp"
#include "lib/codec/json_element.hpp"
#include "lib/codec/json_fault.hpp"

namespace gimbal {

namespace {

using simdjson::dom::element;

/// The path, as ".targets[3].x", of the first field that stands twice in its object, anywhere below
/// `value`.
std::optional<std::string> doubled_field(element value) {
  simdjson::dom::array array;
  if (value.get_array().get(array) == simdjson::SUCCESS) {
    std::size_t index = 0;
    for (const element item : array) {
      if (const auto path = doubled_field(item)) {
        return "[" + std::to_string(index) + "]" + *path;
      }
      ++index;
    }
    return std::nullopt;
  }
  simdjson::dom::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  std::vector<std::string_view> keys;
  for (const auto field : object) {
    if (const auto path = doubled_field(field.value)) {
      return "." + std::string(field.key) + *path;
    }
    keys.push_back(field.key);
  }
  std::sort(keys.begin(), keys.end());
  const auto twice = std::adjacent_find(keys.begin(), keys.end());
  return twice == keys.end() ? std::nullopt : std::optional("." + std::string(*twice));
}

std::string too_large() {
  return "the JSON text is larger than " + std::to_string(kMaxJsonBytes) + " bytes";
}

std::string describe(simdjson::error_code code, std::string_view text) {
  if (code == simdjson::CAPACITY) {
    return too_large();
  }
  if (code == simdjson::EMPTY) {
    return "expected a JSON object, got nothing";
  }
  const std::string fault = json_fault(text, kMaxJsonDepth);
  return fault.empty() ? std::string("the text is not valid JSON: ") + simdjson::error_message(code)
                       : fault;
}

}  // namespace

struct JsonParser::Parser {
  Result<element> parse(std::string_view text);

  simdjson::dom::parser simd{kMaxJsonBytes};
};

Result<element> JsonParser::Parser::parse(std::string_view text) {
  if (text.size() > kMaxJsonBytes) {
    return Error{too_large()};
  }
  // Room for the text at hand: simdjson would otherwise allocate for the largest one.
  if (simd.capacity() < text.size() || simd.max_depth() != kMaxJsonDepth) {
    const std::size_t room = std::max<std::size_t>(2 * text.size(), 4096);
    if (const auto code = simd.allocate(std::min(room, kMaxJsonBytes), kMaxJsonDepth)) {
      return Error{describe(code, text)};
    }
  }
  element root;
  if (const auto code = simd.parse(text.data(), text.size()).get(root)) {
    return Error{describe(code, text)};
  }
  if (const auto path = doubled_field(root)) {
    const std::string_view from_root = std::string_view(*path).substr(path->front() == '.' ? 1 : 0);
    return Error{shown(from_root) + ": Field stands there twice"};
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
