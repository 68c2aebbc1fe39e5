#include "launcher/rebuild_timer.hpp"

#include <unistd.h>

#include <cstdint>

namespace gimbal {

namespace {

constexpr std::chrono::milliseconds kFirstWait{250};
constexpr std::chrono::milliseconds kLongestWait{10'000};

}  // namespace

RebuildTimer::RebuildTimer(Listener& listener)
    : listener_(listener),
      backoff_(kFirstWait, kLongestWait, static_cast<std::uint32_t>(getpid())) {}

RebuildTimer::~RebuildTimer() {
  if (source_ != 0) {
    g_source_remove(source_);
  }
}

std::chrono::milliseconds RebuildTimer::begin() {
  wait_ = backoff_.next();
  pending_ = true;
  source_ = g_idle_add(on_idle, this);
  return wait_;
}

gboolean RebuildTimer::on_idle(gpointer data) {
  auto* self = static_cast<RebuildTimer*>(data);
  self->source_ = 0;
  self->listener_.on_retire();
  self->source_ = g_timeout_add(static_cast<guint>(self->wait_.count()), on_time, self);
  return G_SOURCE_REMOVE;
}

gboolean RebuildTimer::on_time(gpointer data) {
  auto* self = static_cast<RebuildTimer*>(data);
  self->source_ = 0;
  self->pending_ = false;
  self->listener_.on_rebuild();
  return G_SOURCE_REMOVE;
}

}  // namespace gimbal
