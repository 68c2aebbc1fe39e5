#include "launcher/ingest_answers.hpp"

#include <libsoup/soup.h>

#include "gst-plugins/trackingsink/runner_target.hpp"
#include "gst-plugins/trackingsink/secret.hpp"
#include "lib/codec/field_reader.hpp"
#include "lib/codec/json.hpp"

namespace gimbal {

namespace {

using trackingsink::HttpReply;

bool is_redirect(int status) {
  return status >= SOUP_STATUS_MULTIPLE_CHOICES && status < SOUP_STATUS_BAD_REQUEST;
}

std::string what_to_do(const RunnerAccess& runner, int status) {
  switch (status) {
    case SOUP_STATUS_OK:
      return "did not answer as a runner does: check --runner-base-url";
    case SOUP_STATUS_UNAUTHORIZED:
    case SOUP_STATUS_FORBIDDEN:
      return runner.api_key.empty()
                 ? "wants a key: set --api-key-file, --api-key or RUNNER_API_KEY"
                 : "does not take the key: check --api-key-file, --api-key or RUNNER_API_KEY";
    case SOUP_STATUS_NOT_FOUND:
      return "knows no ingest jobs: check --runner-base-url";
    case SOUP_STATUS_CONFLICT:
      return "has another job for this: end that one, or use another --session-id";
    case SOUP_STATUS_BAD_REQUEST:
    case SOUP_STATUS_UNPROCESSABLE_ENTITY:
      return "refuses the job: check --session-id and --source-uri-ref";
    default:
      return is_redirect(status) ? "has moved: set --runner-base-url to where it is now"
                                 : "could not do it";
  }
}

std::string failure(const RunnerAccess& runner, const HttpReply& reply) {
  std::string text = "the runner at " + runner.base_url + " ";
  if (reply.status == 0) {
    text += "gave no answer: " + reply.error;
  } else {
    text += what_to_do(runner, reply.status) + " (" + std::to_string(reply.status) + ")";
  }
  if (!reply.body.empty()) {
    text += ": ";
    text += reply.body;
  }
  return trackingsink::fit_to_show(text, runner.api_key);
}

/// A text of the answer's object; empty where there is none.
std::string text_of(const HttpReply& reply, std::string_view field) {
  JsonParser parser;
  const auto object = parser.parse_object(reply.body);
  return object ? FieldReader(*object).text(field, "") : "";
}

}  // namespace

Result<std::string> read_start_answer(const RunnerAccess& runner, const HttpReply& reply) {
  std::string job_id = reply.status == SOUP_STATUS_OK ? text_of(reply, "job_id") : "";
  const bool one_line = job_id.find_first_of("\r\n") == std::string::npos;
  if (job_id.empty() || !one_line) {
    return Error{"the job was not started: " + failure(runner, reply)};
  }
  return job_id;
}

std::string read_stop_answer(const RunnerAccess& runner, const HttpReply& reply) {
  return reply.status == SOUP_STATUS_OK && text_of(reply, "state") == "stopped"
             ? ""
             : "the job may still run: " + failure(runner, reply);
}

std::optional<JobEnd> read_status_answer(const RunnerAccess& runner, const HttpReply& reply) {
  const std::string state = reply.status == SOUP_STATUS_OK ? text_of(reply, "state") : "";
  if (state == "stopped") {
    return JobEnd{true, "the job has ended: its source is at its end, or somebody has stopped it"};
  }
  if (state == "failed") {
    return JobEnd{false,
                  "the job has failed: " +
                      trackingsink::fit_to_show(text_of(reply, "last_error"), runner.api_key)};
  }
  if (state == "unknown") {
    return JobEnd{false,
                  "the runner knows nothing of the job any more: it was started again, or has "
                  "forgotten it. Start the ingest anew"};
  }
  return std::nullopt;
}

}  // namespace gimbal
