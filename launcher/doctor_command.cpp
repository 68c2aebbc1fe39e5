// `gimbal doctor`: what this machine can do, what it cannot, and why.
#include <gst/gst.h>

#include "launcher/command_line.hpp"
#include "launcher/commands.hpp"
#include "launcher/doctor_report.hpp"
#include "launcher/doctor_sections.hpp"
#include "launcher/log.hpp"

namespace gimbal {

int doctor_command(const std::vector<std::string>& arguments, int video_fd) {
  gboolean json = FALSE;
  const std::vector<GOptionEntry> entries{
      {"json", 0, 0, G_OPTION_ARG_NONE, &json, "print JSON", nullptr}, {}};
  const auto go_on = parse_command_line(
      {"doctor", "Says what this machine can do, what it cannot, and why.", nullptr}, entries,
      arguments, video_fd);
  if (!go_on) {
    report_error("doctor", go_on.error());
    return 2;
  }
  if (!*go_on) {
    return 0;
  }
  gst_init(nullptr, nullptr);
  init_log();
  const std::vector<Section> sections = examine_machine();
  write_text(video_fd, json != FALSE ? report_json(sections) : report_text(sections));
  return 0;
}

}  // namespace gimbal
