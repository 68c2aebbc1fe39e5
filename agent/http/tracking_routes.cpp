// Routes of tracking: what a detector says of a job, and what is known of it.
#include <chrono>

#include "agent/http/request_body.hpp"
#include "agent/http/runner.hpp"
#include "agent/http/tracking_body.hpp"
#include "lib/base/utc_time.hpp"
#include "lib/codec/tracking_json.hpp"

namespace gimbal {

namespace {

/// The record is written once: what is kept, replied and sent to the camera is that text.
void update_tracking(Runner& runner, Exchange& exchange) {
  auto fields = read_body(runner.parser, exchange);
  if (!fields) {
    return;
  }
  const std::string job_id = fields->required_text("job_id");
  const TrackingRecord record = read_tracking_update(*fields);
  if (refuse_errors(exchange, *fields)) {
    return;
  }
  Job* job = runner.jobs.find(job_id);
  if (!job) {
    exchange.reply_error(SOUP_STATUS_NOT_FOUND, "no such job");
    return;
  }
  job->track({.record = write_tracking_record(record),
              .updated_at = format_utc_time(std::chrono::system_clock::now()),
              .steers = steers_camera(record)});
  const TrackingReport& report = *job->tracking();
  exchange.reply_json(SOUP_STATUS_OK,
                      tracking_update_reply(job_id, report.record, report.updated_at));
}

void reply_tracking(Runner& runner, Exchange& exchange) {
  const auto job_id = read_job_id(runner.parser, exchange);
  if (!job_id) {
    return;
  }
  const Job* job = runner.jobs.find(*job_id);
  if (job && job->tracking()) {
    const TrackingReport& report = *job->tracking();
    exchange.reply_json(SOUP_STATUS_OK,
                        tracking_status_reply(*job_id, report.record, report.updated_at));
  } else {
    exchange.reply_json(SOUP_STATUS_OK, no_tracking_reply(*job_id, job ? "none" : "runner"));
  }
}

}  // namespace

void add_tracking_routes(Server& server, Runner& runner) {
  server.route("POST", "/runner/tracking/update",
               [&runner](const ExchangePtr& exchange) { update_tracking(runner, *exchange); });
  server.route("POST", "/runner/tracking/status",
               [&runner](const ExchangePtr& exchange) { reply_tracking(runner, *exchange); });
}

}  // namespace gimbal
