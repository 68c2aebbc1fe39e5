#include "lib/camera/parameters.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <regex>
#include <set>
#include <string>

namespace gimbal {
namespace {

constexpr double kBad[] = {std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity(),
                           -std::numeric_limits<double>::infinity()};

TEST(Parameters, EveryNameIsAPropertysAndUnique) {
  const std::regex kebab("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  std::set<std::string> names;
  std::set<std::string> nicks;
  for (const Parameter& parameter : parameters()) {
    EXPECT_TRUE(std::regex_match(parameter.name, kebab)) << parameter.name;
    EXPECT_TRUE(names.insert(parameter.name).second) << parameter.name;
    EXPECT_TRUE(nicks.insert(parameter.nick).second) << parameter.nick;
    EXPECT_GT(std::string(parameter.text).size(), 10U) << parameter.name;
  }
}

TEST(Parameters, EveryFieldIsInTheTableOnce) {
  CameraSettings settings;
  std::set<const double*> fields;
  for (const Parameter& parameter : parameters()) {
    EXPECT_TRUE(fields.insert(&parameter.field(settings)).second) << parameter.name;
  }
  const auto count_in = [&](const auto& part) {
    const auto* begin = reinterpret_cast<const double*>(&part);
    const auto* end = begin + sizeof(part) / sizeof(double);
    return std::distance(fields.lower_bound(begin), fields.lower_bound(end));
  };
  EXPECT_EQ(count_in(settings.home), 3);
  EXPECT_EQ(count_in(settings.region), 4);
  EXPECT_EQ(count_in(settings.manual), static_cast<long>(sizeof(ManualSettings) / sizeof(double)));
  // All but the home in there, which is the camera's, and the look-ahead, which is a time.
  EXPECT_EQ(count_in(settings.follow),
            static_cast<long>(sizeof(FollowSettings) / sizeof(double)) - 3 - 1);
  EXPECT_EQ(count_in(settings.framing),
            static_cast<long>((sizeof(FramingSettings) - sizeof(std::vector<std::string>)) /
                              sizeof(double)));
}

TEST(Parameters, DefaultsAndEveryProfileAreInRange) {
  for (const Profile profile : {Profile::kCalm, Profile::kBalanced, Profile::kAction}) {
    EXPECT_EQ(check_settings(settings_of(profile)), "");
  }
  EXPECT_EQ(check_settings({}), "");
}

TEST(Parameters, BalancedIsTheDefault) {
  const CameraSettings balanced = settings_of(Profile::kBalanced);
  const CameraSettings defaults;
  for (const Parameter& parameter : parameters()) {
    EXPECT_EQ(parameter.value(balanced), parameter.value(defaults)) << parameter.name;
  }
}

TEST(Parameters, AProfileLeavesWhatIsTheUsers) {
  CameraSettings settings;
  settings.mode = CameraMode::kFollow;
  settings.home = {0.2, 0.3, 2};
  settings.region.x = 0.1;
  settings.hand_back = 9;
  settings.min_zoom = 2;
  settings.max_zoom = 5;
  settings.follow.lookahead = 0.5;
  settings.framing.target_classes = {"player"};
  apply_profile(settings, Profile::kAction);
  EXPECT_EQ(settings.mode, CameraMode::kFollow);
  EXPECT_EQ(settings.home, (Framing{0.2, 0.3, 2}));
  EXPECT_EQ(settings.region.x, 0.1);
  EXPECT_EQ(settings.hand_back, 9);
  EXPECT_EQ(settings.min_zoom, 2);
  EXPECT_EQ(settings.max_zoom, 5);
  EXPECT_EQ(settings.follow.lookahead, 0.5);
  EXPECT_EQ(settings.framing.target_classes, std::vector<std::string>{"player"});
  EXPECT_EQ(settings.follow.max_speed, follow_settings(Profile::kAction).max_speed);
}

TEST(Parameters, ANumberOutOfRangeIsNamed) {
  for (const Parameter& parameter : parameters()) {
    const auto error_of = [&](double value) {
      CameraSettings settings;
      parameter.field(settings) = value;
      return check_settings(settings);
    };
    const std::string name = std::string(parameter.name) + " must be between ";
    EXPECT_EQ(error_of(parameter.min), "") << parameter.name;
    EXPECT_EQ(error_of(parameter.max), "") << parameter.name;
    EXPECT_EQ(error_of(parameter.min - 0.001).rfind(name, 0), 0U) << parameter.name;
    EXPECT_EQ(error_of(parameter.max + 0.001).rfind(name, 0), 0U) << parameter.name;
    for (const double bad : kBad) {
      EXPECT_EQ(error_of(bad).rfind(name, 0), 0U) << parameter.name;
    }
  }
}

TEST(Parameters, LookAheadIsChecked) {
  CameraSettings settings;
  settings.follow.lookahead = 1.6;
  EXPECT_EQ(check_settings(settings), "lookahead must be between 0 and 1.5, not 1.6");
}

}  // namespace
}  // namespace gimbal
