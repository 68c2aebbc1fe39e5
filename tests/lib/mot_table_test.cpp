#include "lib/codec/tracking_formats/mot_table.hpp"

#include <gtest/gtest.h>

#include "tests/lib/tracking_reader_fixture.hpp"

namespace gimbal {
namespace {

class MotTableTest : public TrackingReaderFixture {
 protected:
  MotTableTest() : TrackingReaderFixture(TrackingFormat::kMot, {1000, 500, 25, ""}) {}

  double confidence(const std::string& conf) {
    return read_one("1,7,100,100,100,200," + conf).targets.at(0).confidence;
  }
  std::string class_of(const std::string& cls) {
    return read_one("1,7,100,100,100,200,1," + cls + ",1").targets.at(0).cls;
  }
};

TEST_F(MotTableTest, LinesBecomeRecordsOfFrames) {
  const auto records = read(
      "1,7,100,100,100,200,0.75,-1,-1,-1\n"
      "3,8, 0,0, 10,10, 1, -1,-1,-1\r\n"
      "\n"
      "1,-1,200.5,100,100,200,1,-1,-1,-1");
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].timestamp, 0);
  EXPECT_EQ(records[0].timebase, Timebase::kPts);
  ASSERT_EQ(records[0].targets.size(), 2U);
  EXPECT_EQ(describe(records[0].targets[0]), "7  0.15 0.4 0.1 0.4 0.75");
  EXPECT_EQ(describe(records[0].targets[1]), "  0.2505 0.4 0.1 0.4 1");
  EXPECT_EQ(records[1].timestamp, 2.0 / 25);
}

TEST_F(MotTableTest, NumbersMayHaveDecimals) {
  const TrackingRecord record = read_one("2.00,7.0,100,100,100,200");
  EXPECT_EQ(record.timestamp, 1.0 / 25);
  EXPECT_EQ(record.targets.at(0).id, "7");
}

TEST_F(MotTableTest, ScoresOfDetectorsMayBeOfAnySize) {
  EXPECT_EQ(confidence("0.25"), 0.25);
  EXPECT_EQ(confidence("-1"), 1);
  EXPECT_EQ(confidence("64.2"), 1);
  EXPECT_EQ(confidence("-0.3"), 0);
}

TEST_F(MotTableTest, GroundTruthHasClasses) {
  EXPECT_EQ(class_of("1"), "pedestrian");
  EXPECT_EQ(class_of("12"), "reflection");
  EXPECT_EQ(class_of("13"), "");
  EXPECT_EQ(class_of("-1"), "");
  EXPECT_EQ(class_of("ball"), "ball");
}

TEST_F(MotTableTest, WithoutAFrameRateOneFrameHasNoTime) {
  reader_.set_source({1000, 500, 0, ""});
  EXPECT_EQ(read_one("9,7,100,100,100,200").timestamp, std::nullopt);
  EXPECT_EQ(error_of("9,7,100,100,100,200\n10,7,100,100,100,200"),
            "frame 9 has no time: set the frame rate of the video, which gives frame numbers "
            "theirs");
}

TEST_F(MotTableTest, WhatIsMalformedIsRefused) {
  EXPECT_EQ(error_of("1,7,100,100,100,200\n1,7,x,100,100,200"),
            "line 2, bb_left: Input should be a number");
  EXPECT_EQ(error_of("1,7,100,100,100"), "line 1, bb_height: Input should be a number");
  EXPECT_EQ(error_of("1,7,nan,100,100,200"), "line 1, bb_left: Input should be a number");
  EXPECT_EQ(error_of("1,7,1e999,100,100,200"), "line 1, bb_left: Input should be a number");
  EXPECT_EQ(error_of("1,7,100,100,100,200,"), "line 1, conf: Input should be a number");
  EXPECT_EQ(error_of("0,7,100,100,100,200"),
            "line 1, frame: Input should be a whole number from 1 on");
  EXPECT_EQ(error_of("1.5,7,100,100,100,200"),
            "line 1, frame: Input should be a whole number from 1 on");
  EXPECT_EQ(error_of("1,7.5,100,100,100,200"),
            "line 1, id: Input should be a whole number, -1 for none");
  EXPECT_EQ(error_of("1,7,100,100,-100,200"),
            "line 1, bb_left: Input should be a box whose right and bottom do not lie before its "
            "left and top");
  EXPECT_EQ(error_of("1,7,100,100,100,200,1," + std::string(65, 'a') + ",1"),
            "line 1, class: Input should have 0 to 64 bytes");
  EXPECT_EQ(error_of("1,7,100,100,100,200,1,\xff,1"), "line 1, class: Input should be UTF-8");
  EXPECT_EQ(error_of("{}"), "line 1, frame: Input should be a number");
  EXPECT_EQ(
      error_of("1,7,5000,100,100,200"),
      "every box lies outside of a picture of 1000x500 pixels: set the size that the detector "
      "saw");
}

TEST_F(MotTableTest, AFrameHasSoManyBoxes) {
  std::string text;
  for (std::size_t i = 0; i < kMaxTargets; ++i) {
    text += "1,7,100,100,100,200\n";
  }
  EXPECT_EQ(read_one(text).targets.size(), kMaxTargets);
  EXPECT_EQ(error_of(text + "1,7,100,100,100,200"),
            "line 257, frame: Input should have at most 256 boxes a frame");
}

}  // namespace
}  // namespace gimbal
