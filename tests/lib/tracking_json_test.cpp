#include "lib/codec/tracking_json.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gimbal {
namespace {

class TrackingJsonTest : public testing::Test {
 protected:
  TrackingRecord read(std::string_view text) {
    auto record = read_tracking_record(parser_, text);
    EXPECT_TRUE(record) << record.error();
    return record ? *record : TrackingRecord();
  }
  std::string error_of(std::string_view text) {
    const auto record = read_tracking_record(parser_, text);
    return record ? "" : record.error();
  }

  JsonParser parser_;
};

constexpr std::string_view kFull = R"({
  "timestamp": 12.5, "timebase": "unix",
  "targets": [
    {"id": "a7", "cls": "player", "x": 0.25, "y": 0.5, "w": 0.02, "h": 0.1, "confidence": 0.75,
     "vx": -0.5, "vy": 0.25},
    {"id": 11, "cls": "ball", "x": 1, "y": 0}
  ],
  "target_x": 0.125, "target_y": 0.875, "target_zoom": 2.5,
  "tracking_confidence": 0.5, "tracking_state": "stable", "fallback_active": true,
  "occlusion_level": 0.25, "source": "hog", "tracking_mode_hint": "follow_ball",
  "play_phase": "transition", "ball_velocity_x": 2, "ball_velocity_y": -2,
  "possession_side": "left", "court_homography_ok": false})";

TEST_F(TrackingJsonTest, ReadsEveryField) {
  const TrackingRecord record = read(kFull);
  EXPECT_EQ(record.timestamp, 12.5);
  EXPECT_EQ(record.timebase, Timebase::kUnix);
  ASSERT_EQ(record.targets.size(), 2U);
  const TrackedTarget& first = record.targets[0];
  EXPECT_EQ(first.id, "a7");
  EXPECT_EQ(first.cls, "player");
  EXPECT_EQ(first.x, 0.25);
  EXPECT_EQ(first.y, 0.5);
  EXPECT_EQ(first.w, 0.02);
  EXPECT_EQ(first.h, 0.1);
  EXPECT_EQ(first.confidence, 0.75);
  EXPECT_EQ(first.vx, -0.5);
  EXPECT_EQ(first.vy, 0.25);
  EXPECT_EQ(record.targets[1].id, "11");
  EXPECT_EQ(record.targets[1].w, std::nullopt);
  EXPECT_EQ(record.targets[1].confidence, 1);
  EXPECT_EQ(record.target_x, 0.125);
  EXPECT_EQ(record.target_y, 0.875);
  EXPECT_EQ(record.target_zoom, 2.5);
  EXPECT_EQ(record.tracking_confidence, 0.5);
  EXPECT_EQ(record.tracking_state, "stable");
  EXPECT_TRUE(record.fallback_active);
  EXPECT_EQ(record.occlusion_level, 0.25);
  EXPECT_EQ(record.source, "hog");
  EXPECT_EQ(record.tracking_mode_hint, "follow_ball");
  EXPECT_EQ(record.play_phase, "transition");
  EXPECT_EQ(record.ball_velocity_x, 2);
  EXPECT_EQ(record.ball_velocity_y, -2);
  EXPECT_EQ(record.possession_side, "left");
  EXPECT_EQ(record.court_homography_ok, false);
}

TEST_F(TrackingJsonTest, NothingIsRequiredButATargetsPlace) {
  const TrackingRecord record = read("{}");
  EXPECT_EQ(record.timestamp, std::nullopt);
  EXPECT_TRUE(record.targets.empty());
  EXPECT_EQ(record.target_x, std::nullopt);
  EXPECT_EQ(record.tracking_state, "warning");
  EXPECT_EQ(record.court_homography_ok, std::nullopt);
  EXPECT_EQ(error_of(R"({"targets":[{"x":0.5}]})"), "targets[0].y: Field required");
}

TEST_F(TrackingJsonTest, SaysWhichMetricsWereGiven) {
  const TrackingRecord none = read(R"({"tracking_state":null})");
  EXPECT_FALSE(none.given.tracking_confidence || none.given.tracking_state ||
               none.given.fallback_active || none.given.occlusion_level);
  const TrackingRecord all = read(kFull);
  EXPECT_TRUE(all.given.tracking_confidence && all.given.tracking_state &&
              all.given.fallback_active && all.given.occlusion_level);
}

