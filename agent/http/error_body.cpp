// Writes error bodies.
#include "agent/http/error_body.hpp"

#include <algorithm>

#include "lib/codec/json_writer.hpp"

namespace gimbal {

namespace {

/// "targets[3].x" is the steps "targets", "3", "x".
void append_steps(std::vector<std::string>& path, std::string_view field) {
  constexpr std::string_view kBetween = "[].";
  std::size_t begin = 0;
  while ((begin = field.find_first_not_of(kBetween, begin)) != std::string_view::npos) {
    const std::size_t end = std::min(field.find_first_of(kBetween, begin), field.size());
    path.emplace_back(field.substr(begin, end - begin));
    begin = end;
  }
}

/// No field is called by a number: such a step is a place in a list.
bool is_index(std::string_view step) {
  return !step.empty() && step.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string error_body(std::string_view detail) {
  JsonWriter json;
  json.begin_object().field("detail", detail).end_object();
  return json.text();
}

void append_errors(std::vector<BodyError>& errors, const std::vector<std::string>& path,
                   const FieldReader& fields) {
  for (const FieldError& error : fields.errors()) {
    std::vector<std::string> whole_path = path;
    append_steps(whole_path, error.field);
    errors.push_back({std::move(whole_path), error.message, error.type});
  }
}

std::string validation_body(const std::vector<BodyError>& errors) {
  JsonWriter json;
  json.begin_object().key("detail").begin_array();
  for (const BodyError& error : errors) {
    json.begin_object().key("loc").begin_array().value("body");
    for (const std::string& step : error.path) {
      is_index(step) ? json.value(std::stoi(step)) : json.value(std::string_view(step));
    }
    json.end_array().field("msg", error.message).field("type", error.type).end_object();
  }
  json.end_array().end_object();
  return json.text();
}

}  // namespace gimbal
