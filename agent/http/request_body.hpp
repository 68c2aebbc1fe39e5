// Reads what several routes have in common out of a request's body.
#pragma once

#include <optional>
#include <string>

#include "agent/http/exchange.hpp"
#include "lib/camera/crop.hpp"
#include "lib/codec/json.hpp"

namespace gimbal {

/// The body's fields, valid until `parser` parses again; empty where the body is no JSON object,
/// which has then been replied.
std::optional<FieldReader> read_body(JsonParser& parser, Exchange& exchange);

/// Replies 422 where `fields` found errors.
bool refuse_errors(Exchange& exchange, const FieldReader& fields);

/// The largest zoom of the runner API.
inline constexpr double kMaxApiZoom = 4.0;

/// `center_x`, `center_y`, `zoom` with the contract's ranges and defaults.
Framing read_framing(FieldReader& fields);

/// `source_uri_ref`, checked.
std::string read_source(FieldReader& fields);

}  // namespace gimbal
