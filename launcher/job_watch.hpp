// Notices that a runner's job has ended by itself.
#pragma once

#include <glib.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "gst-plugins/trackingsink/http_client.hpp"
#include "launcher/ingest_answers.hpp"

namespace gimbal {

/// Asks every two seconds, in a thread of its own: a runner may be slow to answer.
class JobWatch {
 public:
  using OnEnd = std::function<void(const JobEnd& end)>;

  /// `on_end` is called once, from the default main context.
  JobWatch(RunnerAccess runner, std::string job_id, OnEnd on_end);
  ~JobWatch();
  JobWatch(const JobWatch&) = delete;
  JobWatch& operator=(const JobWatch&) = delete;

 private:
  static gboolean on_idle(gpointer data);
  void run();
  bool wait();
  void let_cancel(trackingsink::HttpClient* client);

  const RunnerAccess runner_;
  const std::string job_id_;
  const OnEnd on_end_;
  std::mutex mutex_;
  std::condition_variable changed_;
  trackingsink::HttpClient* client_ = nullptr;  // the thread's, while it has one
  bool stopping_ = false;
  std::optional<JobEnd> end_;  // the thread's, until it has ended
  std::thread thread_;
};

}  // namespace gimbal
