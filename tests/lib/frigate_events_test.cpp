#include "lib/codec/tracking_formats/frigate_events.hpp"

#include <gtest/gtest.h>

#include "tests/lib/tracking_reader_fixture.hpp"

namespace gimbal {
namespace {

class FrigateEventsTest : public TrackingReaderFixture {
 protected:
  FrigateEventsTest() : TrackingReaderFixture(TrackingFormat::kFrigate) {}

  static std::string event(const std::string& type, const std::string& id, double time,
                           const std::string& box = "[100,100,200,300]",
                           const std::string& more = "") {
    return R"({"type":")" + type + R"(","before":{},"after":{"id":")" + id +
           R"(","camera":"court","frame_time":)" + format_number(time) +
           R"(,"label":"person","sub_label":null,"score":0.75,"box":)" + box + more + "}}";
  }
};

TEST_F(FrigateEventsTest, ABoxInPixelsBecomesATarget) {
  const TrackingRecord record = read_one(event("new", "7.5-abc", 1607123955.5));
  EXPECT_EQ(record.timestamp, 1607123955.5);
  EXPECT_EQ(record.timebase, Timebase::kUnix);
  EXPECT_EQ(record.source, "frigate");
  ASSERT_EQ(record.targets.size(), 1U);
  EXPECT_EQ(describe(record.targets[0]), "7.5-abc person 0.15 0.4 0.1 0.4 0.75");
}

TEST_F(FrigateEventsTest, ARecordSaysAllThatIsThere) {
  read(event("new", "a", 10));
  read(event("new", "b", 11));
  TrackingRecord record = read_one(event("update", "a", 12, "[300,100,400,300]"));
  ASSERT_EQ(record.targets.size(), 2U);
  EXPECT_EQ(describe(record.targets[0]), "a person 0.35 0.4 0.1 0.4 0.75");
  record = read_one(event("end", "a", 13));
  ASSERT_EQ(record.targets.size(), 1U);
  EXPECT_EQ(record.targets[0].id, "b");
}

TEST_F(FrigateEventsTest, EventsOfOnePictureInOneMessageAreOneRecord) {
  const auto records =
      read(event("new", "a", 10) + "\n" + event("new", "b", 10) + "\n" + event("end", "a", 11));
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].targets.size(), 2U);
  EXPECT_EQ(records[1].targets.size(), 1U);
}

TEST_F(FrigateEventsTest, WhoHasLongBeenSilentIsGone) {
  read(event("new", "a", 1000));
  EXPECT_EQ(read_one(event("new", "b", 1119)).targets.size(), 2U);
  EXPECT_EQ(read_one(event("new", "c", 1121)).targets.size(), 2U);
}

TEST_F(FrigateEventsTest, SoManyObjectsAndNoMore) {
  for (std::size_t i = 0; i < kMaxTargets; ++i) {
    read(event("new", std::to_string(i), static_cast<double>(i) / 10));
  }
  const TrackingRecord record = read_one(event("new", "last", 30));
  EXPECT_EQ(record.targets.size(), kMaxTargets);
  EXPECT_EQ(record.targets[0].id, "1");  // "0" was the oldest
}

TEST_F(FrigateEventsTest, OtherMessagesAreLeftAlone) {
  EXPECT_TRUE(read(R"({"type":"description","id":"a","description":"a dog"})").empty());
  EXPECT_EQ(reader_.ignored(), 1U);
}

TEST_F(FrigateEventsTest, OneCameraAtATime) {
  read(event("new", "a", 10));
  std::string other = event("new", "b", 11);
  other.replace(other.find("court"), 5, "yard1");
  EXPECT_EQ(error_of(other),
            "after.camera: Input is of 'yard1' after 'court': give the messages of one camera, or "
            "choose one with tracking-camera (trackingsink: camera, gimbal track: --camera)");
  reader_.set_source({1000, 500, 0, "court"});
  EXPECT_TRUE(read(other).empty());
  EXPECT_EQ(reader_.ignored(), 1U);
  EXPECT_EQ(read_one(event("new", "c", 12)).targets.size(), 2U);
}

TEST_F(FrigateEventsTest, WhatIsMalformedIsRefusedAndForgotten) {
  read(event("new", "a", 10));
  EXPECT_EQ(error_of(R"({"before":{},"after":{}})"), "type: Field required");
  EXPECT_EQ(error_of(R"({"type":"new","before":{}})"), "after: Field required");
  EXPECT_EQ(error_of(R"({"type":"new","after":7})"), "after: Input should be an object");
  EXPECT_EQ(error_of(R"({"type":"new","after":{"id":"b","frame_time":1}})"),
            "after.box: Field required");
  EXPECT_EQ(error_of(event("new", "b", 11, "[1,2,3]")),
            "after.box: Input should be an array of 4 numbers");
  EXPECT_EQ(error_of(event("new", "b", 11, R"([1,2,3,"4"])")),
            "after.box: Input should be an array of 4 numbers");
  EXPECT_EQ(
      error_of(event("new", "b", 11, "[200,100,100,300]")),
      "after.box: Input should be a box whose right and bottom do not lie before its left and "
      "top");
  EXPECT_EQ(error_of(event("new", "b", 11, "[2000,100,2100,300]")),
            "after.box: every box lies outside of a picture of 1000x500 pixels: set the size that "
            "the detector saw");
  EXPECT_EQ(error_of(event("new", "b", -1)),
            "after.frame_time: Input should be between 0 and 1e+11");
  EXPECT_EQ(error_of(event("new", "", 11)), "after.id: Input should have 1 to 64 characters");
  EXPECT_EQ(error_of(event("new", "b", 11, "[1,2,3,4]", R"(,"id":"c")")),
            "after.id: Field stands there twice");
  std::string sure = event("new", "b", 11);
  sure.replace(sure.find("0.75"), 4, "1.75");
  EXPECT_EQ(error_of(sure), "after.score: Input should be between 0 and 1");
  for (const std::string& part : truncations(event("new", "b", 11))) {
    EXPECT_NE(error_of(part), "") << part;
  }
  // A list is refused as a whole, with the object that its first event told of.
  EXPECT_EQ(error_of("[" + event("new", "b", 11) + "," + event("new", "c", 11, "[]") + "]"),
            "[1].after.box: Input should be an array of 4 numbers");
  EXPECT_EQ(read_one(event("update", "a", 12)).targets.size(), 1U);
}

TEST_F(FrigateEventsTest, TheSizeHasToBeKnown) {
  reader_.set_source({});
  EXPECT_EQ(
      error_of(event("new", "b", 11)),
      "after.box: Boxes in pixels want the size of the picture that the detector saw: set its "
      "width and height");
  EXPECT_TRUE(read_one(event("end", "b", 11)).targets.empty());
}

}  // namespace
}  // namespace gimbal
