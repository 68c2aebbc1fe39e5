#include "launcher/go2rtc_file.hpp"

#include <glib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

namespace {

constexpr std::string_view kSeal = "# Written by gimbal go2rtc; SHA-256 of what follows: ";
constexpr mode_t kNewFileMode = 0644;

std::string seal_line(std::string_view body) {
  const CharHandle sum(g_compute_checksum_for_data(
      G_CHECKSUM_SHA256, reinterpret_cast<const guchar*>(body.data()), body.size()));
  return std::string(kSeal) + sum.get() + "\n";
}

/// The file behind symbolic links; `path` itself where there is none yet.
std::string resolved(const std::string& path) {
  const Handle<char, std::free> real(realpath(path.c_str(), nullptr));
  return real ? real.get() : CharHandle(g_canonicalize_filename(path.c_str(), nullptr)).get();
}

/// Empty where the file may be overwritten.
std::string check_untouched(const std::string& path) {
  gchar* raw_text = nullptr;
  gsize size = 0;
  GError* raw_error = nullptr;
  const gboolean read = g_file_get_contents(path.c_str(), &raw_text, &size, &raw_error);
  const CharHandle text(raw_text);
  const ErrorHandle error(raw_error);
  if (read == FALSE) {
    return error->message;
  }
  if (is_untouched({text.get(), size})) {
    return "";
  }
  return path +
         " was not written by gimbal go2rtc, or was changed since: use --force to overwrite it, or "
         "--output with another name";
}

/// Empty where it worked.
std::string restore_owner_and_mode(const std::string& path, const struct stat& before) {
  struct stat now {};
  const bool done = stat(path.c_str(), &now) == 0 &&
                    ((now.st_uid == before.st_uid && now.st_gid == before.st_gid) ||
                     chown(path.c_str(), before.st_uid, before.st_gid) == 0) &&
                    chmod(path.c_str(), before.st_mode & 07777) == 0;
  return done ? "" : path + " is written, but has lost its owner or mode: " + std::strerror(errno);
}

}  // namespace

std::string sealed(const std::string& body) {
  return seal_line(body) + body;
}

bool is_untouched(std::string_view text) {
  const std::size_t end = text.find('\n');
  return text.empty() || (end != std::string_view::npos &&
                          text.substr(0, end + 1) == seal_line(text.substr(end + 1)));
}

Result<std::string> replace_generated_file(const std::string& path, const std::string& text,
                                           bool force) {
  const std::string target = resolved(path);
  struct stat before {};
  const bool exists = stat(target.c_str(), &before) == 0;
  if (exists && !S_ISREG(before.st_mode)) {
    return Error{target + " is not a file: choose another name with --output"};
  }
  if (exists && !force) {
    const std::string finding = check_untouched(target);
    if (!finding.empty()) {
      return Error{finding};
    }
  }
  GError* raw_error = nullptr;
  const auto flags = static_cast<GFileSetContentsFlags>(G_FILE_SET_CONTENTS_CONSISTENT |
                                                        G_FILE_SET_CONTENTS_DURABLE);
  // Nobody may read a file for a moment who could not read it before.
  const mode_t mode = exists ? before.st_mode & 0777 : kNewFileMode;
  const gboolean written =
      g_file_set_contents_full(target.c_str(), text.data(), static_cast<gssize>(text.size()), flags,
                               static_cast<int>(mode), &raw_error);
  const ErrorHandle error(raw_error);
  if (written == FALSE) {
    return Error{error->message};
  }
  const std::string finding = exists ? restore_owner_and_mode(target, before) : "";
  if (!finding.empty()) {
    return Error{finding};
  }
  return target;
}

}  // namespace gimbal
