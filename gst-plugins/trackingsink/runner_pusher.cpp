#include "gst-plugins/trackingsink/runner_pusher.hpp"

#include <utility>

#include "gst-plugins/trackingsink/runner_answer.hpp"
#include "lib/codec/json_writer.hpp"
#include "lib/codec/tracking_json.hpp"

namespace gimbal::trackingsink {

namespace {

/// The PTS of our video says nothing to a job, whose own began at another moment: it goes by when
/// the record comes.
std::string body_of(const std::string& job_id, TrackingRecord record) {
  if (record.timebase == Timebase::kPts) {
    record.timestamp.reset();
  }
  JsonWriter json;
  json.begin_object().field("job_id", std::string_view(job_id));
  write_tracking_fields(json, record);
  json.end_object();
  return json.text();
}

}  // namespace

RunnerPusher::RunnerPusher(RunnerTarget target, std::chrono::nanoseconds timeout)
    : target_(std::move(target)), timeout_(timeout), client_(target_.url, target_.api_key) {}

std::optional<TrackingRecord> RunnerPusher::next(LatestRecord& records,
                                                 LatestRecord::Clock::time_point not_before) {
  return records.take(not_before);
}

PushOutcome RunnerPusher::push(const TrackingRecord& record) {
  const HttpReply reply = client_.post(body_of(target_.job_id, record), timeout_);
  return reply.status == 0 ? no_answer(target_, reply.error)
                           : read_answer(target_, reply.status, reply.body);
}

MakeDestination runner_destination(RunnerTarget target, std::chrono::nanoseconds timeout) {
  return [target = std::move(target), timeout] {
    return std::make_unique<RunnerPusher>(target, timeout);
  };
}

}  // namespace gimbal::trackingsink
