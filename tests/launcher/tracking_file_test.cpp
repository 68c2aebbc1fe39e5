#include "launcher/tracking_file.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "tests/launcher/temporary_folder.hpp"

namespace gimbal {
namespace {

using Lines = std::vector<std::string>;

class TrackingFileTest : public TemporaryFolder {
 protected:
  TrackingFile open(const std::string& text) {
    put(path("records"), text);
    return {std::ifstream(path("records")), 1};
  }
  static Lines given_out(TrackingFile& file, double pts) {
    Lines lines;
    file.advance(pts, [&](std::string_view line) { lines.emplace_back(line); });
    return lines;
  }
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

}  // namespace
}  // namespace gimbal