TEST_F(TrackingJsonTest, NullIsAbsentAndUnknownFieldsAreLeftAlone) {
  const TrackingRecord record = read(
      R"({"timestamp":null,"targets":null,"target_x":null,"court_homography_ok":null,
          "tracking_state":null,"play_phase":null,"colour":[{"a":1}]})");
  EXPECT_EQ(record.timestamp, std::nullopt);
  EXPECT_TRUE(record.targets.empty());
  EXPECT_EQ(record.tracking_state, "warning");
  const TrackingRecord other =
      read(R"({"targets":[{"id":null,"cls":null,"x":0.5,"y":0.5,"w":null,"mask":[1]}]})");
  EXPECT_EQ(other.targets.at(0).id, "");
  EXPECT_EQ(other.targets.at(0).w, std::nullopt);
}

TEST_F(TrackingJsonTest, ErrorsNameTheFieldWithItsPath) {
  EXPECT_EQ(error_of(R"({"targets":[{"x":0,"y":0},{"x":1.5,"y":0}]})"),
            "targets[1].x: Input should be between 0 and 1");
  EXPECT_EQ(error_of(R"({"targets":[{"x":"left","y":0}]})"),
            "targets[0].x: Input should be a number");
  EXPECT_EQ(error_of(R"({"targets":[{"x":0,"y":0},7]})"), "targets[1]: Input should be an object");
  EXPECT_EQ(error_of(R"({"targets":{"x":0}})"), "targets: Input should be an array");
  EXPECT_EQ(error_of(R"({"timebase":"gps"})"), "timebase: Input should be \"pts\" or \"unix\"");
  EXPECT_EQ(error_of(R"({"fallback_active":1})"), "fallback_active: Input should be true or false");
}

TEST_F(TrackingJsonTest, EveryNumberHasARange) {
  for (const std::string field :
       {"timestamp", "target_x", "target_y", "target_zoom", "tracking_confidence",
        "occlusion_level", "ball_velocity_x", "ball_velocity_y"}) {
    for (const std::string value : {"-1e6", "1e12"}) {
      std::string text = "{\"";
      text.append(field).append("\":").append(value).append("}");
      const std::string error = error_of(text);
      EXPECT_EQ(error.rfind(field + ": Input should be between ", 0), 0U) << error;
    }
  }
  for (const std::string field : {"w", "h", "confidence", "vx", "vy", "x", "y"}) {
    for (const std::string value : {"-1e4", "1e4"}) {
      const std::string place = field == "x"   ? R"("y":0)"
                                : field == "y" ? R"("x":0)"
                                               : R"("x":0,"y":0)";
      std::string text = "{\"targets\":[{";
      text.append(place).append(",\"").append(field).append("\":").append(value).append("}]}");
      const std::string error = error_of(text);
      EXPECT_EQ(error.rfind("targets[0]." + field + ": Input should be between ", 0), 0U) << error;
    }
  }
}

TEST_F(TrackingJsonTest, WhatIsNotJsonIsRefused) {
  EXPECT_NE(error_of(""), "");
  EXPECT_NE(error_of("[]"), "");
  EXPECT_NE(error_of(R"({"target_x":NaN})"), "");
  EXPECT_NE(error_of(R"({"target_x":1e999})"), "");
  EXPECT_NE(error_of(R"({"target_x":0.1,"target_x":0.2})"), "");
  EXPECT_NE(error_of(R"({"targets":[{"x":0,"y":0,"x":1}]})"), "");
  EXPECT_NE(error_of(R"({} {})"), "");
}

TEST_F(TrackingJsonTest, SoManyTargetsAndNoMore) {
  std::string text = R"({"targets":[)";
  for (std::size_t i = 0; i < kMaxTargets; ++i) {
    text += R"({"x":0,"y":0},)";
  }
  text.pop_back();
  EXPECT_EQ(read(text + "]}").targets.size(), kMaxTargets);
  EXPECT_EQ(error_of(text + R"(,{"x":0,"y":0}]})"), "targets: Input should have at most 256 items");
}

TEST_F(TrackingJsonTest, WhatIsWrittenReadsTheSame) {
  const std::string once = write_tracking_record(read(kFull));
  EXPECT_EQ(write_tracking_record(read(once)), once);
  EXPECT_NE(once.find(R"("id":"a7","cls":"player","x":0.25,"y":0.5,"w":0.02,"h":0.1)"),
            std::string::npos);
  EXPECT_NE(once.find(R"("timestamp":12.5,"timebase":"unix")"), std::string::npos);
  EXPECT_NE(once.find(R"("court_homography_ok":false)"), std::string::npos);
  const std::string empty = write_tracking_record({});
  EXPECT_EQ(empty.find("target_x"), std::string::npos);
  EXPECT_EQ(write_tracking_record(read(empty)), empty);
}

}  // namespace
}  // namespace gimbal
