// What a runner's answers about an ingest job mean, in words that tell the user what to do.
#pragma once

#include <optional>
#include <string>

#include "gst-plugins/trackingsink/http_client.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

struct RunnerAccess {
  std::string base_url;  ///< without credentials: fit to be shown
  std::string api_key;   ///< never shown
};

/// Of ingest/start: the job's id.
Result<std::string> read_start_answer(const RunnerAccess& runner,
                                      const trackingsink::HttpReply& reply);

/// Of ingest/stop: an error text, empty where the job is stopped.
std::string read_stop_answer(const RunnerAccess& runner, const trackingsink::HttpReply& reply);

/// A job that has ended without being asked to.
struct JobEnd {
  bool in_order = false;  ///< its source was at its end, or somebody stopped it
  std::string text;       ///< one line for the user
};

/// Of job/status. Empty where the job goes on, and where the answer does not say: a runner that is
/// away may be back.
std::optional<JobEnd> read_status_answer(const RunnerAccess& runner,
                                         const trackingsink::HttpReply& reply);

}  // namespace gimbal
