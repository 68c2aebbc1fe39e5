#include "lib/codec/tracking_formats/coco_detections.hpp"

#include <gtest/gtest.h>

#include "tests/lib/tracking_reader_fixture.hpp"

namespace gimbal {
namespace {

class CocoDetectionsTest : public TrackingReaderFixture {
 protected:
  CocoDetectionsTest() : TrackingReaderFixture(TrackingFormat::kCoco, {1000, 500, 25, ""}) {}
};

TEST_F(CocoDetectionsTest, ResultsBecomeRecordsOfImages) {
  const auto records = read(R"([
    {"image_id":2,"category_id":18,"bbox":[100,100,100,200],"score":0.75},
    {"image_id":1,"category":"ball","bbox":[0,0,10,10],"score":0.5,"track_id":7},
    {"image_id":2,"bbox":[200,100,100,200]}])");
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].timestamp, 0);
  EXPECT_EQ(describe(records[0].targets.at(0)), "7 ball 0.005 0.01 0.01 0.02 0.5");
  EXPECT_EQ(records[1].timestamp, 1.0 / 25);
  ASSERT_EQ(records[1].targets.size(), 2U);
  EXPECT_EQ(describe(records[1].targets[0]), " 18 0.15 0.4 0.1 0.4 0.75");
  EXPECT_EQ(describe(records[1].targets[1]), "  0.25 0.4 0.1 0.4 1");
}

TEST_F(CocoDetectionsTest, WhatIsNotTrackedHasNoId) {
  EXPECT_EQ(read_one(R"([{"image_id":1,"bbox":[0,0,10,10],"track_id":-1}])").targets.at(0).id, "");
  EXPECT_EQ(read_one(R"([{"image_id":1,"bbox":[0,0,10,10],"track_id":0}])").targets.at(0).id, "0");
}

constexpr std::string_view kDataset = R"({
  "images":[{"id":1,"width":200,"height":100,"date_captured":"2026-02-21 07:29:03"},{"id":2}],
  "categories":[{"id":3,"name":"person"}],
  "annotations":[
    {"id":1,"image_id":1,"category_id":3,"bbox":[100,50,20,20],"iscrowd":0,"instance_id":"a"},
    {"id":2,"image_id":1,"category_id":3,"bbox":[0,0,200,100],"iscrowd":1}]})";

TEST_F(CocoDetectionsTest, ADatasetNamesItsCategoriesAndSizes) {
  const auto records = read(kDataset);
  ASSERT_EQ(records.size(), 2U);
  ASSERT_EQ(records[0].targets.size(), 1U);
  EXPECT_EQ(describe(records[0].targets[0]), "a person 0.55 0.6 0.1 0.2 1");
  EXPECT_TRUE(records[1].targets.empty());
  EXPECT_EQ(records[1].timestamp, 1.0 / 25);
}

TEST_F(CocoDetectionsTest, WithoutAFrameRateTheDateIsTheTime) {
  reader_.set_source({});
  EXPECT_EQ(error_of(kDataset),
            "frame 2 has no time: set the frame rate of the video, which gives frame numbers "
            "theirs");
  const TrackingRecord record = read_one(
      R"({"images":[{"id":1,"width":9,"height":9,"date_captured":"2026-02-21 07:29:03"}],
          "annotations":[]})");
  EXPECT_EQ(record.timestamp, 1771658943);
  EXPECT_EQ(record.timebase, Timebase::kUnix);
}

TEST_F(CocoDetectionsTest, LinesOfResultsAreOneMessage) {
  const auto records =
      read("{\"image_id\":1,\"bbox\":[0,0,10,10]}\n{\"image_id\":1,\"bbox\":[0,0,10,10]}\n");
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].targets.size(), 2U);
  EXPECT_EQ(error_of("{\"image_id\":1,\"bbox\":[0,0,10,10]}\n{\"image_id\":1,\"bbox\":[0,0]}\n"),
            "line 2, bbox: Input should be an array of 4 numbers");
}

TEST_F(CocoDetectionsTest, WhatIsMalformedIsRefused) {
  EXPECT_EQ(error_of(R"([{"bbox":[0,0,10,10]}])"), "[0].image_id: Field required");
  EXPECT_EQ(error_of(R"([{"image_id":0,"bbox":[0,0,10,10]}])"),
            "[0].image_id: Input should be between 1 and 1e+09");
  EXPECT_EQ(error_of(R"([{"image_id":1}])"), "[0].bbox: Field required");
  EXPECT_EQ(error_of(R"([{"image_id":1,"bbox":[0,0,-10,10]}])"),
            "[0].bbox: Input should be a box whose right and bottom do not lie before its left and "
            "top");
  EXPECT_EQ(error_of(R"([{"image_id":1,"bbox":[0,0,10,10],"score":2}])"),
            "[0].score: Input should be between 0 and 1");
  EXPECT_EQ(error_of(R"({"annotations":[{"image_id":1,"bbox":[0,0,10,"1"]}]})"),
            "annotations[0].bbox: Input should be an array of 4 numbers");
  EXPECT_EQ(error_of(R"({"annotations":[],"images":[{"id":1,"date_captured":"may"}]})"),
            "images[0].date_captured: Input should be a time such as 2026-01-31 12:00:00");
  EXPECT_EQ(error_of(R"({"annotations":[],"categories":[{"id":1}]})"),
            "categories[0].name: Field required");
  EXPECT_EQ(
      error_of(R"([{"image_id":1,"bbox":[5000,0,10,10]}])"),
      "every box lies outside of a picture of 1000x500 pixels: set the size that the detector "
      "saw");
  reader_.set_source({});
  EXPECT_EQ(error_of(R"([{"image_id":1,"bbox":[5,0,10,10]}])"),
            "[0].bbox: Boxes in pixels want the size of the picture that the detector saw: set its "
            "width and height");
}

TEST_F(CocoDetectionsTest, AnImageHasSoManyBoxes) {
  std::string text = "[";
  for (std::size_t i = 0; i <= kMaxTargets; ++i) {
    text += R"({"image_id":1,"bbox":[0,0,10,10]},)";
  }
  text.back() = ']';
  EXPECT_EQ(error_of(text), "[256].image_id: Input should have at most 256 boxes an image");
}

}  // namespace
}  // namespace gimbal
