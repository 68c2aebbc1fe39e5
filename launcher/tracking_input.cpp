#include "launcher/tracking_input.hpp"

#include <fcntl.h>
#include <glib-unix.h>
#include <gst/video/video.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "launcher/reopen.hpp"

namespace gimbal {

namespace {

/// Of a FIFO, which may have no writer yet, an open or a read must not wait.
constexpr int kReadFifo = O_RDONLY | O_NONBLOCK;

bool is_fifo(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && S_ISFIFO(info.st_mode);
}

/// The caps of the picture that the camera at the end of `records` gets; null before they come.
CapsHandle caps_of_video(GstAppSrc* records) {
  const PadHandle ours(gst_element_get_static_pad(GST_ELEMENT(records), "src"));
  const PadHandle theirs(gst_pad_get_peer(ours.get()));
  const ElementHandle camera(theirs ? gst_pad_get_parent_element(theirs.get()) : nullptr);
  const PadHandle video(camera ? gst_element_get_static_pad(camera.get(), "sink") : nullptr);
  return CapsHandle(video ? gst_pad_get_current_caps(video.get()) : nullptr);
}

}  // namespace

Result<std::unique_ptr<TrackingInput>> TrackingInput::open(const TrackingOptions& options,
                                                           double ahead, OnWarning on_warning) {
  const std::string& path = options.path;
  const bool fifo = path != "-" && is_fifo(path);
  UniqueFd fd(path == "-" ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                          : ::open(path.c_str(), (fifo ? kReadFifo : O_RDONLY) | O_CLOEXEC));
  struct stat info {};
  if (fd.get() < 0 || fstat(fd.get(), &info) != 0) {
    return Error{"--tracking " + path + ": " + std::strerror(errno)};
  }
  if (S_ISDIR(info.st_mode)) {
    return Error{"--tracking " + path + " is a folder; give a file, a FIFO or -"};
  }
  auto input =
      std::unique_ptr<TrackingInput>(new TrackingInput(options, fifo, std::move(on_warning)));
  if (S_ISREG(info.st_mode)) {
    TrackingFile::Listener& listener = *input;
    input->file_ = std::make_unique<TrackingFile>(std::move(fd), options.format, ahead, listener);
  } else {
    input->watch(std::move(fd));
  }
  return input;
}

void TrackingInput::watch(UniqueFd fd) {
  fd_ = std::move(fd);
  source_ = g_unix_fd_add(fd_.get(), static_cast<GIOCondition>(G_IO_IN | G_IO_HUP | G_IO_ERR),
                          on_readable, this);
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
    file_->set_source(source());
    file_->advance(pts);
  }
}

/// As the camera has it.
TrackingSource TrackingInput::source() const {
  TrackingSource video;
  const CapsHandle caps(camera_ ? caps_of_video(camera_.get()) : nullptr);
  GstVideoInfo info;
  if (caps && gst_video_info_from_caps(&info, caps.get()) != FALSE) {
    video.width = GST_VIDEO_INFO_WIDTH(&info);
    video.height = GST_VIDEO_INFO_HEIGHT(&info);
    video.frame_rate = FrameRate{GST_VIDEO_INFO_FPS_N(&info), GST_VIDEO_INFO_FPS_D(&info)}.value();
  }
  return completed({options_.size.width, options_.size.height,
                    options_.frame_rate ? options_.frame_rate->value() : 0, options_.camera},
                   video);
}

gboolean TrackingInput::on_readable(gint, GIOCondition, gpointer data) {
  auto* self = static_cast<TrackingInput*>(data);
  if (self->read_available()) {
    return G_SOURCE_CONTINUE;
  }
  self->source_ = 0;
  self->finish();
  if (self->fifo_) {
    self->await_next_writer();
  }
  return G_SOURCE_REMOVE;
}

/// False at the end. A descriptor that may be shared with others stays as it is, and is read once,
/// which does not wait where something is there. A FIFO is emptied, to see whether its last writer
/// has left: one that had done so before we opened it is told in no other way.
bool TrackingInput::read_available() {
  std::array<char, 65536> buffer{};
  ssize_t count = 0;
  do {
    count = read(fd_.get(), buffer.data(), buffer.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
      return true;
    }
    if (count < 0) {
      on_unreadable(std::strerror(errno));
      return false;
    }
    feed({buffer.data(), static_cast<std::size_t>(count)});
  } while (fifo_ && count > 0 && count < static_cast<ssize_t>(buffer.size()));
  return count > 0;
}

void TrackingInput::feed(std::string_view bytes) {
  splitter_.feed(
      bytes, [this](std::string_view message, std::size_t) { on_message(message); },
      [this] { on_long_message(); });
}

void TrackingInput::finish() {
  splitter_.finish([this](std::string_view message, std::size_t) { on_message(message); });
}

/// A FIFO that a writer has left is at its end for whoever saw that, until the next one comes.
/// Opened once more, before the old one is closed so that nothing is lost, it waits for that.
void TrackingInput::await_next_writer() {
  UniqueFd again = reopen(fd_.get(), kReadFifo);
  if (again) {
    watch(std::move(again));
  } else {
    on_unreadable(std::strerror(errno));
  }
}

void TrackingInput::on_message(std::string_view message) {
  if (!camera_) {
    return;
  }
  GstBuffer* buffer = gst_buffer_new_memdup(message.data(), message.size());
  GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_MARKER);  // the message is whole
  gst_app_src_push_buffer(camera_.get(), buffer);
}

/// At most once in ten seconds, as the camera warns of what is not a message.
void TrackingInput::on_long_message() {
  ++long_messages_;
  const gint64 now = g_get_monotonic_time();
  if (now >= next_warning_) {
    next_warning_ = now + 10 * G_TIME_SPAN_SECOND;
    on_warning_("--tracking: a message is longer than " + std::to_string(kMaxTrackingMessage) +
                " bytes and was refused (" + std::to_string(long_messages_) + " so far)");
  }
}

void TrackingInput::on_unreadable(const std::string& reason) {
  on_warning_("--tracking cannot be read: " + reason +
              ". The camera goes on without the rest of it.");
}

}  // namespace gimbal
