#include "launcher/tracking_input.hpp"

#include <fcntl.h>
#include <glib-unix.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "lib/codec/control_protocol.hpp"

namespace gimbal {

namespace {

/// A FIFO is opened for writing as well, so that it does not end with a writer.
UniqueFd open_to_read(const std::string& path) {
  if (path == "-") {
    return UniqueFd(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0));
  }
  struct stat info {};
  const bool fifo = stat(path.c_str(), &info) == 0 && S_ISFIFO(info.st_mode);
  return UniqueFd(::open(path.c_str(), (fifo ? O_RDWR : O_RDONLY) | O_CLOEXEC));
}

}  // namespace

Result<std::unique_ptr<TrackingInput>> TrackingInput::open(const std::string& path, double ahead,
                                                           OnWarning on_warning) {
  UniqueFd fd = open_to_read(path);
  struct stat info {};
  if (fd.get() < 0 || fstat(fd.get(), &info) != 0) {
    return Error{"--tracking " + path + ": " + std::strerror(errno)};
  }
  if (S_ISDIR(info.st_mode)) {
    return Error{"--tracking " + path + " is a folder; give a file, a FIFO or -"};
  }
  if (S_ISREG(info.st_mode)) {
    const std::string name = path == "-" ? "/dev/stdin" : path;
    auto input =
        std::unique_ptr<TrackingInput>(new TrackingInput(UniqueFd(), std::move(on_warning)));
    input->file_ = std::make_unique<TrackingFile>(std::ifstream(name), ahead);
    return input;
  }
  return std::unique_ptr<TrackingInput>(new TrackingInput(std::move(fd), std::move(on_warning)));
}

TrackingInput::TrackingInput(UniqueFd fd, OnWarning on_warning)
    : on_warning_(std::move(on_warning)), fd_(std::move(fd)), lines_(kMaxControlLine) {
  if (fd_.get() >= 0) {
    source_ = g_unix_fd_add(fd_.get(), static_cast<GIOCondition>(G_IO_IN | G_IO_HUP | G_IO_ERR),
                            on_readable, this);
  }
}

TrackingInput::~TrackingInput() {
  if (source_ != 0) {
    g_source_remove(source_);
  }
}

void TrackingInput::attach(GstAppSrc* camera) {
  camera_.reset(GST_APP_SRC(gst_object_ref(camera)));
  if (file_) {
    file_->begin_again();  // a new camera knows nothing of what an earlier one was told
  }
}

void TrackingInput::show(double pts) {
  if (file_) {
    file_->advance(pts, [this](std::string_view line) { push(line); });
  }
}

gboolean TrackingInput::on_readable(gint, GIOCondition, gpointer data) {
  auto* self = static_cast<TrackingInput*>(data);
  if (self->read_available()) {
    return G_SOURCE_CONTINUE;
  }
  self->source_ = 0;
  return G_SOURCE_REMOVE;
}

/// False at the end. The descriptor may be shared with others: it stays as it is, and is read once,
/// which does not wait where something is there.
bool TrackingInput::read_available() {
  std::array<char, 65536> buffer{};
  const ssize_t count = read(fd_.get(), buffer.data(), buffer.size());
  if (count < 0) {
    return errno == EINTR || errno == EAGAIN;
  }
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
  lines_.feed(
      count > 0 ? bytes : "\n",  // the last line may lack its own
      [this](std::string_view line) { push(line); },
      [this] {
        on_warning_("--tracking: a line is longer than " + std::to_string(kMaxControlLine) +
                    " bytes and was skipped");
      });
  return count > 0;
}

void TrackingInput::push(std::string_view line) {
  if (!camera_ || line.empty()) {
    return;
  }
  GstBuffer* buffer = gst_buffer_new_allocate(nullptr, line.size() + 1, nullptr);
  gst_buffer_fill(buffer, 0, line.data(), line.size());
  gst_buffer_fill(buffer, line.size(), "\n", 1);  // the record is whole
  gst_app_src_push_buffer(camera_.get(), buffer);
}

}  // namespace gimbal
