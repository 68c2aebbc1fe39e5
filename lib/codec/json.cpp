#include "lib/codec/json.hpp"

#include <algorithm>
#include <cmath>

#include "lib/base/text.hpp"

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

Result<JsonObject> JsonParser::parse_object(std::string_view text) {
  if (text.size() > kMaxJsonBytes) {
    return Error{describe(simdjson::CAPACITY)};
  }
  // Room for the text at hand: simdjson would otherwise allocate for the largest one.
  if (parser_.capacity() < text.size() || parser_.max_depth() != kMaxJsonDepth) {
    const std::size_t room = std::max<std::size_t>(2 * text.size(), 4096);
    if (const auto code = parser_.allocate(std::min(room, kMaxJsonBytes), kMaxJsonDepth)) {
      return Error{describe(code)};
    }
  }
  element root;
  if (const auto code = parser_.parse(text.data(), text.size()).get(root)) {
    return Error{describe(code)};
  }
  JsonObject object;
  if (root.get_object().get(object) != simdjson::SUCCESS) {
    return Error{"expected a JSON object"};
  }
  if (const auto key = duplicate_key(root)) {
    return Error{"the JSON text has the key \"" + *key + "\" twice in one object"};
  }
  return object;
}

std::optional<element> FieldReader::find(std::string_view field) const {
  element value;
  if (object_.at_key(field).get(value) != simdjson::SUCCESS || value.is_null()) {
    return std::nullopt;
  }
  return value;
}

void FieldReader::add_error(std::string_view field, std::string message, std::string type) {
  errors_.push_back({path_ + std::string(field), std::move(message), std::move(type)});
}

void FieldReader::add_errors(const FieldReader& part) {
  errors_.insert(errors_.end(), part.errors_.begin(), part.errors_.end());
}

std::string FieldReader::first_error() const {
  return errors_.empty() ? "" : errors_.front().field + ": " + errors_.front().message;
}

std::optional<double> FieldReader::optional_number(std::string_view field, NumberRange range) {
  const auto value = find(field);
  if (!value) {
    return std::nullopt;
  }
  double number = 0;
  if (value->get_double().get(number) != simdjson::SUCCESS) {
    add_error(field, "Input should be a number", "type_error");
    return std::nullopt;
  }
  if (number < range.min || number > range.max) {
    add_error(
        field,
        "Input should be between " + format_number(range.min) + " and " + format_number(range.max),
        "value_error");
    return std::nullopt;
  }
  return number;
}

double FieldReader::number(std::string_view field, double fallback, NumberRange range) {
  return optional_number(field, range).value_or(fallback);
}

double FieldReader::required_number(std::string_view field, NumberRange range) {
  if (!find(field)) {
    add_missing(field);
    return 0;
  }
  return number(field, 0, range);
}

int FieldReader::integer(std::string_view field, int fallback, int min, int max) {
  const auto value = optional_number(field, {static_cast<double>(min), static_cast<double>(max)});
  if (!value) {
    return fallback;
  }
  if (*value != std::floor(*value)) {
    add_error(field, "Input should be a whole number", "type_error");
    return fallback;
  }
  return static_cast<int>(*value);
}

int FieldReader::required_integer(std::string_view field, int min, int max) {
  if (!find(field)) {
    add_missing(field);
    return min;
  }
  return integer(field, min, min, max);
}

std::optional<std::string> FieldReader::checked_text(std::string_view field, LengthRange length) {
  const auto value = find(field);
  if (!value) {
    return std::nullopt;
  }
  std::string_view text;
  if (value->get_string().get(text) != simdjson::SUCCESS) {
    add_error(field, "Input should be a string", "type_error");
    return std::nullopt;
  }
  if (text.size() < length.min || text.size() > length.max) {
    add_error(field,
              "Input should have " + std::to_string(length.min) + " to " +
                  std::to_string(length.max) + " bytes",
              "value_error");
    return std::nullopt;
  }
  return std::string(text);
}

std::string FieldReader::text(std::string_view field, std::string_view fallback,
                              LengthRange length) {
  return checked_text(field, length).value_or(std::string(fallback));
}

std::string FieldReader::required_text(std::string_view field, LengthRange length) {
  if (!find(field)) {
    add_missing(field);
    return "";
  }
  return checked_text(field, length).value_or("");
}

bool FieldReader::flag(std::string_view field, bool fallback) {
  return optional_flag(field).value_or(fallback);
}

std::optional<bool> FieldReader::optional_flag(std::string_view field) {
  const auto value = find(field);
  if (!value) {
    return std::nullopt;
  }
  bool flag = false;
  if (value->get_bool().get(flag) != simdjson::SUCCESS) {
    add_error(field, "Input should be true or false", "type_error");
    return std::nullopt;
  }
  return flag;
}

std::optional<JsonObject> FieldReader::object(std::string_view field) {
  const auto value = find(field);
  if (!value) {
    return std::nullopt;
  }
  JsonObject object;
  if (value->get_object().get(object) != simdjson::SUCCESS) {
    add_error(field, "Input should be an object", "type_error");
    return std::nullopt;
  }
  return object;
}

std::vector<FieldReader> FieldReader::objects(std::string_view field, std::size_t max) {
  std::vector<FieldReader> readers;
  const auto value = find(field);
  if (!value) {
    return readers;
  }
  simdjson::dom::array array;
  if (value->get_array().get(array) != simdjson::SUCCESS) {
    add_error(field, "Input should be an array", "type_error");
    return readers;
  }
  if (array.size() > max) {
    add_error(field, "Input should have at most " + std::to_string(max) + " items", "value_error");
    return readers;
  }
  for (const element item : array) {
    const std::string name = std::string(field) + "[" + std::to_string(readers.size()) + "]";
    JsonObject object;
    if (item.get_object().get(object) != simdjson::SUCCESS) {
      add_error(name, "Input should be an object", "type_error");
      return {};
    }
    readers.emplace_back(object, path_ + name + ".");
  }
  return readers;
}

std::string FieldReader::name(std::string_view field, LengthRange length) {
  const auto value = find(field);
  std::int64_t number = 0;
  if (value && value->get_int64().get(number) == simdjson::SUCCESS) {
    return std::to_string(number);
  }
  return text(field, "", length);
}

}  // namespace gimbal
