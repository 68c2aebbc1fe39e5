#include "launcher/fifo_watch.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>

namespace gimbal {
namespace {

class FifoWatchTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(mkdtemp(folder_), nullptr);
    path_ = std::string(folder_) + "/fifo";
    ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  }
  void TearDown() override {
    unlink(path_.c_str());
    rmdir(folder_);
  }

  /// Runs the main loop until the watch has called back.
  Result<int> await(std::optional<Result<int>>& got) {
    while (!got) {
      g_main_context_iteration(nullptr, TRUE);
    }
    Result<int> fd = *got;
    got.reset();
    return fd;
  }

  char folder_[32] = "/tmp/fifo_watch_XXXXXX";
  std::string path_;
};

/// As `cat` does: waits for a writer, then reads to the end.
std::string read_all(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::string text;
  char c = 0;
  while (read(fd, &c, 1) == 1) {
    text += c;
  }
  close(fd);
  return text;
}

TEST_F(FifoWatchTest, SeesAReaderThatWaitsForAWriterAndTheNextOne) {
  std::optional<Result<int>> got;
  FifoWatch watch(path_, [&](Result<int> fd) { got = std::move(fd); });
  for (const std::string text : {"one", "two"}) {
    watch.look();
    std::string read;
    std::thread reader([&] { read = read_all(path_); });
    const auto fd = await(got);
    ASSERT_TRUE(fd) << fd.error();
    ASSERT_EQ(write(*fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    close(*fd);
    reader.join();
    EXPECT_EQ(read, text);
  }
}

TEST_F(FifoWatchTest, CanBeDestroyedWhileNobodyReads) {
  FifoWatch watch(path_, [](const Result<int>&) { FAIL() << "there is no reader"; });
  watch.look();
}

TEST_F(FifoWatchTest, AFifoThatIsGoneIsAnError) {
  std::optional<Result<int>> got;
  FifoWatch watch(path_ + "/none", [&](Result<int> fd) { got = std::move(fd); });
  watch.look();
  const auto fd = await(got);
  ASSERT_FALSE(fd);
  EXPECT_NE(fd.error().find("/none"), std::string::npos);
}

}  // namespace
}  // namespace gimbal
