// The command lines of the child processes: settings in, arguments out.
#pragma once

#include <string>
#include <vector>

#include "agent/jobs/profile.hpp"

namespace gimbal {

/// The descriptor a child finds its control socket on.
inline constexpr int kChildControlFd = 3;

/// `program` is the path of the gimbal program. Values are glued to their flags (`--source=…`), so
/// that none can be taken for a flag.
std::vector<std::string> preview_command(const std::string& program,
                                         const PreviewSettings& settings);
std::vector<std::string> ingest_command(const std::string& program, const IngestSettings& settings);

}  // namespace gimbal
