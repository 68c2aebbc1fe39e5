// Routes about jobs of either kind: health, status, and the list the dashboard shows.
#include "agent/http/request_body.hpp"
#include "agent/http/runner.hpp"
#include "lib/base/mask.hpp"
#include "lib/codec/framing_json.hpp"

namespace gimbal {

namespace {

void reply_health(const Runner& runner, Exchange& exchange) {
  JsonWriter json;
  json.begin_object()
      .field("status", "ok")
      .field("preview_jobs", runner.jobs.running(JobKind::kPreview))
      .field("ingest_jobs", runner.jobs.running(JobKind::kIngest))
      .end_object();
  exchange.reply_json(SOUP_STATUS_OK, json.text());
}

void write_last_error(JsonWriter& json, const Job& job) {
  json.key("last_error");
  job.last_error() ? json.value(*job.last_error()) : json.null();
}

void reply_status(Runner& runner, Exchange& exchange) {
  const auto id = read_job_id(runner.parser, exchange);
  if (!id) {
    return;
  }
  const Job* job = runner.jobs.find(*id);
  JsonWriter json;
  json.begin_object().field("job_id", *id).field("state", job ? to_text(job->state()) : "unknown");
  json.field("restart_count", 0);
  if (job) {
    write_last_error(json, *job);
  } else {
    json.key("last_error").null();
  }
  json.end_object();
  exchange.reply_json(SOUP_STATUS_OK, json.text());
}

void write_stats(JsonWriter& json, const StreamStats& stats) {
  json.begin_object()
      .field("fps", stats.fps)
      .field("frames", stats.frames)
      .field("bitrate", stats.bitrate)
      .field("encoder", stats.encoder)
      .field("path", stats.path)
      .key("crop");
  if (stats.crop) {
    write_crop(json, *stats.crop);
  } else {
    json.null();
  }
  json.end_object();
}

void write_job(JsonWriter& json, const Job& job) {
  const JobDescription& description = job.description();
  json.begin_object()
      .field("job_id", job.id())
      .field("kind", to_text(description.kind))
      .field("state", to_text(job.state()))
      .field("source", mask_credentials(description.source));
  if (description.kind == JobKind::kIngest) {
    json.field("session_id", description.session_id)
        .field("replica_index", description.replica_index)
        .field("profile", description.profile);
  }
  write_ptz(json, job.framing());
  write_last_error(json, job);
  json.key("stats");
  if (job.stats()) {
    write_stats(json, *job.stats());
  } else {
    json.null();
  }
  json.end_object();
}

void reply_jobs(const Runner& runner, Exchange& exchange) {
  JsonWriter json;
  json.begin_object().key("jobs").begin_array();
  for (const auto& job : runner.jobs.jobs()) {
    write_job(json, *job);
  }
  json.end_array().end_object();
  exchange.reply_json(SOUP_STATUS_OK, json.text());
}

}  // namespace

void write_ptz(JsonWriter& json, const Framing& framing) {
  json.key("ptz").begin_object();
  write_framing(json, framing);
  json.end_object();
}

void stop_and_reply(Job* job, const ExchangePtr& exchange, std::string json) {
  if (!job) {
    exchange->reply_json(SOUP_STATUS_OK, json);
    return;
  }
  exchange->wait();
  job->stop([exchange, json = std::move(json)] { exchange->reply_json(SOUP_STATUS_OK, json); });
}

void add_job_routes(Server& server, Runner& runner) {
  server.route("GET", "/health",
               [&runner](const ExchangePtr& exchange) { reply_health(runner, *exchange); });
  server.route("GET", "/runner/jobs",
               [&runner](const ExchangePtr& exchange) { reply_jobs(runner, *exchange); });
  server.route("POST", "/runner/job/status",
               [&runner](const ExchangePtr& exchange) { reply_status(runner, *exchange); });
}

}  // namespace gimbal
