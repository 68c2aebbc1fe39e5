#include "lib/codec/tracking_formats/deepstream_message.hpp"

#include <gtest/gtest.h>

#include "tests/lib/tracking_reader_fixture.hpp"

namespace gimbal {
namespace {

class DeepstreamMessageTest : public TrackingReaderFixture {
 protected:
  DeepstreamMessageTest() : TrackingReaderFixture(TrackingFormat::kDeepstream) {}

  static std::string message(const std::string& objects,
                             const std::string& time = "2026-02-21T07:29:03.500Z") {
    return R"({"version":"4.0","id":"12","@timestamp":")" + time +
           R"(","sensorId":"court","objects":[)" + objects + "]}";
  }
};

TEST_F(DeepstreamMessageTest, ObjectsBecomeTargets) {
  const TrackingRecord record = read_one(message(
      R"("7|100|100|200|300|Person|#|male|45|black|none|formal|0.75","8|100.5|100|200.5|300|car")"));
  EXPECT_EQ(record.timestamp, 1771658943.5);
  EXPECT_EQ(record.timebase, Timebase::kUnix);
  ASSERT_EQ(record.targets.size(), 2U);
  EXPECT_EQ(describe(record.targets[0]), "7 Person 0.15 0.4 0.1 0.4 0.75");
  EXPECT_EQ(describe(record.targets[1]), "8 car 0.1505 0.4 0.1 0.4 1");
  EXPECT_TRUE(read_one(message("")).targets.empty());
}

TEST_F(DeepstreamMessageTest, WhatIsNotTrackedHasNoId) {
  const TrackingRecord record = read_one(message(R"("18446744073709551615|1|1|9|9|person")"));
  EXPECT_EQ(record.targets.at(0).id, "");
}

TEST_F(DeepstreamMessageTest, TheConfidenceEndsTheFirstAttributes) {
  const auto confidence = [&](const std::string& rest) {
    return read_one(message(R"("7|1|1|9|9|person)" + rest + "\"")).targets.at(0).confidence;
  };
  EXPECT_EQ(confidence("|#|||||||0.25"), 0.25);
  EXPECT_EQ(confidence("|#|||||||0.25|#|pose3D|head,1,2,3|0.5"), 0.25);
  EXPECT_EQ(confidence("|#|||||||-0.1"), 1);  // of a tracker alone
  EXPECT_EQ(confidence("|#||||||"), 1);
  EXPECT_EQ(confidence("|#"), 1);
  EXPECT_EQ(confidence("|0.5"), 1);
}

TEST_F(DeepstreamMessageTest, WhatReachesOutOfThePictureIsCutOff) {
  const TrackingRecord record =
      read_one(message(R"("7|-100|100|100|600|a","8|-50|0|-10|9|b","9|0|0|10|10|c")"));
  ASSERT_EQ(record.targets.size(), 2U);
  EXPECT_EQ(describe(record.targets[0]), "7 a 0.05 0.6 0.1 0.8 1");
  EXPECT_EQ(
      error_of(message(R"("8|-50|0|-10|9|b")")),
      "objects: every box lies outside of a picture of 1000x500 pixels: set the size that the "
      "detector saw");
}

TEST_F(DeepstreamMessageTest, OneSensorAtATime) {
  reader_.set_source({1000, 500, 0, "yard"});
  EXPECT_TRUE(read(message("")).empty());
  EXPECT_EQ(reader_.ignored(), 1U);
}

TEST_F(DeepstreamMessageTest, WhatIsMalformedIsRefused) {
  EXPECT_EQ(error_of(R"({"@timestamp":"2026-02-21T07:29:03Z"})"), "objects: Field required");
  EXPECT_EQ(error_of(R"({"objects":{}})"), "objects: Input should be an array");
  EXPECT_EQ(error_of(message(R"("7|1|1|9|9|a",7)")), "objects[1]: Input should be a string");
  EXPECT_EQ(error_of(message(R"("7|1|1|9|9|a","7|1|1|9")")),
            "objects[1]: Input should be \"id|left|top|right|bottom|class\"");
  for (const char* edge : {"x", "", "NaN", "inf", "0x1", "1,5"}) {
    EXPECT_EQ(error_of(message(std::string(R"("7|1|)") + edge + R"(|9|9|a")")),
              "objects[0]: left, top, right and bottom should be numbers");
  }
  EXPECT_EQ(
      error_of(message(R"("7|9|1|1|9|a")")),
      "objects[0]: Input should be a box whose right and bottom do not lie before its left and "
      "top");
  for (const char* confidence : {"5", "nan", "inf", "-inf", "0,75", "sure", " "}) {
    EXPECT_EQ(error_of(message(std::string(R"("7|1|1|9|9|a|#|)") + confidence + "\"")),
              "objects[0]: the confidence should be between 0 and 1");
  }
  EXPECT_EQ(error_of(message("\"7|1|1|9|9|" + std::string(65, 'a') + "\"")),
            "objects[0]: id and class should have 0 to 64 bytes");
  EXPECT_EQ(error_of(message("", "yesterday")),
            "@timestamp: Input should be a time such as 2026-01-31T12:00:00.000Z");
  for (const std::string& part : truncations(message(R"("7|1|1|9|9|a")"))) {
    EXPECT_NE(error_of(part), "") << part;
  }
}

}  // namespace
}  // namespace gimbal
