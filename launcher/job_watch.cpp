#include "launcher/job_watch.hpp"

#include <chrono>
#include <utility>

#include "launcher/ingest_job.hpp"

namespace gimbal {

namespace {

constexpr std::chrono::seconds kPeriod{2};
constexpr std::chrono::seconds kPatience{5};

}  // namespace

JobWatch::JobWatch(RunnerAccess runner, std::string job_id, OnEnd on_end)
    : runner_(std::move(runner)),
      job_id_(std::move(job_id)),
      on_end_(std::move(on_end)),
      thread_([this] { run(); }) {}

JobWatch::~JobWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (client_ != nullptr) {
      client_->cancel();
    }
  }
  changed_.notify_all();
  thread_.join();
  g_idle_remove_by_data(this);
}

void JobWatch::run() {
  trackingsink::HttpClient client(runner_.base_url + "/runner/job/status", runner_.api_key);
  let_cancel(&client);
  while (!end_ && wait()) {
    end_ = read_status_answer(runner_, client.post(job_body(job_id_), kPatience));
  }
  let_cancel(nullptr);
  if (end_) {
    g_idle_add(on_idle, this);
  }
}

/// False when it is time to end.
bool JobWatch::wait() {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, kPeriod, [this] { return stopping_; });
}

void JobWatch::let_cancel(trackingsink::HttpClient* client) {
  const std::lock_guard lock(mutex_);
  client_ = client;
}

gboolean JobWatch::on_idle(gpointer data) {
  const auto* self = static_cast<const JobWatch*>(data);
  self->on_end_(*self->end_);
  return G_SOURCE_REMOVE;
}

}  // namespace gimbal
