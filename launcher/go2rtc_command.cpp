// `gimbal go2rtc`: writes a configuration with which go2rtc serves cameras.
#include <glib.h>

#include <cerrno>

#include "gst-plugins/support/handles.hpp"
#include "launcher/command_line.hpp"
#include "launcher/commands.hpp"
#include "launcher/go2rtc_fifos.hpp"
#include "launcher/go2rtc_file.hpp"
#include "launcher/go2rtc_options.hpp"
#include "launcher/go2rtc_plan.hpp"

namespace gimbal {

namespace {

constexpr const char* kNotes =
    "#\n"
    "# Change it with the command or by hand: a file changed by hand is overwritten only with\n"
    "# --force. Everything listens on this machine alone; go2rtc asks nobody for a password.\n"
    "\n";

/// The absolute path of this program.
Result<std::string> own_path() {
  GError* raw_error = nullptr;
  const CharHandle path(g_file_read_link("/proc/self/exe", &raw_error));
  const ErrorHandle error(raw_error);
  if (!path) {
    return Error{"cannot tell where gimbal is: " + std::string(error->message)};
  }
  if (g_file_test(path.get(), G_FILE_TEST_IS_EXECUTABLE) == FALSE) {
    return Error{"gimbal was replaced while it ran: start it again"};
  }
  return std::string(path.get());
}

std::string config_text(const std::vector<Go2rtcCamera>& cameras) {
  std::vector<Go2rtcStream> streams;
  streams.reserve(cameras.size());
  for (const Go2rtcCamera& camera : cameras) {
    streams.push_back(camera.stream);
  }
  return sealed(kNotes + go2rtc_config(streams));
}

Result<bool> make_fifos(const std::string& directory, const std::vector<Go2rtcCamera>& cameras) {
  auto made = make_private_directory(directory);
  for (std::size_t i = 0; made && i < cameras.size(); ++i) {
    made = make_private_fifo(cameras[i].fifo);
  }
  return made;
}

std::string shell_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    const CharHandle quoted(g_shell_quote(word.c_str()));
    const bool plain = word.find_first_not_of(
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                           "_@%+=:,./-") == std::string::npos;
    line += (line.empty() ? "" : " ") + (plain ? word : quoted.get());
  }
  return line;
}

/// What the user does next.
std::string next_steps(const Go2rtcOptions& options, const std::vector<Go2rtcCamera>& cameras,
                       const std::string& config) {
  std::string text;
  if (!config.empty()) {
    text = "Serve it with: " + shell_line({"go2rtc", "-c", config}) + "\n";
  }
  if (options.fifo) {
    text += "Keep these running, each under its own supervision:\n";
    for (const Go2rtcCamera& camera : cameras) {
      text += "  " + shell_line(camera.command) + "\n";
    }
  }
  return text;
}

Result<bool> write_config(const Go2rtcOptions& options, int output_fd) {
  const auto program = own_path();
  if (!program) {
    return Error{program.error()};
  }
  const auto cameras = plan_go2rtc(options, *program);
  if (!cameras) {
    return Error{cameras.error()};
  }
  if (options.fifo) {
    auto made = make_fifos(options.fifo_dir, *cameras);
    if (!made) {
      return made;
    }
  }
  const std::string text = config_text(*cameras);
  if (options.output == "-") {
    if (!write_text(output_fd, text)) {
      return Error{"cannot write to standard output: " + std::string(g_strerror(errno))};
    }
    g_printerr("%s", next_steps(options, *cameras, "").c_str());
    return true;
  }
  const auto written = replace_generated_file(options.output, text, options.force);
  if (!written) {
    return Error{written.error()};
  }
  write_text(output_fd, next_steps(options, *cameras, *written));
  return true;
}

}  // namespace

int go2rtc_command(const std::vector<std::string>& arguments, int video_fd) {
  const auto options = read_go2rtc_options(arguments, video_fd);
  if (!options) {
    if (options.error().empty()) {
      return 0;  // help was asked for and is printed
    }
    report_error("go2rtc", options.error());
    return 2;
  }
  const auto written = write_config(*options, video_fd);
  if (!written) {
    report_error("go2rtc", written.error());
    return 1;
  }
  return 0;
}

}  // namespace gimbal
