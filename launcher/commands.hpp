// The subcommands of `gimbal`. Each takes what stands behind its name and returns an exit status: 0
// for success, 1 for a failure at run time, 2 for a command line that cannot be used.
#pragma once

#include <string>
#include <vector>

namespace gimbal {

/// `video_fd` is the real standard output (see video_fd.hpp).
int stream_command(const std::vector<std::string>& arguments, int video_fd);
int ptz_command(const std::vector<std::string>& arguments, int video_fd);
int pipeline_command(const std::vector<std::string>& arguments, int video_fd);
int doctor_command(const std::vector<std::string>& arguments, int video_fd);
int go2rtc_command(const std::vector<std::string>& arguments, int video_fd);
int track_command(const std::vector<std::string>& arguments, int video_fd);
/// Becomes the program gimbal-ingest, and returns only if that cannot be started.
int ingest_command(const std::vector<std::string>& arguments, int video_fd);

/// One line on standard error: "gimbal NAME: TEXT".
void report_error(const std::string& command, const std::string& text);

/// Exit status of a command whose options were not read: without an error text, help was asked for
/// and has been printed.
int end_without_stream(const std::string& command, const std::string& error);

}  // namespace gimbal
