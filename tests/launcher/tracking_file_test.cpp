#include "launcher/tracking_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/launcher/temporary_folder.hpp"

namespace gimbal {
namespace {

using Lines = std::vector<std::string>;

class TrackingFileTest : public TemporaryFolder, protected TrackingFile::Listener {
 protected:
  TrackingFile open(const std::string& text) {
    put(path("records"), text);
    TrackingFile::Listener& listener = *this;
    return {UniqueFd(::open(path("records").c_str(), O_RDONLY)), 1, listener};
  }
  Lines given_out(TrackingFile& file, double pts) {
    file.advance(pts);
    return std::exchange(lines_, {});
  }

  void on_record(std::string_view line) override { lines_.emplace_back(line); }
  void on_long_line() override { ++long_lines_; }
  void on_unreadable(const std::string& reason) override { unreadable_ = reason; }

  Lines lines_;
  int long_lines_ = 0;
  std::string unreadable_;
};

TEST_F(TrackingFileTest, ARecordWaitsUntilShortlyBeforeItsTime) {
  TrackingFile file = open("{\"timestamp\":0.5}\n{\"timestamp\":1.5}\n{\"timestamp\":3}\n");
  EXPECT_EQ(given_out(file, 0), Lines{R"({"timestamp":0.5})"});
  EXPECT_EQ(given_out(file, 0.4), Lines{});
  EXPECT_EQ(given_out(file, 0.5), Lines{R"({"timestamp":1.5})"});
  EXPECT_EQ(given_out(file, 9), Lines{R"({"timestamp":3})"});
  EXPECT_EQ(given_out(file, 10), Lines{});
}

TEST_F(TrackingFileTest, WhatSaysNoPtsIsGivenOutInItsTurn) {
  TrackingFile file =
      open("garbage\n\n{\"timestamp\":1e9,\"timebase\":\"unix\"}\n{\"timestamp\":5}\n{}\n");
  EXPECT_EQ(given_out(file, 0), (Lines{"garbage", R"({"timestamp":1e9,"timebase":"unix"})"}));
  EXPECT_EQ(given_out(file, 4), (Lines{R"({"timestamp":5})", "{}"}));
}

TEST_F(TrackingFileTest, TimesOfAnotherClockAreGivenOutForTheCameraToRefuse) {
  TrackingFile file = open("{\"timestamp\":1.7e9}\n{\"timestamp\":80000}\n");
  EXPECT_EQ(given_out(file, 0), Lines{R"({"timestamp":1.7e9})"});
}

TEST_F(TrackingFileTest, BeginsAgainWithTheVideo) {
  TrackingFile file = open("{\"timestamp\":0}\n{\"timestamp\":4}");
  EXPECT_EQ(given_out(file, 5).size(), 2U);
  EXPECT_EQ(given_out(file, 0.1), Lines{R"({"timestamp":0})"});
  EXPECT_EQ(given_out(file, 5), Lines{R"({"timestamp":4})"});
}

TEST_F(TrackingFileTest, BeginsAgainWithAClipThatIsSoShortThatOnlyItsBeginningIsSeen) {
  TrackingFile file = open("{\"timestamp\":0}\n{\"timestamp\":0.1}\n");
  EXPECT_EQ(given_out(file, 0).size(), 2U);
  EXPECT_EQ(given_out(file, 0).size(), 2U) << "the second round";
  EXPECT_EQ(given_out(file, 0).size(), 2U) << "the third";
}

TEST_F(TrackingFileTest, GivesANewCameraWhatAnEarlierOneHad) {
  TrackingFile file = open("{\"timestamp\":0}\n{\"timestamp\":4}\n");
  EXPECT_EQ(given_out(file, 3.5).size(), 2U);
  file.begin_again();
  EXPECT_EQ(given_out(file, 3.6).size(), 2U);
}

TEST_F(TrackingFileTest, ALineThatIsTooLongIsLeftOutAndTheRestGoesOn) {
  const std::string longest(kMaxControlLine, 'x');
  TrackingFile file = open("{}\n" + longest + "x\n" + longest + "\n{\"timestamp\":0}\n" + longest +
                           longest + longest);
  EXPECT_EQ(given_out(file, 0), (Lines{"{}", longest, R"({"timestamp":0})"}));
  EXPECT_EQ(long_lines_, 2);
  EXPECT_EQ(given_out(file, 1), Lines{});
  EXPECT_EQ(given_out(file, 0).size(), 3U) << "the next round";
}

TEST_F(TrackingFileTest, AFileThatCannotBeReadEnds) {
  TrackingFile::Listener& listener = *this;
  TrackingFile file(UniqueFd(::open(folder_.c_str(), O_RDONLY)), 1, listener);
  EXPECT_EQ(given_out(file, 0), Lines{});
  EXPECT_EQ(unreadable_, "Is a directory");
}

}  // namespace
}  // namespace gimbal
