#include "launcher/tracking_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/launcher/temporary_folder.hpp"

namespace gimbal {
namespace {

using Messages = std::vector<std::string>;

class TrackingFileTest : public TemporaryFolder, protected TrackingFile::Listener {
 protected:
  TrackingFile open(const std::string& text, TrackingFormat format = TrackingFormat::kAuto) {
    put(path("records"), text);
    TrackingFile::Listener& listener = *this;
    return {UniqueFd(::open(path("records").c_str(), O_RDONLY)), format, 1, listener};
  }
  Messages given_out(TrackingFile& file, double pts) {
    file.advance(pts);
    return std::exchange(messages_, {});
  }

  void on_message(std::string_view message) override { messages_.emplace_back(message); }
  void on_long_message() override { ++long_messages_; }
  void on_unreadable(const std::string& reason) override { unreadable_ = reason; }

  Messages messages_;
  int long_messages_ = 0;
  std::string unreadable_;
};

TEST_F(TrackingFileTest, ARecordWaitsUntilShortlyBeforeItsTime) {
  TrackingFile file = open(
      "{\"timestamp\":0.5,\"targets\":[]}\n{\"timestamp\":1.5,\"targets\":[]}\n{\"timestamp\":3,"
      "\"targets\":[]}\n");
  EXPECT_EQ(given_out(file, 0), Messages{R"({"timestamp":0.5,"targets":[]})"});
  EXPECT_EQ(given_out(file, 0.4), Messages{});
  EXPECT_EQ(given_out(file, 0.5), Messages{R"({"timestamp":1.5,"targets":[]})"});
  EXPECT_EQ(given_out(file, 9), Messages{R"({"timestamp":3,"targets":[]})"});
  EXPECT_EQ(given_out(file, 10), Messages{});
}

TEST_F(TrackingFileTest, WhatSaysNoPtsIsGivenOutInItsTurn) {
  TrackingFile file = open(
      "garbage\n\n{\"timestamp\":1e9,\"timebase\":\"unix\",\"targets\":[]}\n{\"timestamp\":5,"
      "\"targets\":[]}\n{}\n");
  EXPECT_EQ(given_out(file, 0),
            (Messages{"garbage", R"({"timestamp":1e9,"timebase":"unix","targets":[]})"}));
  EXPECT_EQ(given_out(file, 4), (Messages{R"({"timestamp":5,"targets":[]})", "{}"}));
}

TEST_F(TrackingFileTest, TimesOfAnotherClockAreGivenOutForTheCameraToRefuse) {
  TrackingFile file =
      open("{\"timestamp\":1.7e9,\"targets\":[]}\n{\"timestamp\":80000,\"targets\":[]}\n");
  EXPECT_EQ(given_out(file, 0), Messages{R"({"timestamp":1.7e9,"targets":[]})"});
}

TEST_F(TrackingFileTest, BeginsAgainWithTheVideo) {
  TrackingFile file = open("{\"timestamp\":0,\"targets\":[]}\n{\"timestamp\":4,\"targets\":[]}");
  EXPECT_EQ(given_out(file, 5).size(), 2U);
  EXPECT_EQ(given_out(file, 0.1), Messages{R"({"timestamp":0,"targets":[]})"});
  EXPECT_EQ(given_out(file, 5), Messages{R"({"timestamp":4,"targets":[]})"});
}

TEST_F(TrackingFileTest, BeginsAgainWithAClipThatIsSoShortThatOnlyItsBeginningIsSeen) {
  TrackingFile file =
      open("{\"timestamp\":0,\"targets\":[]}\n{\"timestamp\":0.1,\"targets\":[]}\n");
  EXPECT_EQ(given_out(file, 0).size(), 2U);
  EXPECT_EQ(given_out(file, 0).size(), 2U) << "the second round";
  EXPECT_EQ(given_out(file, 0).size(), 2U) << "the third";
}

TEST_F(TrackingFileTest, GivesANewCameraWhatAnEarlierOneHad) {
  TrackingFile file = open("{\"timestamp\":0,\"targets\":[]}\n{\"timestamp\":4,\"targets\":[]}\n");
  EXPECT_EQ(given_out(file, 3.5).size(), 2U);
  file.begin_again();
  EXPECT_EQ(given_out(file, 3.6).size(), 2U);
}

TEST_F(TrackingFileTest, AMessageThatIsTooLongIsLeftOutAndTheRestGoesOn) {
  const std::string longest(kMaxTrackingMessage, 'x');
  TrackingFile file = open("{}\n" + longest + "x\n" + longest +
                           "\n{\"timestamp\":0,\"targets\":[]}\n" + longest + longest);
  EXPECT_EQ(given_out(file, 0), (Messages{"{}", longest, R"({"timestamp":0,"targets":[]})"}));
  EXPECT_EQ(long_messages_, 2);
  EXPECT_EQ(given_out(file, 1), Messages{});
  EXPECT_EQ(given_out(file, 0).size(), 3U) << "the next round";
}

TEST_F(TrackingFileTest, LinesOfATableWaitForTheTimeOfTheirFrame) {
  TrackingFile file = open("1,7,0,0,9,9,1\n1,8,0,0,9,9,1\n51,7,0,0,9,9,1\n101,7,0,0,9,9,1\n");
  file.set_source({.width = 100, .height = 100, .frame_rate = 25, .camera = ""});
  EXPECT_EQ(given_out(file, 0), Messages{"1,7,0,0,9,9,1\n1,8,0,0,9,9,1\n"});
  EXPECT_EQ(given_out(file, 0.9), Messages{});
  EXPECT_EQ(given_out(file, 1), Messages{"51,7,0,0,9,9,1\n"});
  EXPECT_EQ(given_out(file, 3), Messages{"101,7,0,0,9,9,1\n"}) << "the last one ends with the file";
}

TEST_F(TrackingFileTest, TheFormatThatWasSaidCounts) {
  const std::string result = R"({"image_id":51,"category":"ball","bbox":[0,0,9,9],"timestamp":0})";
  TrackingFile file = open(result, TrackingFormat::kCoco);
  file.set_source({.width = 100, .height = 100, .frame_rate = 25, .camera = ""});
  EXPECT_EQ(given_out(file, 0), Messages{});
  EXPECT_EQ(given_out(file, 1), Messages{result + "\n"});
}

TEST_F(TrackingFileTest, AMessageMayHaveSeveralLines) {
  const std::string record = "{\n  \"timestamp\": 5,\n  \"targets\": []\n}";
  TrackingFile file = open(record + record);
  EXPECT_EQ(given_out(file, 0), Messages{});
  EXPECT_EQ(given_out(file, 4), (Messages{record, record}));
}

TEST_F(TrackingFileTest, AFileThatCannotBeReadEnds) {
  TrackingFile::Listener& listener = *this;
  TrackingFile file(UniqueFd(::open(folder_.c_str(), O_RDONLY)), TrackingFormat::kAuto, 1,
                    listener);
  EXPECT_EQ(given_out(file, 0), Messages{});
  EXPECT_EQ(unreadable_, "Is a directory");
}

}  // namespace
}  // namespace gimbal
