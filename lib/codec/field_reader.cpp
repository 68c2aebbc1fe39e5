#include "lib/codec/field_reader.hpp"

#include <algorithm>
#include <cmath>

#include "lib/base/text.hpp"
#include "lib/codec/json_element.hpp"

namespace gimbal {

namespace {

using simdjson::dom::element;

/// Of a text that is UTF-8, as all text that has passed the gate is.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
  }));
}

std::optional<element> find(JsonObject object, std::string_view field) {
  element value;
  if (object_of(object).at_key(field).get(value) != simdjson::SUCCESS || value.is_null()) {
    return std::nullopt;
  }
  return value;
}

/// Of up to `max` items; what is wrong with it goes to the reader of `object`.
std::optional<simdjson::dom::array> find_array(JsonObject object, std::string_view field,
                                               std::size_t max, FieldReader& reader) {
  const auto value = find(object, field);
  if (!value) {
    return std::nullopt;
  }
  simdjson::dom::array array;
  if (value->get_array().get(array) != simdjson::SUCCESS) {
    reader.add_error(field, "Input should be an array", "type_error");
    return std::nullopt;
  }
  if (array.size() > max) {
    reader.add_error(field, "Input should have at most " + std::to_string(max) + " items",
                     "value_error");
    return std::nullopt;
  }
  return array;
}

}  // namespace

bool FieldReader::has(std::string_view field) const {
  return find(object_, field).has_value();
}

bool FieldReader::is_empty() const {
  return object_of(object_).size() == 0;
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
  const auto value = find(object_, field);
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
  if (!has(field)) {
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
  if (!has(field)) {
    add_missing(field);
    return min;
  }
  return integer(field, min, min, max);
}

std::optional<std::string> FieldReader::checked_text(std::string_view field, LengthRange length) {
  const auto value = find(object_, field);
  if (!value) {
    return std::nullopt;
  }
  std::string_view text;
  if (value->get_string().get(text) != simdjson::SUCCESS) {
    add_error(field, "Input should be a string", "type_error");
    return std::nullopt;
  }
  if (const std::size_t size = characters(text); size < length.min || size > length.max) {
    add_error(field,
              "Input should have " + std::to_string(length.min) + " to " +
                  std::to_string(length.max) + " characters",
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
  if (!has(field)) {
    add_missing(field);
    return "";
  }
  return checked_text(field, length).value_or("");
}

bool FieldReader::flag(std::string_view field, bool fallback) {
  return optional_flag(field).value_or(fallback);
}

std::optional<bool> FieldReader::optional_flag(std::string_view field) {
  const auto value = find(object_, field);
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
  const auto value = find(object_, field);
  if (!value) {
    return std::nullopt;
  }
  simdjson::dom::object object;
  if (value->get_object().get(object) != simdjson::SUCCESS) {
    add_error(field, "Input should be an object", "type_error");
    return std::nullopt;
  }
  return handle_of(object);
}

std::optional<FieldReader> FieldReader::part(std::string_view field) {
  const auto found = object(field);
  return found ? std::optional<FieldReader>(std::in_place, *found, path_ + std::string(field) + ".")
               : std::nullopt;
}

std::vector<FieldReader> FieldReader::objects(std::string_view field, std::size_t max) {
  std::vector<FieldReader> readers;
  const auto items = find_array(object_, field, max, *this);
  if (!items) {
    return readers;
  }
  for (const element item : *items) {
    const std::string name = std::string(field) + "[" + std::to_string(readers.size()) + "]";
    simdjson::dom::object object;
    if (item.get_object().get(object) != simdjson::SUCCESS) {
      add_error(name, "Input should be an object", "type_error");
      return {};
    }
    readers.emplace_back(handle_of(object), path_ + name + ".");
  }
  return readers;
}

std::vector<double> FieldReader::numbers(std::string_view field, std::size_t count) {
  std::vector<double> numbers;
  const auto items = find_array(object_, field, std::numeric_limits<std::size_t>::max(), *this);
  if (!items) {
    return numbers;
  }
  for (const element item : *items) {
    double number = 0;
    if (item.get_double().get(number) == simdjson::SUCCESS && numbers.size() < count) {
      numbers.push_back(number);
    }
  }
  if (numbers.size() != count || items->size() != count) {
    add_error(field, "Input should be an array of " + std::to_string(count) + " numbers",
              "type_error");
    numbers.clear();
  }
  return numbers;
}

std::vector<std::string_view> FieldReader::texts(std::string_view field, std::size_t max) {
  std::vector<std::string_view> texts;
  const auto items = find_array(object_, field, max, *this);
  if (!items) {
    return texts;
  }
  for (const element item : *items) {
    std::string_view text;
    if (item.get_string().get(text) != simdjson::SUCCESS) {
      add_error(std::string(field) + "[" + std::to_string(texts.size()) + "]",
                "Input should be a string", "type_error");
      return {};
    }
    texts.push_back(text);
  }
  return texts;
}

std::string FieldReader::name(std::string_view field, LengthRange length) {
  const auto value = find(object_, field);
  std::int64_t number = 0;
  if (value && value->get_int64().get(number) == simdjson::SUCCESS) {
    return std::to_string(number);
  }
  std::uint64_t large = 0;  // from 2^63 on
  if (value && value->get_uint64().get(large) == simdjson::SUCCESS) {
    return std::to_string(large);
  }
  return text(field, "", length);
}

}  // namespace gimbal
