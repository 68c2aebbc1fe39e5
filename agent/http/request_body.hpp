// Reads what several routes have in common out of a request's body.
#pragma once

#include <optional>
#include <string>

#include "agent/http/exchange.hpp"
#include "lib/codec/framing_json.hpp"
#include "lib/codec/json.hpp"

namespace gimbal {

/// The body's fields, valid until `parser` parses again; empty where the body is no JSON object,
/// which has then been replied.
std::optional<FieldReader> read_body(JsonParser& parser, Exchange& exchange);

/// Replies 422 where `fields` found errors.
bool refuse_errors(Exchange& exchange, const FieldReader& fields);

/// The largest zoom of the runner API.
inline constexpr double kMaxApiZoom = 4.0;

/// `source_uri_ref`, checked.
std::string read_source(FieldReader& fields);

}  // namespace gimbal
