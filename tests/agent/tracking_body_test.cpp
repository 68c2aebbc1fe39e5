#include "agent/http/tracking_body.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace gimbal {
namespace {

class TrackingBody : public testing::Test {
 protected:
  TrackingRecord read(std::string_view text) {
    const auto object = parser_.parse_object(text);
    EXPECT_TRUE(object) << text;
    FieldReader fields(*object);
    TrackingRecord record = read_tracking_update(fields);
    errors_.clear();
    for (const FieldError& error : fields.errors()) {
      errors_.push_back(error.field + ": " + error.message);
    }
    return record;
  }

  JsonParser parser_;
  std::vector<std::string> errors_;
};

TEST_F(TrackingBody, ConfidenceIsAllThatHasToBeThere) {
  const TrackingRecord record = read(R"({"tracking_confidence":0.5})");
  EXPECT_TRUE(errors_.empty());
  EXPECT_EQ(record.tracking_confidence, 0.5);
  EXPECT_EQ(record.tracking_state, "warning");
  EXPECT_FALSE(record.fallback_active);
  EXPECT_EQ(record.occlusion_level, 0);
  EXPECT_EQ(record.source, "external");
  for (const char* text : {"{}", R"({"tracking_confidence":null})"}) {
    read(text);
    EXPECT_EQ(errors_, std::vector<std::string>{"tracking_confidence: Field required"});
  }
  read(R"({"tracking_confidence":"high"})");
  EXPECT_EQ(errors_, std::vector<std::string>{"tracking_confidence: Input should be a number"});
}

TEST_F(TrackingBody, HintsAreWordsOfTheContract) {
  for (const char* hint :
       {"follow_play", "follow_ball", "half_court_lock", "fast_break", "reacquire"}) {
    const std::string text = R"({"tracking_confidence":1,"tracking_mode_hint":")";
    EXPECT_EQ(read(text + hint + "\"}").tracking_mode_hint, hint);
    EXPECT_TRUE(errors_.empty()) << hint;
  }
  read(R"({"tracking_confidence":1,"tracking_mode_hint":"dance","play_phase":"halftime",
           "possession_side":"middle"})");
  EXPECT_EQ(errors_,
            (std::vector<std::string>{
                "tracking_mode_hint: Input should be one of follow_play, follow_ball, "
                "half_court_lock, fast_break, reacquire",
                "play_phase: Input should be one of set_offense, transition, rebound, deadball, "
                "free_throw",
                "possession_side: Input should be one of left, right, unknown"}));
}

TEST_F(TrackingBody, ATimeIsTakenWhereItsClockIsKnown) {
  const auto time_of = [&](const std::string& fields) {
    const TrackingRecord record = read(R"({"tracking_confidence":1,)" + fields + "}");
    EXPECT_TRUE(errors_.empty()) << fields << ": " << errors_.front();
    return record.timestamp ? std::pair(*record.timestamp, record.timebase)
                            : std::pair(-1.0, Timebase::kPts);
  };
  EXPECT_EQ(time_of(R"("timestamp":12.5,"timebase":"pts")"), std::pair(12.5, Timebase::kPts));
  EXPECT_EQ(time_of(R"("timestamp":12.5,"timebase":"unix")"), std::pair(12.5, Timebase::kUnix));
  EXPECT_EQ(time_of(R"("timestamp":1769860800.5)"), std::pair(1769860800.5, Timebase::kUnix));
  EXPECT_EQ(time_of(R"("timestamp":1769860800,"timebase":null)").second, Timebase::kUnix);
  for (const char* unknown :
       {R"("timestamp":12.5)", R"("timestamp":1769860800000)", R"("timestamp":-1)",
        R"("timestamp":"2026-01-31T12:00:00Z")", R"("timestamp":{"sec":1})", R"("timebase":"ntp")",
        R"("timestamp":12.5,"timebase":"ntp")", R"("timestamp":1769860800,"timebase":7)",
        R"("timestamp":1769860800000,"timebase":"unix")", R"("timestamp":null)"}) {
    EXPECT_EQ(time_of(unknown).first, -1) << unknown;
  }
}

TEST(TrackingReplies, SayTheRecordAsItIs) {
  constexpr const char* kRecord = R"({"targets":[{"x":0.5}],"source":"yolo"})";
  constexpr const char* kTime = "2026-01-31T12:00:00.250Z";
  EXPECT_EQ(tracking_update_reply("j\"1", kRecord, kTime),
            R"({"job_id":"j\"1","targets":[{"x":0.5}],"source":"yolo",)"
            R"("updated_at":"2026-01-31T12:00:00.250Z"})");
  EXPECT_EQ(tracking_status_reply("j", kRecord, kTime),
            R"({"job_id":"j","targets":[{"x":0.5}],"source":"yolo",)"
            R"("updated_at":"2026-01-31T12:00:00.250Z","available":true})");
  EXPECT_EQ(no_tracking_reply("j", "none"),
            R"({"job_id":"j","tracking_confidence":0,"tracking_state":"lost",)"
            R"("fallback_active":true,"occlusion_level":1,"source":"none","available":false})");
}

}  // namespace
}  // namespace gimbal
