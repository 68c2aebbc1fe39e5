#include "launcher/output_readers.hpp"

#include <glib-unix.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "launcher/reopen.hpp"
#include "launcher/video_fd.hpp"

namespace gimbal {

namespace {

constexpr int kEarlyKeyframes = 2;
constexpr guint kEarlyKeyframeMs = 300;

/// What the last reader left in a FIFO would be the beginning of what the next one reads, for as
/// long as either end is open.
void empty_fifo(const UniqueFd& writer) {
  const UniqueFd reader = reopen(writer.get(), O_RDONLY | O_NONBLOCK);
  std::array<char, 4096> left{};
  while (reader && read(reader.get(), left.data(), left.size()) > 0) {
  }
}

}  // namespace

OutputReaders::OutputReaders(OutputTarget target, StreamOutput& output, Listener& listener)
    : target_(std::move(target)), output_(output), listener_(listener) {}

OutputReaders::~OutputReaders() {
  end();
}

void OutputReaders::begin() {
  if (target_.kind == OutputTarget::Kind::kFifo) {
    FifoWatch::Listener& listener = *this;
    fifo_ = std::make_unique<FifoWatch>(target_.path, listener);
    fifo_->look();
    return;
  }
  if (target_.kind == OutputTarget::Kind::kStandardOutput && can_lose_reader(target_.fd)) {
    watch_for_hangup(target_.fd);
  }
  serve(target_.fd);
}

void OutputReaders::on_fifo_opened(UniqueFd fd) {
  fifo_fd_ = std::move(fd);
  watch_for_hangup(fifo_fd_.get());
  serve(fifo_fd_.get());
}

void OutputReaders::on_fifo_missing(const std::string& text) {
  listener_.on_warning(text);
}

void OutputReaders::on_fifo_unusable(const std::string& reason) {
  listener_.on_no_reader(reason);
}

void OutputReaders::serve(int fd) {
  output_.begin(fd);
  listener_.on_reader_came();
}

/// A reader is often a server, whose first viewer is set up while the first keyframe goes by: more
/// of them follow soon, so that nobody waits for the end of the GOP.
void OutputReaders::on_served() {
  if (output_.has_reader() && early_keyframe_ == 0) {
    early_keyframes_left_ = kEarlyKeyframes;
    early_keyframe_ = g_timeout_add(kEarlyKeyframeMs, on_early_keyframe, this);
  }
}

gboolean OutputReaders::on_early_keyframe(gpointer data) {
  auto* self = static_cast<OutputReaders*>(data);
  self->output_.request_keyframe();
  if (--self->early_keyframes_left_ > 0) {
    return G_SOURCE_CONTINUE;
  }
  self->early_keyframe_ = 0;
  return G_SOURCE_REMOVE;
}

/// A write would notice only with the next frame, which may be seconds away.
void OutputReaders::watch_for_hangup(int fd) {
  hangup_ = g_unix_fd_add(fd, static_cast<GIOCondition>(G_IO_ERR | G_IO_HUP), on_hangup, this);
}

gboolean OutputReaders::on_hangup(gint, GIOCondition, gpointer data) {
  auto* self = static_cast<OutputReaders*>(data);
  self->hangup_ = 0;
  self->on_left();
  return G_SOURCE_REMOVE;
}

void OutputReaders::on_left() {
  if (!fifo_) {
    listener_.on_readers_gone();
  } else if (fifo_fd_) {
    end();
    fifo_->look();
  }
}

void OutputReaders::end() {
  for (guint* source : {&early_keyframe_, &hangup_}) {
    if (*source != 0) {
      g_source_remove(std::exchange(*source, 0));
    }
  }
  output_.end();
  if (fifo_fd_) {
    empty_fifo(fifo_fd_);
    fifo_fd_.reset();
  }
}

}  // namespace gimbal
