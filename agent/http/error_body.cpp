// Writes error bodies.
#include "agent/http/error_body.hpp"

#include "lib/codec/json_writer.hpp"

namespace gimbal {

std::string error_body(std::string_view detail) {
  JsonWriter json;
  json.begin_object().field("detail", detail).end_object();
  return json.text();
}

void append_errors(std::vector<BodyError>& errors, const std::vector<std::string>& path,
                   const FieldReader& fields) {
  for (const FieldError& error : fields.errors()) {
    std::vector<std::string> whole_path = path;
    whole_path.push_back(error.field);
    errors.push_back({std::move(whole_path), error.message, error.type});
  }
}

std::string validation_body(const std::vector<BodyError>& errors) {
  JsonWriter json;
  json.begin_object().key("detail").begin_array();
  for (const BodyError& error : errors) {
    json.begin_object().key("loc").begin_array().value("body");
    for (const std::string& step : error.path) {
      json.value(std::string_view(step));
    }
    json.end_array().field("msg", error.message).field("type", error.type).end_object();
  }
  json.end_array().end_object();
  return json.text();
}

}  // namespace gimbal
