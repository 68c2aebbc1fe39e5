// Shared body fields.
#include "agent/http/request_body.hpp"

#include "agent/jobs/source_uri.hpp"

namespace gimbal {

std::optional<FieldReader> read_body(JsonParser& parser, Exchange& exchange) {
  const auto object = parser.parse_object(exchange.body());
  if (!object) {
    exchange.reply_invalid({{{}, object.error(), "json_invalid"}});
    return std::nullopt;
  }
  return FieldReader(*object);
}

bool refuse_errors(Exchange& exchange, const FieldReader& fields) {
  std::vector<BodyError> errors;
  append_errors(errors, {}, fields);
  if (errors.empty()) {
    return false;
  }
  exchange.reply_invalid(errors);
  return true;
}

std::optional<std::string> read_job_id(JsonParser& parser, Exchange& exchange) {
  auto fields = read_body(parser, exchange);
  if (!fields) {
    return std::nullopt;
  }
  std::string id = fields->required_text("job_id");
  return refuse_errors(exchange, *fields) ? std::nullopt : std::optional(std::move(id));
}

std::optional<PtzRequest> read_ptz_request(JsonParser& parser, Exchange& exchange) {
  auto fields = read_body(parser, exchange);
  if (!fields) {
    return std::nullopt;
  }
  PtzRequest request{fields->required_text("job_id"), read_framing(*fields, kMaxApiZoom)};
  return refuse_errors(exchange, *fields) ? std::nullopt : std::optional(std::move(request));
}

std::string read_source(FieldReader& fields) {
  constexpr std::string_view kField = "source_uri_ref";
  const std::size_t errors_before = fields.errors().size();
  std::string source = fields.required_text(kField);
  if (fields.errors().size() == errors_before) {
    if (auto error = source_error(source)) {
      fields.add_error(kField, std::move(*error), "value_error");
    }
  }
  return source;
}

}  // namespace gimbal
