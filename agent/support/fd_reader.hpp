// FdReader: hands on what arrives on a descriptor, without ever blocking.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "agent/support/event_source.hpp"
#include "lib/base/unique_fd.hpp"

namespace gimbal {

class FdReader {
 public:
  using OnBytes = std::function<void(std::string_view bytes)>;

  /// Owns `fd` and makes it non-blocking. `on_bytes` must not destroy the reader. At the end of the
  /// stream, or on an error, the descriptor is closed.
  FdReader(UniqueFd fd, OnBytes on_bytes);
  FdReader(const FdReader&) = delete;
  FdReader& operator=(const FdReader&) = delete;

  /// Hands on what is there now, up to a bound; for the last words of a process that has ended.
  void drain();

  /// -1 once the stream has ended.
  int fd() const { return fd_.get(); }

 private:
  bool read_once();

  UniqueFd fd_;
  OnBytes on_bytes_;
  EventSource readable_;
};

}  // namespace gimbal
