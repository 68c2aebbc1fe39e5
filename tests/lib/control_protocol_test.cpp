#include "lib/codec/control_protocol.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

class ControlProtocol : public testing::Test {
 protected:
  ControlCommand command(std::string_view line) {
    const auto read = read_command(parser_, line);
    EXPECT_TRUE(std::holds_alternative<ControlCommand>(read)) << line;
    return std::get<ControlCommand>(read);
  }
  RefusedCommand refused(std::string_view line) {
    const auto read = read_command(parser_, line);
    EXPECT_TRUE(std::holds_alternative<RefusedCommand>(read)) << line;
    return std::get<RefusedCommand>(read);
  }
  ControlEvent round_trip(const ControlEvent& event) {
    std::string line = write_event(event);
    EXPECT_EQ(line.back(), '\n');
    line.pop_back();
    EXPECT_EQ(line.find('\n'), std::string::npos);
    auto read = read_event(parser_, line);
    EXPECT_TRUE(read) << line;
    return *read;
  }
  JsonParser parser_;
};

TEST_F(ControlProtocol, ReadsCommands) {
  const ControlCommand ptz =
      command(R"({"id":7,"type":"ptz","center_x":0.25,"center_y":0.75,"zoom":2})");
  EXPECT_EQ(ptz.id, 7U);
  EXPECT_EQ(std::get<PtzCommand>(ptz.what).framing, (Framing{0.25, 0.75, 2}));
  EXPECT_TRUE(std::holds_alternative<StopCommand>(command(R"({"id":1,"type":"stop"})").what));
  EXPECT_TRUE(std::holds_alternative<StatsCommand>(command(R"({"type":"stats"})").what));
}

TEST_F(ControlProtocol, RefusesWithTheIdAndTheField) {
  const RefusedCommand zoom = refused(R"({"id":9,"type":"ptz","zoom":99})");
  EXPECT_EQ(zoom.id, 9U);
  EXPECT_EQ(zoom.reason, "zoom: Input should be between 1 and 16");
  EXPECT_NE(refused(R"({"id":9,"type":"fly"})").reason.find("Unknown type"), std::string::npos);
  EXPECT_NE(refused(R"({"id":9})").reason.find("type"), std::string::npos);
  EXPECT_NE(refused(R"({"id":9,"type":"ptz","center_x":1e999})").reason, "");
  EXPECT_NE(refused(std::string(100'000, '[')).reason, "");
}

TEST_F(ControlProtocol, WhatAnAgentWritesAStreamReads) {
  std::string line = write_ptz_command(3, {0.1, 0.2, 1.5});
  line.pop_back();
  EXPECT_EQ(std::get<PtzCommand>(command(line).what).framing, (Framing{0.1, 0.2, 1.5}));
  line = write_stop_command(4);
  line.pop_back();
  EXPECT_TRUE(std::holds_alternative<StopCommand>(command(line).what));
}

TEST_F(ControlProtocol, EventsRoundTrip) {
  EXPECT_EQ(std::get<HelloEvent>(round_trip(HelloEvent{1})).version, 1);
  const auto applied =
      std::get<AppliedEvent>(round_trip(AppliedEvent{5, 1'234'567'890, {0.3, 0.4, 2}}));
  EXPECT_EQ(applied.id, 5U);
  EXPECT_EQ(applied.pts_ns, 1'234'567'890U);
  EXPECT_EQ(applied.framing, (Framing{0.3, 0.4, 2}));
  EXPECT_EQ(std::get<RefusedEvent>(round_trip(RefusedEvent{6, "no\nway"})).reason, "no\nway");
  EXPECT_EQ(std::get<StateEvent>(round_trip(StateEvent{"running"})).state, "running");
  EXPECT_EQ(std::get<ErrorEvent>(round_trip(ErrorEvent{"gone"})).message, "gone");
  StreamStats stats;
  stats.frames = 100;
  stats.bytes = 2000;
  stats.drops = 3;
  stats.rebuilds = 2;
  stats.fps = 29.97;
  stats.encoder = "x264enc";
  stats.crop = CropRect{1, 2, 3, 4};
  const auto back = std::get<StatsEvent>(round_trip(StatsEvent{2, stats}));
  EXPECT_EQ(back.stats.frames, 100U);
  EXPECT_EQ(back.stats.drops, 3U);
  EXPECT_EQ(back.stats.rebuilds, 2U);
  EXPECT_EQ(back.stats.fps, 29.97);
  EXPECT_EQ(back.stats.crop, stats.crop);
}

TEST_F(ControlProtocol, UnknownEventsAreErrorsNotCrashes) {
  EXPECT_FALSE(read_event(parser_, R"({"type":"party"})"));
  EXPECT_FALSE(read_event(parser_, "garbage"));
}

}  // namespace
}  // namespace gimbal
