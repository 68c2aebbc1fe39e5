#include "lib/tracking/record_completer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>

#include "lib/tracking/box_occlusion.hpp"

namespace gimbal {
namespace {

TrackedTarget seen(std::string id, double x, double y, double confidence = 1) {
  TrackedTarget target;
  target.id = std::move(id);
  target.x = x;
  target.y = y;
  target.confidence = confidence;
  return target;
}

TrackedTarget box(double x, double y, double w, double h) {
  TrackedTarget target = seen("", x, y);
  target.w = w;
  target.h = h;
  return target;
}

TrackingRecord record_at(double time, std::vector<TrackedTarget> targets) {
  TrackingRecord record;
  record.timestamp = time;
  record.targets = std::move(targets);
  return record;
}

class RecordCompleterTest : public testing::Test {
 protected:
  TrackingRecord complete(TrackingRecord record, double arrival = 0) {
    completer_.complete(record, arrival);
    return record;
  }
  TrackedTarget first_of(TrackingRecord record, double arrival = 0) {
    return complete(std::move(record), arrival).targets.at(0);
  }

  RecordCompleter completer_;
};

TEST_F(RecordCompleterTest, ASpeedNeedsTwoSights) {
  EXPECT_EQ(first_of(record_at(1, {seen("a", 0.5, 0.5)})).vx, std::nullopt);
  const TrackedTarget again = first_of(record_at(1.1, {seen("a", 0.52, 0.49)}));
  EXPECT_NEAR(again.vx.value_or(0), 0.2, 1e-9);
  EXPECT_NEAR(again.vy.value_or(0), -0.1, 1e-9);
}

TEST_F(RecordCompleterTest, SpeedsAreSmoothed) {
  first_of(record_at(0, {seen("a", 0, 0.5)}));
  first_of(record_at(0.1, {seen("a", 0.1, 0.5)}));
  const TrackedTarget stopped = first_of(record_at(0.2, {seen("a", 0.1, 0.5)}));
  EXPECT_NEAR(stopped.vx.value_or(0), std::exp(-0.1 / 0.2), 1e-9);
}

TEST_F(RecordCompleterTest, EachIdHasItsOwnSpeedAndNoIdHasNone) {
  complete(record_at(0, {seen("a", 0, 0), seen("b", 1, 0), seen("", 0.5, 0)}));
  const auto targets =
      complete(record_at(0.5, {seen("b", 0.9, 0), seen("", 0.6, 0), seen("a", 0.1, 0)})).targets;
  EXPECT_NEAR(targets[0].vx.value_or(0), -0.2, 1e-9);
  EXPECT_EQ(targets[1].vx, std::nullopt);
  EXPECT_NEAR(targets[2].vx.value_or(0), 0.2, 1e-9);
}

TEST_F(RecordCompleterTest, ALateRecordGetsTheSpeedThatIsKnown) {
  complete(record_at(0, {seen("a", 0, 0)}));
  complete(record_at(0.1, {seen("a", 0.1, 0)}));
  EXPECT_NEAR(first_of(record_at(0.05, {seen("a", 0.9, 0)})).vx.value_or(0), 1, 1e-9);
  EXPECT_NEAR(first_of(record_at(0.1, {seen("a", 0.9, 0)})).vx.value_or(0), 1, 1e-9);
  EXPECT_NEAR(first_of(record_at(0.2, {seen("a", 0.2, 0)})).vx.value_or(0), 1, 1e-9);
}

TEST_F(RecordCompleterTest, ALongGapAndAnotherClockBeginAnew) {
  complete(record_at(0, {seen("a", 0, 0)}));
  EXPECT_EQ(first_of(record_at(1.5, {seen("a", 0.1, 0)})).vx, std::nullopt);
  EXPECT_EQ(first_of(record_at(0.2, {seen("a", 0.1, 0)})).vx, std::nullopt);
  TrackingRecord arrived = record_at(0, {seen("a", 0.2, 0)});
  arrived.timestamp.reset();
  EXPECT_EQ(first_of(arrived, 0.3).vx, std::nullopt);
  EXPECT_NEAR(first_of(arrived, 0.4).vx.value_or(1), 0, 1e-9);
}

TEST_F(RecordCompleterTest, RecordsThatArriveInOneGoSayNothingOfASpeed) {
  TrackingRecord read = record_at(0, {seen("a", 0, 0)});
  read.timestamp.reset();
  complete(read, 1);
  read.targets = {seen("a", 0.1, 0)};
  EXPECT_EQ(first_of(read, 1.0001).vx, std::nullopt);
  read.targets = {seen("a", 0.2, 0)};
  EXPECT_NEAR(first_of(read, 1.1001).vx.value_or(0), 1, 1e-9) << "the second counts";
}

TEST_F(RecordCompleterTest, ASpeedThatIsGivenStays) {
  complete(record_at(0, {seen("a", 0, 0)}));
  TrackedTarget given = seen("a", 0.1, 0.1);
  given.vx = 7;
  const TrackedTarget target = first_of(record_at(0.1, {given}));
  EXPECT_EQ(target.vx, 7);
  EXPECT_NEAR(target.vy.value_or(0), 1, 1e-9);
}

TEST_F(RecordCompleterTest, SpeedsStayInRange) {
  complete(record_at(0, {seen("a", 0, 0)}));
  EXPECT_EQ(first_of(record_at(1e-6, {seen("a", 1, 0)})).vx, kMaxTargetSpeed);
}

TEST_F(RecordCompleterTest, TheBallsVelocityIsThatOfTheSurestBall) {
  const auto balls = [](double x) {
    std::vector<TrackedTarget> targets{seen("a", x, 0.5), seen("b", 2 * x, 0.5, 0.4),
                                       seen("c", 3 * x, 0.5, 0.6)};
    targets[1].cls = "ball";
    targets[2].cls = "sports ball";
    return targets;
  };
  EXPECT_EQ(complete(record_at(0, balls(0.1))).ball_velocity_x, std::nullopt);
  const TrackingRecord moved = complete(record_at(0.1, balls(0.2)));
  EXPECT_NEAR(moved.ball_velocity_x.value_or(0), 3, 1e-9);
  EXPECT_NEAR(moved.ball_velocity_y.value_or(1), 0, 1e-9);
  TrackingRecord given = record_at(0.2, balls(0.3));
  given.ball_velocity_y = 7;
  given = complete(given);
  EXPECT_EQ(given.ball_velocity_x, std::nullopt) << "one without the other says nothing";
  EXPECT_EQ(given.ball_velocity_y, 7);
  EXPECT_EQ(complete(record_at(0.3, {seen("a", 0.4, 0.5)})).ball_velocity_x, std::nullopt);
}

TEST_F(RecordCompleterTest, OldIdsAreForgotten) {
  complete(record_at(0, {seen("old", 0, 0)}));
  for (int i = 0; i < 1100; ++i) {
    complete(record_at(0.1 + i * 1e-4, {seen(std::to_string(i), 0, 0)}));
  }
  EXPECT_EQ(first_of(record_at(0.3, {seen("old", 0.1, 0)})).vx, std::nullopt);
  EXPECT_NE(first_of(record_at(0.3, {seen("1099", 0.1, 0)})).vx, std::nullopt);
}

TEST_F(RecordCompleterTest, ConfidenceIsThatOfTheSureOnes) {
  EXPECT_EQ(confidence_of({}), 0);
  EXPECT_EQ(confidence_of({seen("", 0, 0, 0)}), 0);
  EXPECT_NEAR(confidence_of({seen("", 0, 0, 0.8), seen("", 0, 0, 0.8)}), 0.8, 1e-12);
  EXPECT_NEAR(confidence_of({seen("", 0, 0, 0.9), seen("", 0, 0, 0.1)}), 0.82, 1e-12);
}

TEST_F(RecordCompleterTest, OcclusionIsTheMeanOfTheLargestCoveredShares) {
  EXPECT_EQ(occlusion_of({}), 0);
  EXPECT_EQ(occlusion_of({seen("", 0.5, 0.5), seen("", 0.5, 0.5)}), 0);
  EXPECT_EQ(occlusion_of({box(0.2, 0.5, 0.1, 0.1), box(0.8, 0.5, 0.1, 0.1)}), 0);
  // The small one is covered wholly, a quarter of the large one is.
  EXPECT_NEAR(occlusion_of({box(0.5, 0.5, 0.2, 0.2), box(0.5, 0.5, 0.1, 0.1)}), 0.625, 1e-9);
  EXPECT_NEAR(occlusion_of({box(0.5, 0.5, 0.2, 0.2), box(0.6, 0.5, 0.2, 0.2),
                            box(0.9, 0.9, 0.1, 0.1), seen("", 0.5, 0.5)}),
              1.0 / 3, 1e-9);
}

TEST_F(RecordCompleterTest, ABoxWithoutAnAreaCoversNothing) {
  EXPECT_EQ(occlusion_of({box(0.5, 0.5, 1e-300, 1e-300), box(0, 0, 1e-200, 1e-200)}), 0);
  EXPECT_EQ(occlusion_of({box(0.5, 0.5, 1e-17, 0.1), box(0.8, 0.5, 0.1, 0.1)}), 0);
}

TEST_F(RecordCompleterTest, ABareListGetsItsMetrics) {
  TrackingRecord record =
      complete(record_at(0, {box(0.5, 0.5, 0.2, 0.2), box(0.5, 0.5, 0.2, 0.2)}));
  EXPECT_NEAR(record.tracking_confidence, 1, 1e-12);
  EXPECT_NEAR(record.occlusion_level, 1, 1e-9);
  EXPECT_EQ(record.tracking_state, "stable");
  EXPECT_FALSE(record.fallback_active);
  record = complete(record_at(0.1, {}));
  EXPECT_EQ(record.tracking_confidence, 0);
  EXPECT_EQ(record.tracking_state, "lost");
  EXPECT_TRUE(record.fallback_active);
}

TEST_F(RecordCompleterTest, WhatTheDetectorGaveStays) {
  TrackingRecord record = record_at(0, {box(0.5, 0.5, 0.2, 0.2), box(0.5, 0.5, 0.2, 0.2)});
  record.tracking_confidence = 0.3;
  record.tracking_state = "searching";
  record.fallback_active = false;
  record.occlusion_level = 0.25;
  record.given = {true, true, true, true};
  const TrackingRecord done = complete(record);
  EXPECT_EQ(done.tracking_confidence, 0.3);
  EXPECT_EQ(done.tracking_state, "searching");
  EXPECT_FALSE(done.fallback_active);
  EXPECT_EQ(done.occlusion_level, 0.25);
  // The state of an unsaid one follows the confidence that was given.
  record.given = {.tracking_confidence = true};
  EXPECT_EQ(complete(record).tracking_state, "lost");
  EXPECT_TRUE(complete(record).fallback_active);
}

}  // namespace
}  // namespace gimbal
