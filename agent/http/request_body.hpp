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

/// The `job_id` of a body that needs nothing else; empty where that has been replied as wrong.
std::optional<std::string> read_job_id(JsonParser& parser, Exchange& exchange);

/// Where a job's camera is to point.
struct PtzRequest {
  std::string job_id;
  Framing framing;
};

/// Empty where the body was wrong, which has then been replied.
std::optional<PtzRequest> read_ptz_request(JsonParser& parser, Exchange& exchange);

/// The largest zoom of the runner API.
inline constexpr double kMaxApiZoom = 4.0;

/// `source_uri_ref`, checked.
std::string read_source(FieldReader& fields);

}  // namespace gimbal
