// Keeps jobs in the order they were started.
#include "agent/jobs/job_table.hpp"

#include <algorithm>
#include <utility>

#include "agent/jobs/output_template.hpp"
#include "agent/support/handles.hpp"

namespace gimbal {

namespace {

// Enough to ask how a job ended long after it did; a restarting gateway must not fill the memory.
constexpr std::ptrdiff_t kMaxEndedJobs = 200;

bool has_ended(const std::unique_ptr<Job>& job) {
  return job->state() != JobState::kRunning;
}

}  // namespace

Result<Job*> JobTable::start(JobDescription description, const Framing& framing) {
  const CharHandle id(g_uuid_string_random());
  auto job = Job::start(id.get(), std::move(description), framing);
  if (!job) {
    return Error{job.error()};
  }
  forget_old();
  jobs_.push_back(std::move(*job));
  return jobs_.back().get();
}

Job* JobTable::find(std::string_view id) {
  const auto found =
      std::find_if(jobs_.begin(), jobs_.end(), [&](const auto& job) { return job->id() == id; });
  return found == jobs_.end() ? nullptr : found->get();
}

Job* JobTable::find(std::string_view id, JobKind kind) {
  Job* job = find(id);
  return job != nullptr && job->description().kind == kind ? job : nullptr;
}

const Job* JobTable::writer_of(std::string_view output) const {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [&](const auto& job) {
    return !has_ended(job) && output != kNullOutput && job->description().output == output;
  });
  return found == jobs_.end() ? nullptr : found->get();
}

int JobTable::running(JobKind kind) const {
  return static_cast<int>(std::count_if(jobs_.begin(), jobs_.end(), [&](const auto& job) {
    return !has_ended(job) && job->description().kind == kind;
  }));
}

void JobTable::stop_all(std::function<void()> stopped) {
  // Lives as long as a job still has to call back; says so when the last one has.
  const std::shared_ptr<void> all_gone(nullptr,
                                       [stopped = std::move(stopped)](void*) { stopped(); });
  for (const auto& job : jobs_) {
    job->stop([all_gone] {});
  }
}

void JobTable::forget_old() {
  auto ended = std::count_if(jobs_.begin(), jobs_.end(), has_ended);
  std::erase_if(jobs_, [&](const auto& job) { return has_ended(job) && ended-- > kMaxEndedJobs; });
}

}  // namespace gimbal
