// An ingest job at a runner: starts it, stops it.
#pragma once

#include <string>

#include "launcher/ingest_answers.hpp"
#include "launcher/ingest_options.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

/// Where `options` say the runner is, with its key. They have been checked.
Result<RunnerAccess> runner_access(const PushOptions& options);

// Both wait for the runner's answer, 15 seconds at most, and try once.

/// The job's id.
Result<std::string> start_ingest(const RunnerAccess& runner, const IngestOptions& options);

/// An error text, empty where the job is stopped.
std::string stop_ingest(const RunnerAccess& runner, const std::string& job_id);

/// {"job_id": "..."}
std::string job_body(const std::string& job_id);

}  // namespace gimbal
