// Matches what the child says to who asked.
#include "agent/jobs/control_client.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace gimbal {

namespace {

constexpr unsigned kReplyTimeoutMs = 1000;
// A camera makes no use of more records than it makes frames, and reading them takes its time.
constexpr unsigned kRecordPauseMs = 5;

}  // namespace

ControlClient::ControlClient(UniqueFd fd, OnEvent on_event)
    : on_event_(std::move(on_event)), reader_(std::move(fd), [this](std::string_view bytes) {
        lines_.feed(
            bytes, [this](std::string_view line) { read_line(line); }, [] {});
      }) {}

void ControlClient::point(const Framing& framing, OnPointReply reply) {
  if (reader_.fd() < 0) {
    reply({PointReply::Outcome::kGone, ""});
    return;
  }
  const std::uint64_t id = ++last_id_;
  waiters_[id] = {std::move(reply), EventSource::after_ms(kReplyTimeoutMs, [this, id] {
                    settle(id, {PointReply::Outcome::kNoFrameYet, "no_frame_yet"});
                  })};
  send(kPoint, write_ptz_command(id, framing));
}

void ControlClient::follow() {
  send(kMode, write_mode_command(CameraMode::kFollow));
}

void ControlClient::track(std::string_view record) {
  record_ = record;
  if (!record_pause_) {
    send_record();
  }
}

void ControlClient::send_record() {
  send(kRecord, write_tracking_command(std::exchange(record_, {})));
  record_pause_ = EventSource::after_ms(kRecordPauseMs, [this] {
    record_pause_.reset();
    if (!record_.empty()) {
      send_record();
    }
  });
}

void ControlClient::finish() {
  reader_.drain();
  writable_.reset();
  record_pause_.reset();
  settle_up_to(last_id_, {PointReply::Outcome::kGone, ""});
}

void ControlClient::read_line(std::string_view line) {
  const auto event = read_event(parser_, line);
  if (!event) {
    return;
  }
  on_event_(*event);
  if (const auto* applied = std::get_if<AppliedEvent>(&*event)) {
    if (applied->id > 0) {
      settle_up_to(applied->id - 1, {PointReply::Outcome::kSuperseded, "superseded"});
    }
    settle(applied->id, {PointReply::Outcome::kApplied, ""});
  } else if (const auto* refused = std::get_if<RefusedEvent>(&*event)) {
    settle(refused->id, {PointReply::Outcome::kRefused, refused->reason});
  }
}

void ControlClient::send(Kind kind, std::string line) {
  if (reader_.fd() >= 0) {
    unsent_[kind] = std::move(line);
    flush();
  }
}

std::string ControlClient::take_line() {
  const auto line = std::find_if(unsent_.begin(), unsent_.end(),
                                 [](const std::string& waiting) { return !waiting.empty(); });
  return line == unsent_.end() ? "" : std::exchange(*line, {});
}

void ControlClient::flush() {
  for (;;) {
    if (sending_.empty()) {
      sending_ = take_line();
      if (sending_.empty()) {
        writable_.reset();
        return;
      }
    }
    const ssize_t sent =
        ::send(reader_.fd(), sending_.data(), sending_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0) {
      sending_.erase(0, static_cast<std::size_t>(sent));
      continue;
    }
    if (errno == EAGAIN) {
      if (!writable_) {
        writable_ = EventSource::on_fd(reader_.fd(), G_IO_OUT, [this] { flush(); });
      }
      return;
    }
    writable_.reset();
    sending_.clear();
    unsent_.fill({});
    settle_up_to(last_id_, {PointReply::Outcome::kGone, ""});
    return;
  }
}

void ControlClient::settle(std::uint64_t id, const PointReply& reply) {
  auto waiter = waiters_.extract(id);  // out of the map first: the reply may send the next one
  if (!waiter.empty()) {
    waiter.mapped().reply(reply);
  }
}

void ControlClient::settle_up_to(std::uint64_t id, const PointReply& reply) {
  while (!waiters_.empty() && waiters_.begin()->first <= id) {
    settle(waiters_.begin()->first, reply);
  }
}

}  // namespace gimbal
