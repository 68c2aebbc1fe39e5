#include "launcher/command_line.hpp"

#include <unistd.h>

#include <algorithm>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

namespace {

using OptionContext = Handle<GOptionContext, g_option_context_free>;

OptionContext make_context(const CommandLine& command, const std::vector<GOptionEntry>& entries) {
  OptionContext context(g_option_context_new(nullptr));
  g_option_context_set_help_enabled(context.get(), FALSE);
  g_option_context_set_summary(context.get(), command.summary);
  g_option_context_set_description(context.get(), command.description);
  g_option_context_add_main_entries(context.get(), entries.data(), nullptr);
  return context;
}

}  // namespace

bool write_text(int fd, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t count = write(fd, text.data() + done, text.size() - done);
    if (count <= 0) {
      return false;
    }
    done += static_cast<std::size_t>(count);
  }
  return true;
}

Result<bool> parse_command_line(const CommandLine& command,
                                const std::vector<GOptionEntry>& entries,
                                std::vector<std::string> arguments, int help_fd) {
  const std::string program = std::string("gimbal ") + command.name;
  g_set_prgname(program.c_str());
  const OptionContext context = make_context(command, entries);
  if (std::find(arguments.begin(), arguments.end(), "--help") != arguments.end()) {
    const CharHandle help(g_option_context_get_help(context.get(), TRUE, nullptr));
    write_text(help_fd, help.get());
    return false;
  }
  // GOption edits the array, not the strings; the first is the program's name.
  arguments.insert(arguments.begin(), program);
  std::vector<gchar*> raw;
  raw.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) {
    raw.push_back(argument.data());
  }
  raw.push_back(nullptr);
  int count = static_cast<int>(arguments.size());
  gchar** argv = raw.data();
  GError* raw_error = nullptr;
  const gboolean parsed = g_option_context_parse(context.get(), &count, &argv, &raw_error);
  const ErrorHandle error(raw_error);
  const std::string hint = ". See " + program + " --help.";
  if (parsed == FALSE) {
    return Error{error->message + hint};
  }
  if (count > 1) {
    return Error{"unexpected argument " + std::string(argv[1]) + hint};
  }
  return true;
}

}  // namespace gimbal
