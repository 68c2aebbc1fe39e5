#include "launcher/fifo_watch.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

namespace gimbal {
namespace {

class FifoWatchTest : public testing::Test, protected FifoWatch::Listener {
 protected:
  void SetUp() override {
    ASSERT_NE(mkdtemp(folder_), nullptr);
    path_ = std::string(folder_) + "/fifo";
    make_fifo();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void on_fifo_opened(UniqueFd fd) override { opened_ = std::move(fd); }
  void on_fifo_missing(const std::string& text) override { missing_.push_back(text); }
  void on_fifo_unusable(const std::string& reason) override { reason_ = reason; }

  Listener& listener() { return *this; }
  void make_fifo() { ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0); }

  /// Runs the main loop until the watch has called back.
  UniqueFd await_reader() {
    while (!opened_ && reason_.empty()) {
      g_main_context_iteration(nullptr, TRUE);
    }
    return std::move(opened_);
  }
  void await_missing() {
    while (missing_.empty()) {
      g_main_context_iteration(nullptr, TRUE);
    }
  }

  /// A reader of what the path leads to now gets the `text` that is written to him.
  void expect_service(const std::string& text) {
    std::string read;
    std::thread reader([&] { read = read_all(); });
    UniqueFd fd = await_reader();
    if (fd) {
      EXPECT_EQ(write(fd.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
    } else {
      ADD_FAILURE() << reason_;
      fd = UniqueFd(open(path_.c_str(), O_WRONLY | O_CLOEXEC));  // lets the reader go
    }
    fd.reset();
    reader.join();
    EXPECT_EQ(read, text);
  }

  /// As `cat` does: waits for a writer, then reads to the end.
  std::string read_all() const {
    const UniqueFd fd(open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    std::string text;
    char c = 0;
    while (read(fd.get(), &c, 1) == 1) {
      text += c;
    }
    return text;
  }

  char folder_[32] = "/tmp/fifo_watch_XXXXXX";
  std::string path_;
  UniqueFd opened_;
  std::vector<std::string> missing_;
  std::string reason_;
};

TEST_F(FifoWatchTest, SeesAReaderThatWaitsForAWriterAndTheNextOne) {
  FifoWatch watch(path_, listener());
  for (const char* text : {"one", "two"}) {
    watch.look();
    expect_service(text);
  }
}

TEST_F(FifoWatchTest, CanBeDestroyedWhileNobodyReads) {
  {
    FifoWatch watch(path_, listener());
    watch.look();
  }
  EXPECT_FALSE(opened_);
  EXPECT_EQ(reason_, "");
}

TEST_F(FifoWatchTest, CanBeDestroyedWhenItsFifoIsGone) {
  FifoWatch watch(path_, listener());
  watch.look();
  ASSERT_EQ(unlink(path_.c_str()), 0);
}

TEST_F(FifoWatchTest, CanBeDestroyedWhenAnotherFifoHasItsPath) {
  FifoWatch watch(path_, listener());
  watch.look();
  ASSERT_EQ(unlink(path_.c_str()), 0);
  make_fifo();
}

TEST_F(FifoWatchTest, FollowsAFifoThatIsRemovedAndMadeAgainDuringTheWait) {
  FifoWatch watch(path_, listener());
  watch.look();
  ASSERT_EQ(unlink(path_.c_str()), 0);
  make_fifo();
  expect_service("the new one");
}

TEST_F(FifoWatchTest, TakesTheNewFifoBetweenTwoReaders) {
  FifoWatch watch(path_, listener());
  watch.look();
  expect_service("one");
  ASSERT_EQ(unlink(path_.c_str()), 0);
  make_fifo();
  watch.look();
  expect_service("two");
}

TEST_F(FifoWatchTest, AFifoThatIsGoneIsSaidOnceAndWaitedFor) {
  FifoWatch watch(path_, listener());
  watch.look();
  const std::filesystem::path folder(folder_);
  std::filesystem::remove_all(folder);
  await_missing();
  EXPECT_NE(missing_[0].find(path_ + " is gone"), std::string::npos) << missing_[0];
  std::filesystem::create_directory(folder);
  make_fifo();
  expect_service("the new one");
  EXPECT_EQ(missing_.size(), 1U);
}

TEST_F(FifoWatchTest, SomethingElseInItsPlaceIsAnError) {
  FifoWatch watch(path_, listener());
  watch.look();
  ASSERT_EQ(unlink(path_.c_str()), 0);
  std::ofstream(path_) << "not to be overwritten";
  EXPECT_FALSE(await_reader());
  EXPECT_NE(reason_.find(path_ + " is no FIFO any more"), std::string::npos) << reason_;
  std::string text;
  std::getline(std::ifstream(path_), text);
  EXPECT_EQ(text, "not to be overwritten");
}

}  // namespace
}  // namespace gimbal
