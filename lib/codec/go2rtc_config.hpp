// The text of a go2rtc configuration file.
#pragma once

#include <string>
#include <vector>

namespace gimbal {

struct Go2rtcStream {
  std::string name;
  std::string command;     ///< as join_go2rtc_command() writes it
  std::string executable;  ///< the command's first word
};

/// YAML with loopback listeners, one `exec:` source for each stream and the executables allowed.
std::string go2rtc_config(const std::vector<Go2rtcStream>& streams);

}  // namespace gimbal
