#include "launcher/command_lane.hpp"

#include <algorithm>

namespace gimbal {

namespace {

bool is_goal(const CameraOrder& order) {
  const auto* command = std::get_if<CameraCommand>(&order);
  return command != nullptr &&
         (std::holds_alternative<MoveTo>(*command) || std::holds_alternative<MoveAt>(*command));
}

bool is_record(const CameraOrder& order) {
  return std::holds_alternative<TrackingCommand>(order);
}

bool overtakes(const CameraOrder& newer, const CameraOrder& older) {
  return (is_goal(newer) && is_goal(older)) || (is_record(newer) && is_record(older));
}

}  // namespace

std::optional<Ticket> CommandLane::push(Entry entry) {
  std::optional<Ticket> overtaken;
  if (!waiting_.empty() && overtakes(entry.order, waiting_.back().order)) {
    overtaken = waiting_.back().ticket;
    waiting_.pop_back();
  }
  waiting_.push_back(std::move(entry));
  return overtaken;
}

std::optional<CommandLane::Entry> CommandLane::next() {
  if (waiting_.empty() || with_camera_.size() >= kMostWithCamera) {
    return std::nullopt;
  }
  with_camera_.push_back(std::move(waiting_.front()));
  waiting_.pop_front();
  return with_camera_.back();
}

std::optional<CameraOrder> CommandLane::finish(Ticket ticket) {
  const auto asked = std::find_if(with_camera_.begin(), with_camera_.end(),
                                  [&](const Entry& entry) { return entry.ticket == ticket; });
  if (asked == with_camera_.end()) {
    return std::nullopt;
  }
  CameraOrder order = std::move(asked->order);
  with_camera_.erase(asked);
  return order;
}

std::vector<Ticket> CommandLane::abandon() {
  std::vector<Ticket> tickets;
  for (const Entry& entry : with_camera_) {
    tickets.push_back(entry.ticket);
  }
  with_camera_.clear();
  return tickets;
}

std::vector<Ticket> CommandLane::clear() {
  std::vector<Ticket> tickets = abandon();
  for (const Entry& entry : waiting_) {
    tickets.push_back(entry.ticket);
  }
  waiting_.clear();
  return tickets;
}

}  // namespace gimbal
