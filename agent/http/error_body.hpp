// The contract's two forms of an error body.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/codec/json.hpp"

namespace gimbal {

/// `{"detail": "<text>"}`
std::string error_body(std::string_view detail);

/// What is wrong with one place of a request's body.
struct BodyError {
  std::vector<std::string> path;  ///< from the body inwards: {"profile", "scale"}, {"targets", "3"}
  std::string message;
  std::string type;
};

/// Adds what `fields` found, as of the object at `path`.
void append_errors(std::vector<BodyError>& errors, const std::vector<std::string>& path,
                   const FieldReader& fields);

/// `{"detail": [{"loc": ["body", …], "msg": …, "type": …}, …]}`; a place in a list is a number.
std::string validation_body(const std::vector<BodyError>& errors);

}  // namespace gimbal
