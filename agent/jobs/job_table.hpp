// JobTable: every job the agent runs, and the last ones it ran.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "agent/jobs/job.hpp"

namespace gimbal {

class JobTable {
 public:
  /// Starts a job under a new id. Forgets the oldest ended jobs where there are too many.
  Result<Job*> start(JobDescription description, const Framing& framing);

  /// Null where there is no such job.
  Job* find(std::string_view id);
  /// Null also where the job is of the other kind.
  Job* find(std::string_view id, JobKind kind);

  /// The running job that writes to `output`; null where there is none.
  const Job* writer_of(std::string_view output) const;

  /// Oldest first.
  const std::vector<std::unique_ptr<Job>>& jobs() const { return jobs_; }
  int running(JobKind kind) const;

  /// Stops every job; `stopped` is called once no child is left.
  void stop_all(std::function<void()> stopped);

 private:
  void forget_old();

  std::vector<std::unique_ptr<Job>> jobs_;
};

}  // namespace gimbal
