// What the two directions of the control protocol have in common: an id, and one object a line.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "lib/codec/json.hpp"
#include "lib/codec/json_writer.hpp"

namespace gimbal {

inline constexpr double kLargestId = 9007199254740992.0;  // 2^53: whole in a double

/// The sender's number, 0 where it is left out.
inline std::uint64_t read_id(FieldReader& fields) {
  const double id = fields.number("id", 0, {0, kLargestId});
  if (id != std::floor(id)) {
    fields.add_error("id", "Input should be a whole number", "type_error");
    return 0;
  }
  return static_cast<std::uint64_t>(id);
}

/// `{"type": …, …}` and a newline; `fill` writes what follows the type.
template <class Fill>
std::string line_of(std::string_view type, const Fill& fill) {
  JsonWriter json;
  json.begin_object().field("type", type);
  fill(json);
  json.end_object();
  return json.text() + "\n";
}

}  // namespace gimbal
