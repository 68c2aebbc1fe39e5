#include "lib/camera/framer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

namespace gimbal {
namespace {

constexpr Framing kShown{0.4, 0.6, 2};

TrackedTarget at(const std::string& id, double x, double y, const std::string& cls = "player") {
  TrackedTarget target;
  target.id = id;
  target.cls = cls;
  target.x = x;
  target.y = y;
  return target;
}

TrackedTarget boxed(const std::string& id, double x, double y, double w, double h) {
  TrackedTarget target = at(id, x, y);
  target.w = w;
  target.h = h;
  return target;
}

/// Fifteen records a second of a 16:9 picture; no headroom unless a test sets it.
class FramerTest : public testing::Test {
 protected:
  FramerTest() {
    settings_.headroom = 0;
    framer_.configure(settings_);
  }

  std::optional<Aim> see(const TrackingRecord& record) {
    time_ += 1.0 / 15;
    return framer_.aim(record, time_, bounds_, kShown);
  }
  std::optional<Aim> see(const std::vector<TrackedTarget>& targets) {
    TrackingRecord record;
    record.targets = targets;
    return see(record);
  }
  Aim settle(const std::vector<TrackedTarget>& targets, double seconds = 10) {
    for (int i = 0; i < 15 * seconds; ++i) {
      see(targets);
    }
    return see(targets).value_or(Aim());
  }

