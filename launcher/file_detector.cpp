#include "launcher/file_detector.hpp"

#include <glib-unix.h>
#include <sys/inotify.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <utility>

namespace gimbal {

namespace {

// Of a writer that keeps the file open; of one that does not pause, what there is has to do.
constexpr gint64 kPauseMs = 50;
constexpr gint64 kLongestWaitMs = 200;
constexpr std::chrono::seconds kFresh{10};  // of what is there when we begin
constexpr int kMostLooks = 3;               // at one that is written again each time
constexpr std::uint32_t kWritten = IN_CLOSE_WRITE | IN_MOVED_TO;

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder;
}

TrackingSource video_of(const DetectorOptions& options) {
  return {options.size.width, options.size.height,
          options.frame_rate ? options.frame_rate->value() : 0, options.camera};
}

}  // namespace

Result<std::unique_ptr<Detector>> FileDetector::open(const DetectorOptions& options,
                                                     Listener& listener) {
  UniqueFd watch(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!watch) {
    return Error{"no more files can be watched: " + std::string(std::strerror(errno)) +
                 ". Raise fs.inotify.max_user_instances."};
  }
  std::unique_ptr<FileDetector> detector(new FileDetector(options, std::move(watch), listener));
  if (!detector->watch_folder()) {
    return Error{detector->folder_ + ", where " + detector->name_ +
                 " is to be, cannot be watched: " + std::strerror(errno)};
  }
  return std::unique_ptr<Detector>(std::move(detector));
}

FileDetector::FileDetector(const DetectorOptions& options, UniqueFd watch, Listener& listener)
    : path_(options.input_file),
      folder_(folder_of(path_)),
      name_(std::filesystem::path(path_).filename()),
      file_(path_, options.format, video_of(options)),
      watch_(std::move(watch)),
      listener_(listener) {}

FileDetector::~FileDetector() {
  forget_pause();
  if (changes_ != 0) {
    g_source_remove(changes_);
    g_source_remove(second_);
  }
}

void FileDetector::begin() {
  changes_ = g_unix_fd_add(watch_.get(), G_IO_IN, on_changes, this);
  second_ = g_timeout_add_seconds(1, on_second, this);
  if (file_.pass_over(std::chrono::system_clock::now() - kFresh)) {
    listener_.on_detector_notice(path_ + " was written long ago. The next time is waited for.");
  }
  tell(file_.look(DetectorFile::Why::kChance));
}

/// Once more is no other watch, unless the folder is another one.
bool FileDetector::watch_folder() {
  return inotify_add_watch(watch_.get(), folder_.c_str(), kWritten | IN_MODIFY | IN_ONLYDIR) >= 0;
}

gboolean FileDetector::on_changes(gint, GIOCondition, gpointer data) {
  static_cast<FileDetector*>(data)->read_changes();
  return G_SOURCE_CONTINUE;
}

void FileDetector::read_changes() {
  std::uint32_t change = last_change();
  for (int looks = 0; (change & kWritten) != 0 && looks < kMostLooks; ++looks) {
    const DetectorFile::Look found = file_.look(DetectorFile::Why::kClosed);
    change = last_change();
    if (change == 0) {
      forget_pause();
      tell(found);
    } else {
      // This may have been the beginning of the next one, and half a table looks like a whole one.
      file_.take_back();
    }
  }
  if (change != 0) {
    expect_pause();
  }
}

/// What was done to our file last, of all that has not been read yet; 0 for nothing.
std::uint32_t FileDetector::last_change() {
  alignas(inotify_event) std::array<char, 16384> buffer{};
  std::uint32_t last = 0;
  ssize_t size = 0;
  while ((size = read(watch_.get(), buffer.data(), buffer.size())) > 0) {
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      if (event.len > 0 && name_ == buffer.data() + at + sizeof event) {
        last = event.mask;
      }
      at += sizeof event + event.len;
    }
  }
  return last;
}

void FileDetector::expect_pause() {
  const gint64 now = g_get_monotonic_time() / 1000;
  if (pause_ == 0) {
    look_by_ = now + kLongestWaitMs;
  } else if (now >= look_by_) {
    return;  // it is due
  }
  forget_pause();
  pause_ = g_timeout_add(static_cast<guint>(std::min(kPauseMs, look_by_ - now)), on_paused, this);
}

void FileDetector::forget_pause() {
  if (pause_ != 0) {
    g_source_remove(std::exchange(pause_, 0));
  }
}

gboolean FileDetector::on_paused(gpointer data) {
  auto* self = static_cast<FileDetector*>(data);
  self->pause_ = 0;
  self->tell(self->file_.look(DetectorFile::Why::kPaused));
  return G_SOURCE_REMOVE;
}

gboolean FileDetector::on_second(gpointer data) {
  auto* self = static_cast<FileDetector*>(data);
  self->watch_folder();
  if (self->pause_ == 0) {
    self->tell(self->file_.look(DetectorFile::Why::kChance));
  }
  return G_SOURCE_CONTINUE;
}

void FileDetector::tell(const DetectorFile::Look& found) {
  switch (found.state) {
    case DetectorFile::State::kWhole:
      listener_.on_detector_text(found.text, true);
      break;
    case DetectorFile::State::kNonsense:
      listener_.on_detector_nonsense(path_ + ": " + found.text);
      break;
    case DetectorFile::State::kMissing:
      if (!std::exchange(missing_said_, true)) {
        listener_.on_detector_notice(path_ + ": " + found.text + ". It is waited for.");
      }
      break;
    case DetectorFile::State::kUnchanged:
    case DetectorFile::State::kUnfinished:
      break;
  }
}

}  // namespace gimbal
