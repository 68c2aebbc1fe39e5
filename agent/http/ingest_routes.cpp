// Routes of ingest jobs: start, stop, point the camera.
#include "agent/http/request_body.hpp"
#include "agent/http/runner.hpp"
#include "agent/jobs/command_line.hpp"
#include "agent/jobs/profile.hpp"

namespace gimbal {

namespace {

constexpr int kMaxReplicaIndex = 9999;
constexpr std::size_t kMaxSessionName = 256;

/// Any name will do unless it becomes part of a file's.
std::string read_session_id(FieldReader& fields, const OutputTemplate& output) {
  const std::size_t errors_before = fields.errors().size();
  std::string session_id = fields.required_text("session_id", {1, kMaxSessionName});
  if (fields.errors().size() == errors_before && output.uses_session_id() &&
      !is_session_id(session_id)) {
    fields.add_error("session_id",
                     "Input should have 1 to 64 of the characters A-Z a-z 0-9 . _ - and not start "
                     "with a dot",
                     "value_error");
  }
  return session_id;
}

void start_ingest(Runner& runner, Exchange& exchange) {
  auto fields = read_body(runner.parser, exchange);
  if (!fields) {
    return;
  }
  IngestSettings settings;
  settings.source = read_source(*fields);
  settings.profile = ingest_profile(fields->text("profile", "balanced"));
  const std::string session_id = read_session_id(*fields, runner.output);
  const int replica_index = fields->integer("replica_index", 0, 0, kMaxReplicaIndex);
  if (refuse_errors(exchange, *fields)) {
    return;
  }
  settings.output = runner.output.expand(session_id, replica_index);
  if (const Job* writer = runner.jobs.writer_of(settings.output)) {
    exchange.reply_error(SOUP_STATUS_CONFLICT,
                         "job " + writer->id() +
                             " already writes to this session's output; stop it, or use another "
                             "session_id or replica_index");
    return;
  }
  const auto job = runner.jobs.start({.kind = JobKind::kIngest,
                                      .source = settings.source,
                                      .session_id = session_id,
                                      .replica_index = replica_index,
                                      .profile = std::string(settings.profile.name),
                                      .output = settings.output,
                                      .command = ingest_command(runner.program, settings)},
                                     Framing{});
  if (!job) {
    exchange.reply_error(SOUP_STATUS_INTERNAL_SERVER_ERROR, job.error());
    return;
  }
  JsonWriter json;
  json.begin_object().field("job_id", (*job)->id()).field("state", "running").end_object();
  exchange.reply_json(SOUP_STATUS_OK, json.text());
}

void stop_ingest(Runner& runner, const ExchangePtr& exchange) {
  if (const auto id = read_job_id(runner.parser, *exchange)) {
    stop_and_reply(runner.jobs.find(*id, JobKind::kIngest), exchange, R"({"state":"stopped"})");
  }
}

void reply_pointed(Exchange& exchange, const PtzRequest& request, const PointReply& reply) {
  using Outcome = PointReply::Outcome;
  if (reply.outcome == Outcome::kGone) {
    exchange.reply_error(SOUP_STATUS_CONFLICT, "the job is not running");
    return;
  }
  const bool queued = reply.outcome == Outcome::kNoFrameYet;
  JsonWriter json;
  json.begin_object().field("job_id", request.job_id).field("state", "running");
  write_ptz(json, request.framing);
  json.field("applied", reply.outcome == Outcome::kApplied).field("queued", queued);
  if (queued) {
    json.field("queue_depth", 1);
  }
  if (!reply.reason.empty()) {
    json.field("reason", reply.reason);
  }
  json.end_object();
  exchange.reply_json(SOUP_STATUS_OK, json.text());
}

void update_ptz(Runner& runner, const ExchangePtr& exchange) {
  const auto request = read_ptz_request(runner.parser, *exchange);
  if (!request) {
    return;
  }
  Job* job = runner.jobs.find(request->job_id, JobKind::kIngest);
  if (!job) {
    exchange->reply_error(SOUP_STATUS_NOT_FOUND, "no such ingest job");
  } else if (!job->takes_commands()) {
    exchange->reply_error(SOUP_STATUS_CONFLICT, "the job is not running");
  } else {
    exchange->wait();
    job->point(request->framing, [exchange, request = *request](const PointReply& reply) {
      reply_pointed(*exchange, request, reply);
    });
  }
}

}  // namespace

void add_ingest_routes(Server& server, Runner& runner) {
  server.route("POST", "/runner/ingest/start",
               [&runner](const ExchangePtr& exchange) { start_ingest(runner, *exchange); });
  server.route("POST", "/runner/ingest/stop",
               [&runner](const ExchangePtr& exchange) { stop_ingest(runner, exchange); });
  server.route("POST", "/runner/ptz/update",
               [&runner](const ExchangePtr& exchange) { update_ptz(runner, exchange); });
}

}  // namespace gimbal
