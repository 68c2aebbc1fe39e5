// The fields of a JSON object that has passed the gate, each with its type and range.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/codec/json_object.hpp"

namespace gimbal {

/// What is wrong with one field, in the words of the runner contract.
struct FieldError {
  std::string field;
  std::string message;
  std::string type;  ///< "missing", "type_error", "value_error"
};

struct NumberRange {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
};

/// Of a text, in characters (Unicode code points), as JSON Schema counts them.
struct LengthRange {
  std::size_t min = 0;
  std::size_t max = std::numeric_limits<std::size_t>::max();
};

/// Reads the fields of one object and collects what is wrong with them, so that the sender is told
/// everything at once. A field that is null is absent. A getter that finds an error returns the
/// fallback (or an empty value); ask `errors` before using what was read.
class FieldReader {
 public:
  /// `path` goes before the names of fields in errors: "targets[3].".
  explicit FieldReader(JsonObject object, std::string path = "")
      : object_(object), path_(std::move(path)) {}

  double number(std::string_view field, double fallback, NumberRange range = {});
  std::optional<double> optional_number(std::string_view field, NumberRange range = {});
  double required_number(std::string_view field, NumberRange range = {});
  /// A whole number between `min` and `max`.
  int integer(std::string_view field, int fallback, int min, int max);
  int required_integer(std::string_view field, int min, int max);
  std::string text(std::string_view field, std::string_view fallback, LengthRange length = {});
  std::string required_text(std::string_view field, LengthRange length = {});
  bool flag(std::string_view field, bool fallback);
  std::optional<bool> optional_flag(std::string_view field);
  /// Empty where the field is absent.
  std::optional<JsonObject> object(std::string_view field);
  /// One reader for each object of an array of up to `max`; none where the field is absent. What
  /// they find has to be taken back with `add_errors`.
  std::vector<FieldReader> objects(std::string_view field, std::size_t max);
  /// An array of exactly `count` numbers; empty where the field is absent.
  std::vector<double> numbers(std::string_view field, std::size_t count);
  /// An array of up to `max` texts, which last as long as the object; none where it is absent.
  std::vector<std::string_view> texts(std::string_view field, std::size_t max);
  /// The object of a field, to be read with paths that go through it. What it finds has to be taken
  /// back with `add_errors`. Empty where the field is absent.
  std::optional<FieldReader> part(std::string_view field);
  /// A text, or a whole number as text; an empty one where the field is absent.
  std::string name(std::string_view field, LengthRange length = {});

  /// True where the field is there and not null.
  bool has(std::string_view field) const;
  /// True where the object has no field at all.
  bool is_empty() const;

  void add_error(std::string_view field, std::string message, std::string type);
  void add_errors(const FieldReader& part);
  const std::vector<FieldError>& errors() const { return errors_; }

  /// The first error as one line, "field: message".
  std::string first_error() const;

 private:
  std::optional<std::string> checked_text(std::string_view field, LengthRange length);
  void add_missing(std::string_view field) { add_error(field, "Field required", "missing"); }

  JsonObject object_;
  std::string path_;
  std::vector<FieldError> errors_;
};

}  // namespace gimbal
