// What a runner's answer to a push means, in words that tell the user what to do.
#pragma once

#include <string_view>

#include "gst-plugins/trackingsink/push_report.hpp"
#include "gst-plugins/trackingsink/runner_target.hpp"

namespace gimbal::trackingsink {

/// Well only if the runner says that it took the record: a page of somebody else with status 200 is
/// a failure.
PushOutcome read_answer(const RunnerTarget& target, int status, std::string_view body);

/// No answer came. `reason`: what the network said.
PushOutcome no_answer(const RunnerTarget& target, std::string_view reason);

}  // namespace gimbal::trackingsink
