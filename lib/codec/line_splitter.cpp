#include "lib/codec/line_splitter.hpp"

namespace gimbal {

void LineSplitter::feed(std::string_view bytes, const OnLine& on_line,
                        const OnTooLong& on_too_long) {
  while (!bytes.empty()) {
    const std::size_t newline = bytes.find('\n');
    const std::string_view piece = bytes.substr(0, newline);
    if (!skipping_ && pending_.size() + piece.size() > max_line_) {
      skipping_ = true;
      pending_.clear();
      on_too_long();
    }
    if (!skipping_) {
      pending_ += piece;
    }
    if (newline == std::string_view::npos) {
      return;
    }
    if (!skipping_) {
      // Moved out first: what the callback feeds us must not reach the line it reads.
      const std::string line = std::move(pending_);
      pending_.clear();
      on_line(line);
    }
    skipping_ = false;
    bytes.remove_prefix(newline + 1);
  }
}

}  // namespace gimbal
