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
