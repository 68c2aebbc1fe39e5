// `gimbal ingest`: gives way to the program gimbal-ingest, which lies beside this one.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "launcher/commands.hpp"

namespace gimbal {

int ingest_command(const std::vector<std::string>& arguments, int video_fd) {
  std::error_code error;
  const std::filesystem::path ours = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::string program = ours.parent_path() / "gimbal-ingest";
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> raw;
  raw.reserve(words.size() + 1);
  for (std::string& word : words) {
    raw.push_back(word.data());
  }
  raw.push_back(nullptr);
  if (video_fd >= 0) {
    dup2(video_fd, STDOUT_FILENO);
  }
  execv(program.c_str(), raw.data());
  report_error("ingest",
               "cannot start " + program + ": " + std::strerror(errno) + ". Install gimbal anew.");
  return 1;
}

}  // namespace gimbal
