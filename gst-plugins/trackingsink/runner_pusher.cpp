#include "gst-plugins/trackingsink/runner_pusher.hpp"

#include <random>
#include <utility>

#include "gst-plugins/trackingsink/runner_answer.hpp"
#include "lib/base/backoff.hpp"
#include "lib/codec/json_writer.hpp"
#include "lib/codec/tracking_json.hpp"

namespace gimbal::trackingsink {

namespace {

constexpr Backoff::Duration kFirstWait{250};
constexpr Backoff::Duration kLongestWait{5000};

std::string body_of(const std::string& job_id, const TrackingRecord& record) {
  JsonWriter json;
  json.begin_object().field("job_id", std::string_view(job_id));
  write_tracking_fields(json, record);
  json.end_object();
  return json.text();
}

}  // namespace

RunnerPusher::RunnerPusher(RunnerTarget target, PushTimes times, LatestRecord& records,
                           PushReport& report, OnHealth on_health)
    : target_(std::move(target)),
      times_(times),
      records_(records),
      report_(report),
      on_health_(std::move(on_health)),
      thread_([this] { run(); }) {}

RunnerPusher::~RunnerPusher() {
  records_.close();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (client_ != nullptr) {
      client_->cancel();
    }
  }
  thread_.join();
}

void RunnerPusher::run() {
  HttpClient client(target_.url, target_.api_key);
  let_cancel(&client);
  Backoff backoff(kFirstWait, kLongestWait, std::random_device()());
  LatestRecord::Clock::time_point next{};
  while (const auto record = records_.take(next)) {
    const auto begun = LatestRecord::Clock::now();
    if (push(client, *record)) {
      backoff.reset();
      next = begun + times_.interval;
    } else {
      next = std::max(begun + times_.interval, LatestRecord::Clock::now() + backoff.next());
    }
  }
  let_cancel(nullptr);
}

/// Whether the runner took it.
bool RunnerPusher::push(HttpClient& client, const TrackingRecord& record) {
  const HttpReply reply = client.post(body_of(target_.job_id, record), times_.timeout);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ && reply.status == 0) {
      return false;  // we gave it up: nobody's fault
    }
  }
  const PushOutcome outcome = reply.status == 0 ? no_answer(target_, reply.error)
                                                : read_answer(target_, reply.status, reply.body);
  if (is_worth_another_try(outcome)) {
    records_.give_back(record);
  }
  if (report_.note(outcome)) {
    on_health_(outcome);
  }
  return outcome.error.empty();
}

void RunnerPusher::let_cancel(HttpClient* client) {
  const std::lock_guard lock(mutex_);
  client_ = client;
  if (client != nullptr && stopping_) {
    client->cancel();
  }
}

}  // namespace gimbal::trackingsink
