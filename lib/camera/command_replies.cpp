#include "lib/camera/command_replies.hpp"

#include <utility>

namespace gimbal {

void CommandReplies::acknowledge(std::uint64_t ticket) {
  if (ticket != 0) {
    ready_.push_back({ticket, false});
  }
}

void CommandReplies::await_motion(std::uint64_t ticket, const CropRect& before, int patience) {
  overtake();
  waiting_ = Waiting{ticket, before, patience};
}

void CommandReplies::overtake(std::uint64_t ticket) {
  for (const std::uint64_t gone : {waiting_ ? waiting_->ticket : 0, ticket}) {
    if (gone != 0) {
      ready_.push_back({gone, true});
    }
  }
  waiting_.reset();
}

std::vector<CommandReply> CommandReplies::answer(const CropRect& crop, const FramingBounds& bounds,
                                                 bool arrived) {
  if (waiting_ && (arrived || ++waiting_->frames == waiting_->patience ||
                   bounds.shift(waiting_->before, crop) >= kVisibleShift)) {
    acknowledge(waiting_->ticket);
    waiting_.reset();
  }
  return std::exchange(ready_, {});
}

}  // namespace gimbal