  FramingSettings settings_;
  Framer framer_;
  FramingBounds bounds_;
  double time_ = 10;
};

TEST_F(FramerTest, OneTargetIsTheAim) {
  const auto aim = see({at("a", 0.3, 0.7)});
  ASSERT_TRUE(aim);
  EXPECT_TRUE(aim->present);
  EXPECT_DOUBLE_EQ(aim->time, time_);
  EXPECT_NEAR(aim->center_x, 0.3, 1e-12);
  EXPECT_NEAR(aim->center_y, 0.7, 1e-12);
  EXPECT_EQ(aim->zoom, 0);  // a point does not say how large it is
}

TEST_F(FramerTest, NothingSeenSaysNothing) {
  EXPECT_FALSE(see(std::vector<TrackedTarget>{}));
  see({at("a", 0.3, 0.7)});
  EXPECT_FALSE(see(std::vector<TrackedTarget>{}));
}

TEST_F(FramerTest, LostAndFallbackAskForTheWideShot) {
  TrackingRecord record;
  record.targets = {at("a", 0.3, 0.7)};
  record.target_x = 0.2;
  record.fallback_active = true;
  ASSERT_TRUE(see(record));
  EXPECT_FALSE(see(record)->present);
  record.fallback_active = false;
  EXPECT_TRUE(see(record)->present);
  record.tracking_state = "lost";
  EXPECT_FALSE(see(record)->present);
}

TEST_F(FramerTest, TheDetectorsOwnAimWins) {
  TrackingRecord record;
  record.targets = {boxed("a", 0.3, 0.7, 0.1, 0.2)};
  record.target_x = 0.6;
  record.target_zoom = 3;
  auto aim = see(record);
  EXPECT_EQ(aim->center_x, 0.6);
  EXPECT_NEAR(aim->center_y, 0.7, 1e-12);
  EXPECT_EQ(aim->zoom, 3);
  record.targets.clear();
  aim = see(record);  // without targets the rest is what is shown
  EXPECT_EQ(aim->center_x, 0.6);
  EXPECT_EQ(aim->center_y, kShown.center_y);
}

TEST_F(FramerTest, OnlyTheClassesAskedFor) {
  settings_.target_classes = {"player"};
  framer_.configure(settings_);
  EXPECT_FALSE(see({at("r", 0.9, 0.9, "referee")}));
  const auto aim =
      see({at("a", 0.3, 0.5), at("r", 0.4, 0.5, "referee"), at("b", 0.4, 0.5, "ball")});
  EXPECT_NEAR(aim->center_x, 0.3, 1e-12);
}

TEST_F(FramerTest, OnlyTargetsThatAreSureEnough) {
  TrackedTarget unsure = at("b", 0.5, 0.5);
  unsure.confidence = 0.29;
  EXPECT_FALSE(see({unsure}));
  EXPECT_NEAR(see({at("a", 0.3, 0.5), unsure})->center_x, 0.3, 1e-12);
}

TEST_F(FramerTest, AGroupWithoutItsOutliers) {
  const Aim aim =
      settle({at("a", 0.30, 0.5), at("b", 0.34, 0.5), at("c", 0.38, 0.5), at("coach", 0.97, 0.9)});
  EXPECT_NEAR(aim.center_x, 0.34, 0.005);
  EXPECT_NEAR(aim.center_y, 0.5, 0.005);
}

TEST_F(FramerTest, TheZoomFitsTheGroupWithItsMargin) {
  settings_.closest_zoom = 16;
  settings_.margin = 0.2;
  framer_.configure(settings_);
  const Aim aim = settle({at("a", 0.40, 0.5), at("b", 0.60, 0.5)});
  // 0.2 of the picture in the 0.6 that the margins leave of the crop.
  EXPECT_NEAR(aim.zoom, 0.6 / 0.2, 0.02);
  const Aim high = settle({at("a", 0.5, 0.3), at("b", 0.5, 0.7)});
  EXPECT_NEAR(high.zoom, 0.6 / 0.4, 0.02);
}

TEST_F(FramerTest, ACropThatStopsAtTheBorderIsNoWiderThanItHasToBe) {
  settings_.margin = 0.2;
  settings_.group_reach = 0.4;
  framer_.configure(settings_);
  // Centred at 0.8 it could not be wider than 0.4; beside the border it holds both and one margin.
  const Aim aim = settle({at("a", 0.64, 0.5), at("b", 0.96, 0.5)});
  EXPECT_NEAR(aim.center_x, 0.8, 0.005);
  EXPECT_NEAR(aim.zoom, (1 - 0.2) / (1 - 0.64), 0.02);
  EXPECT_NEAR(settle({at("c", 0.5, 0.04), at("d", 0.5, 0.36)}).zoom, (1 - 0.2) / 0.36, 0.02);
}

TEST_F(FramerTest, BoxesCountWithTheirSize) {
  settings_.closest_zoom = 16;
  settings_.margin = 0.2;
  settings_.subject_height = 1;
  framer_.configure(settings_);
  EXPECT_NEAR(settle({boxed("a", 0.4, 0.5, 0.1, 0.1), boxed("b", 0.6, 0.5, 0.1, 0.1)}).zoom,
              0.6 / 0.3, 0.02);
  // One that would fill the crop gets the height it may have.
  settings_.subject_height = 0.5;
  framer_.configure(settings_);
  EXPECT_NEAR(settle({boxed("c", 0.5, 0.5, 0.02, 0.2)}).zoom, 0.5 / 0.2, 0.02);
}

TEST_F(FramerTest, NeverCloserThanAllowed) {
  EXPECT_NEAR(settle({boxed("a", 0.5, 0.5, 0.001, 0.001)}).zoom, settings_.closest_zoom, 1e-3);
  bounds_.set_limits(1, 2, {});
  EXPECT_NEAR(settle({boxed("a", 0.5, 0.5, 0.001, 0.001)}).zoom, 2, 1e-3);
  bounds_.set_limits(1.5, 2, {});
  EXPECT_NEAR(settle({boxed("a", 0.5, 0.5, 1, 1)}).zoom, 1.5, 1e-3);
}

TEST_F(FramerTest, WidensSoonerThanItTightens) {
  const std::vector<TrackedTarget> near{at("a", 0.45, 0.5), at("b", 0.55, 0.5)};
  const std::vector<TrackedTarget> far{at("a", 0.35, 0.5), at("b", 0.65, 0.5)};
  const double close = settle(near).zoom;
  const double wide = settle(far).zoom;
  const double half_way = std::sqrt(close * wide);
  settle(near);
  EXPECT_LT(settle(far, 0.3).zoom, half_way);
  settle(far);
  EXPECT_LT(settle(near, 0.3).zoom, half_way);
}

TEST_F(FramerTest, HeadroomIsAPartOfTheCrop) {
  settings_.headroom = 0.1;
  framer_.configure(settings_);
  const auto aim = see({at("a", 0.3, 0.7)});
  EXPECT_NEAR(aim->center_y, 0.7 - 0.1 / kShown.zoom, 1e-9);
  framer_.restart();
  EXPECT_NEAR(see({at("b", 0.3, 0.7, "ball")})->center_y, 0.7, 1e-9);  // a ball has no head
}

TEST_F(FramerTest, TheBallPullsTheAimByItsWeight) {
  settings_.ball_weight = 0.4;
  framer_.configure(settings_);
  const Aim aim = settle({at("a", 0.4, 0.5), at("b", 0.5, 0.5, "sports ball")});
  EXPECT_NEAR(aim.center_x, 0.4 + 0.4 * 0.1, 1e-3);
}

TEST_F(FramerTest, AShotDoesNotTiltTheCamera) {
  const double without = settle({at("a", 0.4, 0.5)}).center_y;
  EXPECT_NEAR(settle({at("a", 0.4, 0.5), at("b", 0.45, 0.3, "ball")}).center_y, without, 1e-3);
}

TEST_F(FramerTest, TheBallComesInAndGoesGradually) {
  settings_.ball_weight = 0.5;
  framer_.configure(settings_);
  const TrackedTarget player = at("a", 0.4, 0.5);
  const TrackedTarget ball = at("b", 0.6, 0.5, "ball");
  settle({player});
  // Attack: 0.2 s later it counts 1 - 1/e.
  Aim aim;
  for (int i = 0; i < 3; ++i) {
    aim = *see({player, ball});
  }
  EXPECT_NEAR(aim.center_x, 0.4 + 0.5 * 0.2 * (1 - std::exp(-1)), 1e-3);
  // Missed three times it counts in full (0.2 s); after that it decays.
  settle({player, ball});
  for (int i = 0; i < 3; ++i) {
    aim = *see({player});
  }
  EXPECT_NEAR(aim.center_x, 0.4 + 0.5 * 0.2, 1e-3);
  for (int i = 0; i < 5; ++i) {
    aim = *see({player});
  }
  EXPECT_NEAR(aim.center_x, 0.4 + 0.5 * 0.2 * std::exp(-(5.0 / 15) / 0.32), 1e-3);
}

TEST_F(FramerTest, ABallFarAwayIsIgnored) {
  const Aim aim = settle({at("a", 0.2, 0.5), at("b", 0.9, 0.5, "ball")});
  EXPECT_NEAR(aim.center_x, 0.2, 1e-3);
  EXPECT_EQ(aim.zoom, 0);  // nor is there room for it
}

TEST_F(FramerTest, ABallAloneIsFollowed) {
  EXPECT_NEAR(settle({at("b", 0.9, 0.5, "ball")}).center_x, 0.9, 1e-9);
}

TEST_F(FramerTest, HintsShiftTheWeight) {
  TrackingRecord record;
  record.targets = {at("a", 0.4, 0.5), at("b", 0.5, 0.5, "ball")};
  const auto x_with = [&](const char* hint) {
    record.tracking_mode_hint = hint;
    for (int i = 0; i < 60; ++i) {
      see(record);
    }
    return see(record)->center_x;
  };
  EXPECT_NEAR(x_with("follow_play"), 0.43, 1e-3);
  EXPECT_NEAR(x_with("follow_ball"), 0.48, 1e-3);
  EXPECT_NEAR(x_with("half_court_lock"), 0.4, 1e-3);
}

TEST_F(FramerTest, OneTargetIsKeptAmongEquals) {
  settings_.max_targets = 1;
  framer_.configure(settings_);
  std::mt19937 random(3);
  std::uniform_real_distribution<double> confidence(0.5, 1);
  see({at("a", 0.3, 0.5)});
  for (int i = 0; i < 100; ++i) {
    TrackedTarget a = at("a", 0.3 + i * 0.001, 0.5);
    TrackedTarget b = at("b", 0.32 + i * 0.001, 0.5);
    a.confidence = confidence(random);
    b.confidence = confidence(random);
    const auto aim = i % 2 == 0 ? see({a, b}) : see({b, a});
    ASSERT_TRUE(aim);
    ASSERT_NEAR(aim->center_x, a.x, 1e-9) << i;
  }
}

TEST_F(FramerTest, OneTargetThatIsMissedIsWaitedForThenReplaced) {
  settings_.max_targets = 1;
  settings_.target_patience = 1;
  framer_.configure(settings_);
  const TrackedTarget other = at("b", 0.6, 0.5);
  see({at("a", 0.3, 0.5), other});
  for (int i = 0; i < 14; ++i) {
    EXPECT_FALSE(see({other})) << i;
  }
  EXPECT_NEAR(see({at("a", 0.33, 0.5), other})->center_x, 0.33, 1e-9);
  Aim aim;
  for (int i = 0; i < 40; ++i) {
    aim = see({other}).value_or(aim);
  }
  EXPECT_NEAR(aim.center_x, 0.6, 1e-9);
}

TEST_F(FramerTest, MissesHardlyMoveAGroup) {
  std::mt19937 random(8);
  std::vector<TrackedTarget> all;
  all.reserve(10);
  for (int i = 0; i < 10; ++i) {
    all.push_back(at(std::to_string(i), 0.3 + 0.04 * i, 0.5));
  }
  const double middle = settle(all).center_x;
  double worst = 0;
  double worst_of_means = 0;
  for (int record = 0; record < 300; ++record) {
    std::vector<TrackedTarget> seen;
    double sum = 0;
    for (const TrackedTarget& target : all) {
      if (random() % 10 != 0) {
        seen.push_back(target);
        sum += target.x;
      }
    }
    worst = std::max(worst, std::abs(see(seen)->center_x - middle));
    worst_of_means =
        std::max(worst_of_means, std::abs(sum / static_cast<double>(seen.size()) - 0.48));
  }
  EXPECT_LT(worst, worst_of_means / 4);
}

TEST_F(FramerTest, AnOlderRecordLeavesNoTrace) {
  settle({at("a", 0.5, 0.5)});
  TrackingRecord late;
  late.targets = {at("a", 0.48, 0.5)};
  const auto aim = framer_.aim(late, time_ - 0.1, bounds_, kShown);
  ASSERT_TRUE(aim);
  EXPECT_DOUBLE_EQ(aim->time, time_ - 0.1);
  EXPECT_NEAR(aim->center_x, 0.48, 1e-9);
  EXPECT_FALSE(framer_.aim(TrackingRecord(), time_, bounds_, kShown));
  EXPECT_NEAR(see({at("a", 0.5, 0.5)})->center_x, 0.5, 1e-9);
}

}  // namespace
}  // namespace gimbal
