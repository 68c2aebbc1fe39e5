// The options of `gimbal go2rtc`, read from the command line and checked.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lib/base/result.hpp"

namespace gimbal {

struct Go2rtcOptions {
  int workers = 1;
  std::string instance_prefix;  ///< camera n is called PREFIX-n, from 0 on
  bool fifo = false;            ///< go2rtc reads FIFOs instead of starting the cameras
  bool ptz = false;             ///< `gimbal ptz` instead of `gimbal stream`
  std::string format;           ///< mpegts or h264
  std::string source_uri;       ///< of ptz: scene:NAME or a URI

  /// What is passed on to the cameras, by the name of the option and as the user wrote it; an
  /// option that was not given is not here.
  std::vector<std::pair<std::string, std::string>> camera;
  bool force_software = false;

  std::string wrapper;          ///< absolute path of a program put before the command, or empty
  std::string command;          ///< template of the command; empty for gimbal's own
  std::string fifo_dir;         ///< absolute
  std::string go2rtc_fifo_dir;  ///< the same directory as go2rtc sees it

  std::string output;  ///< "-" is standard output, else a file
  bool force = false;  ///< overwrite a file that was changed by hand
};

/// `words` are those behind the subcommand. The error is one line; an empty error means that
/// help was asked for and has been printed to `help_fd`.
Result<Go2rtcOptions> read_go2rtc_options(std::vector<std::string> words, int help_fd);

}  // namespace gimbal
