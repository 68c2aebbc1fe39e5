// What a JsonObject is, for the files that look inside.
#pragma once

#include <simdjson.h>

#include <bit>

#include "lib/codec/json_object.hpp"

namespace gimbal {

inline JsonObject handle_of(simdjson::dom::object object) {
  return std::bit_cast<JsonObject>(object);
}

/// `handle` must be of `handle_of`, and still valid.
inline simdjson::dom::object object_of(JsonObject handle) {
  return std::bit_cast<simdjson::dom::object>(handle);
}

}  // namespace gimbal
