// Another process whose frames are drawn; here a thread.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>

#include "lib/base/unique_fd.hpp"
#include "tests/lib/frame_bytes.hpp"

namespace gimbal {

/// Writes 64x48 pixels into a pipe as fast as they are taken: the first frame is all 0, the next
/// all 1, and so on. Its address is good for one source, which is to be gone before the writer.
class FramesWriter {
 public:
  FramesWriter() {
    std::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> ends{-1, -1};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    reader_ = UniqueFd(ends[0]);
    thread_ = std::thread([writer = UniqueFd(ends[1])] {
      for (std::uint8_t number = 0; write_whole(writer, frame_bytes(64, 48, number)); ++number) {
      }
    });
  }
  ~FramesWriter() {
    reader_.reset();  // which ends a write that waits
    thread_.join();
  }
  FramesWriter(const FramesWriter&) = delete;
  FramesWriter& operator=(const FramesWriter&) = delete;

  std::string address() const { return "fd:" + std::to_string(reader_.get()); }

 private:
  static bool write_whole(const UniqueFd& fd, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::write(fd.get(), bytes.data(), bytes.size());
      if (count <= 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  UniqueFd reader_;
  std::thread thread_;
};

}  // namespace gimbal
