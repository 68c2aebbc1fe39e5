#include "launcher/ingest_job.hpp"

#include <chrono>

#include "gst-plugins/trackingsink/http_client.hpp"
#include "gst-plugins/trackingsink/runner_target.hpp"
#include "lib/codec/json_writer.hpp"

namespace gimbal {

namespace {

constexpr std::chrono::seconds kPatience{15};

using trackingsink::HttpClient;

trackingsink::HttpReply call(const RunnerAccess& runner, const char* path, const std::string& body,
                             HttpClient::IfTwice if_twice) {
  HttpClient client(runner.base_url + path, runner.api_key);
  return client.post(body, kPatience, if_twice);
}

}  // namespace

Result<RunnerAccess> runner_access(const PushOptions& options) {
  const auto key = trackingsink::find_api_key(options.api_key, options.api_key_file);
  if (!key) {
    return Error{in_words_of_options(key.error())};
  }
  const auto target = trackingsink::runner_target(options.runner_url, "any", *key);
  return target ? Result<RunnerAccess>(RunnerAccess{target->base_url, *key})
                : Error{in_words_of_options(target.error())};
}

Result<std::string> start_ingest(const RunnerAccess& runner, const IngestOptions& options) {
  JsonWriter json;
  json.begin_object()
      .field("session_id", options.session_id)
      .field("source_uri_ref", options.source_uri_ref)
      .field("profile", options.profile)
      .end_object();
  return read_start_answer(
      runner, call(runner, "/runner/ingest/start", json.text(), HttpClient::IfTwice::kHarmful));
}

std::string stop_ingest(const RunnerAccess& runner, const std::string& job_id) {
  return read_stop_answer(runner, call(runner, "/runner/ingest/stop", job_body(job_id),
                                       HttpClient::IfTwice::kHarmless));
}

std::string job_body(const std::string& job_id) {
  JsonWriter json;
  json.begin_object().field("job_id", job_id).end_object();
  return json.text();
}

}  // namespace gimbal
