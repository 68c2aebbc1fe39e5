#include "launcher/court_record.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "lib/codec/tracking_json.hpp"

namespace gimbal {
namespace {

TrackingRecord record_at(double seconds, std::uint64_t seed = 1) {
  JsonParser parser;
  const std::string text = court_record(seconds, seed);
  auto record = read_tracking_record(parser, text);
  EXPECT_TRUE(record) << record.error() << " in " << text;
  return *record;
}

TEST(CourtRecord, HasTenPlayersAndABallWithinThePictureAtAnyTime) {
  for (double seconds = 0; seconds < 60; seconds += 0.37) {
    const TrackingRecord record = record_at(seconds);
    std::set<std::string> ids;
    std::map<std::string, int> classes;
    for (const TrackedTarget& target : record.targets) {
      ids.insert(target.id);
      ++classes[target.cls];
      EXPECT_GE(target.confidence, 0.1);
      EXPECT_LE(target.confidence, 0.95);
    }
    EXPECT_EQ(ids.size(), 11U);
    EXPECT_EQ(classes, (std::map<std::string, int>{{"player", 10}, {"ball", 1}}));
    EXPECT_EQ(record.source, "sim");
    EXPECT_FALSE(record.given.tracking_confidence) << "worked out by whoever pushes it";
  }
}

TEST(CourtRecord, WhoIsCoveredIsLessSure) {
  double least = 1;
  for (double seconds = 0; seconds < 60; seconds += 0.2) {
    for (const TrackedTarget& target : record_at(seconds).targets) {
      least = target.cls == "player" ? std::min(least, target.confidence) : least;
    }
  }
  EXPECT_LT(least, 0.6);
}

TEST(CourtRecord, SaysWhatIsPlayed) {
  std::set<std::string> phases;
  std::set<std::string> sides;
  for (double seconds = 0; seconds < 90; seconds += 1) {
    const TrackingRecord record = record_at(seconds);
    phases.insert(record.play_phase.value_or("none"));
    sides.insert(record.possession_side.value_or("none"));
  }
  EXPECT_EQ(phases, (std::set<std::string>{"deadball", "set_offense", "transition"}));
  EXPECT_EQ(sides, (std::set<std::string>{"left", "right"}));
}

TEST(CourtRecord, ASeedIsAPlay) {
  EXPECT_EQ(court_record(12.3, 7), court_record(12.3, 7));
  EXPECT_NE(court_record(12.3, 7), court_record(12.3, 8));
  EXPECT_NE(court_record(12.3, 7), court_record(12.5, 7));
}

}  // namespace
}  // namespace gimbal
