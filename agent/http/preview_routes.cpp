// Routes of previews: start, watch, stop, point the camera.
#include <utility>

#include "agent/http/request_body.hpp"
#include "agent/http/runner.hpp"
#include "agent/jobs/command_line.hpp"
#include "agent/jobs/profile.hpp"
#include "agent/preview/stream_viewer.hpp"

namespace gimbal {

namespace {

constexpr double kMaxStartSeconds = 7.0 * 24 * 3600;

struct PreviewRequest {
  PreviewSettings settings;
  bool webrtc = false;
  std::vector<BodyError> errors;
};

void read_transport(FieldReader& profile, PreviewRequest& request) {
  const std::string transport = profile.text("transport", "mjpeg");
  request.webrtc = transport == "webrtc";
  if (!request.webrtc && transport != "mjpeg") {
    profile.add_error("transport", "Input should be \"mjpeg\" or \"webrtc\"", "value_error");
  }
}

void read_profile(FieldReader& profile, PreviewRequest& request) {
  PreviewSettings& settings = request.settings;
  read_transport(profile, request);
  if (const std::string scale = profile.text("scale", ""); !scale.empty()) {
    if (const auto parsed = parse_scale(scale)) {
      settings.scale = *parsed;
    } else {
      profile.add_error("scale", parsed.error(), "value_error");
    }
  }
  settings.fps = clamp_to_int(profile.number("fps", settings.fps), 1, 60);
  const double quality = profile.number("q", settings.quality);
  settings.quality = clamp_to_int(profile.number("q_v", quality), 2, 31);
  settings.start_seconds = profile.number("start_seconds", 0, {0, kMaxStartSeconds});
  settings.loop = profile.flag("loop", false);
  if (const auto object = profile.object("ptz")) {
    FieldReader ptz(*object);
    settings.framing = read_framing(ptz, kMaxApiZoom);
    append_errors(request.errors, {"profile", "ptz"}, ptz);
  }
  append_errors(request.errors, {"profile"}, profile);
}

PreviewRequest read_request(FieldReader& fields) {
  PreviewRequest request;
  request.settings.source = read_source(fields);
  if (const auto object = fields.object("profile")) {
    FieldReader profile(*object);
    read_profile(profile, request);
  }
  append_errors(request.errors, {}, fields);
  return request;
}

void start_preview(Runner& runner, Exchange& exchange) {
  auto fields = read_body(runner.parser, exchange);
  if (!fields) {
    return;
  }
  const PreviewRequest request = read_request(*fields);
  if (!request.errors.empty()) {
    exchange.reply_invalid(request.errors);
    return;
  }
  if (request.webrtc) {
    exchange.reply_error(SOUP_STATUS_CONFLICT,
                         "webrtc previews are not configured; ask for transport mjpeg");
    return;
  }
  const auto job = runner.jobs.start({.kind = JobKind::kPreview,
                                      .source = request.settings.source,
                                      .session_id = "",
                                      .replica_index = 0,
                                      .profile = "",
                                      .output = "",
                                      .command = preview_command(runner.program, request.settings)},
                                     request.settings.framing);
  if (!job) {
    exchange.reply_error(SOUP_STATUS_INTERNAL_SERVER_ERROR, job.error());
    return;
  }
  const std::string& id = (*job)->id();
  JsonWriter json;
  json.begin_object()
      .field("job_id", id)
      .field("preview_kind", "mjpeg")
      .field("preview_url", runner.public_base_url + "/runner/preview/stream/" + id)
      .end_object();
  exchange.reply_json(SOUP_STATUS_OK, json.text());
}

/// The running preview `id`; null where there is none, which has then been replied.
Job* find_preview(Runner& runner, const std::string& id, Exchange& exchange) {
  Job* job = runner.jobs.find(id);
  if (!job) {
    exchange.reply_error(SOUP_STATUS_NOT_FOUND, "no such preview");
    return nullptr;
  }
  if (job->description().kind != JobKind::kPreview) {
    exchange.reply_error(SOUP_STATUS_CONFLICT, "the job is not an mjpeg preview");
    return nullptr;
  }
  if (!job->takes_commands()) {
    exchange.reply_error(SOUP_STATUS_CONFLICT, "the preview is not running");
    return nullptr;
  }
  return job;
}

void stream_preview(Runner& runner, Exchange& exchange) {
  if (Job* job = find_preview(runner, exchange.parameter(), exchange)) {
    StreamViewer::attach(exchange.message(), job->pictures());
  }
}

void stop_preview(Runner& runner, const ExchangePtr& exchange) {
  if (const auto id = read_job_id(runner.parser, *exchange)) {
    stop_and_reply(runner.jobs.find(*id, JobKind::kPreview), exchange, R"({"stopped":true})");
  }
}

void reply_pointed(Exchange& exchange, const PtzRequest& request, const PointReply& reply) {
  if (reply.outcome == PointReply::Outcome::kGone) {
    exchange.reply_error(SOUP_STATUS_CONFLICT, "the preview is not running");
    return;
  }
  JsonWriter json;
  json.begin_object()
      .field("job_id", request.job_id)
      .field("preview_kind", "mjpeg")
      .field("state", "running");
  write_ptz(json, request.framing);
  json.field("applied", reply.outcome == PointReply::Outcome::kApplied).field("method", "control");
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
  if (Job* job = find_preview(runner, request->job_id, *exchange)) {
    exchange->wait();
    job->point(request->framing, [exchange, request = *request](const PointReply& reply) {
      reply_pointed(*exchange, request, reply);
    });
  }
}

}  // namespace

void add_preview_routes(Server& server, Runner& runner) {
  server.route("POST", "/runner/preview/start",
               [&runner](const ExchangePtr& exchange) { start_preview(runner, *exchange); });
  server.route("GET", "/runner/preview/stream/{job_id}",
               [&runner](const ExchangePtr& exchange) { stream_preview(runner, *exchange); });
  server.route("POST", "/runner/preview/stop",
               [&runner](const ExchangePtr& exchange) { stop_preview(runner, exchange); });
  server.route("POST", "/runner/preview/ptz/update",
               [&runner](const ExchangePtr& exchange) { update_ptz(runner, exchange); });
}

}  // namespace gimbal
