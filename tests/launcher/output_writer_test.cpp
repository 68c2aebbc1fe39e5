#include "launcher/output_writer.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <future>
#include <string>

namespace gimbal {
namespace {

using Outcome = OutputWriter::Outcome;
using Bytes = std::vector<std::uint8_t>;

/// A pipe or a pair of sockets whose ends close by themselves.
class Channel {
 public:
  explicit Channel(bool sockets) {
    std::signal(SIGPIPE, SIG_IGN);
    EXPECT_EQ(sockets ? socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()) : pipe(ends_.data()), 0);
    if (sockets) {
      std::swap(ends_[0], ends_[1]);
    }
  }
  ~Channel() {
    close_reader();
    close(ends_[1]);
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  int writer() const { return ends_[1]; }
  void close_reader() {
    if (ends_[0] >= 0) {
      close(ends_[0]);
      ends_[0] = -1;
    }
  }
  Bytes read(std::size_t size) const {
    Bytes bytes(size);
    std::size_t done = 0;
    while (done < size) {
      const ssize_t count = ::read(ends_[0], bytes.data() + done, size - done);
      if (count <= 0) {
        break;
      }
      done += static_cast<std::size_t>(count);
    }
    bytes.resize(done);
    return bytes;
  }
  std::size_t drain() const {
    fcntl(ends_[0], F_SETFL, O_NONBLOCK);
    return read(1 << 22).size();
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

Bytes counted(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) {
    bytes[i] = static_cast<std::uint8_t>(i * 7 + i / 251);
  }
  return bytes;
}

constexpr std::size_t kMoreThanFits = 1 << 21;

class OutputWriterTest : public testing::TestWithParam<bool> {
 protected:
  /// Writes from a thread of its own; `unit` must outlive the write.
  std::future<Outcome> begin_write(const Bytes& unit) {
    return std::async(std::launch::async, [&] { return writer_.write(channel_.writer(), unit); });
  }
  /// What becomes of a write that is interrupted once `size` bytes of it have been read.
  Outcome interrupt_after(std::size_t size, const Bytes& unit) {
    auto outcome = begin_write(unit);
    channel_.read(size);
    writer_.interrupt();
    return outcome.get();
  }

  Channel channel_{GetParam()};
  OutputWriter writer_;
};

TEST_P(OutputWriterTest, AUnitLargerThanThePipeArrivesWhole) {
  const Bytes body = counted(kMoreThanFits);
  auto outcome = begin_write(body);
  EXPECT_EQ(channel_.read(body.size()), body);
  EXPECT_EQ(outcome.get(), Outcome::kWritten);
}

TEST_P(OutputWriterTest, AReaderThatLeavesEndsAWaitingWrite) {
  const Bytes body = counted(kMoreThanFits);
  auto outcome = begin_write(body);
  channel_.read(100);
  channel_.close_reader();
  EXPECT_EQ(outcome.get(), Outcome::kReaderGone);
}

TEST_P(OutputWriterTest, AUnitThatIsBegunIsFinishedAfterAnInterruption) {
  const Bytes body = counted(kMoreThanFits);
  auto outcome = begin_write(body);
  Bytes got = channel_.read(100);
  writer_.interrupt();
  const Bytes rest = channel_.read(body.size() - got.size());
  got.insert(got.end(), rest.begin(), rest.end());
  EXPECT_EQ(got, body);
  EXPECT_EQ(outcome.get(), Outcome::kWritten);
}

TEST_P(OutputWriterTest, AnInterruptedWriteDoesNotWaitForAReaderThatDoesNotRead) {
  const Bytes body = counted(kMoreThanFits);
  EXPECT_EQ(interrupt_after(100, body), Outcome::kBegun);
}

TEST_P(OutputWriterTest, TheRestOfAnInterruptedUnitComesBeforeTheNextOne) {
  const Bytes body = counted(kMoreThanFits);
  ASSERT_EQ(interrupt_after(100, body), Outcome::kBegun);
  writer_.resume();
  const Bytes next = counted(10);
  auto outcome = begin_write(next);
  Bytes expected(body.begin() + 100, body.end());
  expected.insert(expected.end(), next.begin(), next.end());
  EXPECT_EQ(channel_.read(expected.size()), expected);
  EXPECT_EQ(outcome.get(), Outcome::kWritten);
}

TEST_P(OutputWriterTest, TheRestOfAUnitIsNotForAnotherReader) {
  const Bytes body = counted(kMoreThanFits);
  ASSERT_EQ(interrupt_after(100, body), Outcome::kBegun);
  writer_.resume();
  writer_.forget_rest();
  const Channel other(GetParam());
  const Bytes next = counted(10);
  EXPECT_EQ(writer_.write(other.writer(), next), Outcome::kWritten);
  EXPECT_EQ(other.read(10), next);
}

TEST_P(OutputWriterTest, AUnitBehindARestThatIsNotTakenIsNotBegun) {
  const Bytes body = counted(kMoreThanFits);
  auto outcome = begin_write(body);
  channel_.read(100);
  writer_.interrupt();
  ASSERT_EQ(outcome.get(), Outcome::kBegun);
  writer_.resume();
  const Bytes next = counted(10);
  outcome = begin_write(next);
  channel_.read(100);
  writer_.interrupt();
  EXPECT_EQ(outcome.get(), Outcome::kInterrupted);
}

TEST_P(OutputWriterTest, NothingOfAUnitIsWrittenOnceInterrupted) {
  writer_.interrupt();
  EXPECT_EQ(writer_.write(channel_.writer(), counted(10)), Outcome::kInterrupted);
  EXPECT_EQ(channel_.drain(), 0U);
  writer_.resume();
  const Bytes unit = counted(10);
  EXPECT_EQ(writer_.write(channel_.writer(), unit), Outcome::kWritten);
  EXPECT_EQ(channel_.drain(), 10U);
}

INSTANTIATE_TEST_SUITE_P(PipesAndSockets, OutputWriterTest, testing::Bool(),
                         [](const auto& transport) { return transport.param ? "Socket" : "Pipe"; });

TEST(OutputWriter, AFullDiskIsAFailureWithItsReason) {
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  OutputWriter writer;
  const Bytes unit = counted(10);
  EXPECT_EQ(writer.write(full, unit), Outcome::kFailed);
  EXPECT_EQ(writer.error_number(), ENOSPC);
  close(full);
}

}  // namespace
}  // namespace gimbal
