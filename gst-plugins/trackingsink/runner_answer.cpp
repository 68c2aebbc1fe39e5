#include "gst-plugins/trackingsink/runner_answer.hpp"

#include <string>

#include "gst-plugins/trackingsink/secret.hpp"
#include "lib/codec/field_reader.hpp"
#include "lib/codec/json.hpp"

namespace gimbal::trackingsink {

namespace {

constexpr int kOk = 200;
constexpr int kMultipleChoices = 300;
constexpr int kBadRequest = 400;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;
constexpr int kUnprocessable = 422;
constexpr int kServerError = 500;

PushOutcome failure(const RunnerTarget& target, int status, const std::string& text) {
  return {status, fit_to_show(text, target.api_key),
          status == kUnprocessable || status == kBadRequest};
}

/// Whether `body` is the runner's record of this job.
bool is_receipt(const RunnerTarget& target, std::string_view body) {
  JsonParser parser;
  const auto object = parser.parse_object(body);
  return object && FieldReader(*object).text("job_id", "") == target.job_id;
}

std::string what_to_do(const RunnerTarget& target, int status) {
  if (status == kUnauthorized || status == kForbidden) {
    return target.api_key.empty()
               ? "wants a key: set api-key, api-key-file or RUNNER_API_KEY"
               : "does not take the key: check api-key, api-key-file or RUNNER_API_KEY";
  }
  if (status == kNotFound) {
    return "knows no job " + target.job_id + ": check job-id, and runner-url";
  }
  if (status == kUnprocessable || status == kBadRequest) {
    return "refuses the record";
  }
  if (status >= kMultipleChoices && status < kBadRequest) {
    return "has moved: set runner-url to where it is now";
  }
  return status >= kServerError ? "failed" : "answered with something else than a receipt";
}

}  // namespace

PushOutcome read_answer(const RunnerTarget& target, int status, std::string_view body) {
  if (status == kOk) {
    return is_receipt(target, body)
               ? PushOutcome{status, ""}
               : failure(target, status,
                         "What answers at " + target.base_url +
                             " is no runner: it did not say that it took the record. Check "
                             "runner-url");
  }
  std::string text = "The runner at " + target.base_url + " " + what_to_do(target, status) + " (" +
                     std::to_string(status) + ")";
  if (!body.empty()) {
    text += ": ";
    text += body;
  }
  return failure(target, status, text);
}

PushOutcome no_answer(const RunnerTarget& target, std::string_view reason) {
  return failure(target, 0,
                 "The runner at " + target.base_url + " gave no answer: " + std::string(reason));
}

}  // namespace gimbal::trackingsink
