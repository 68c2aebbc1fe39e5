#include "lib/codec/control_protocol.hpp"

#include <gtest/gtest.h>

#include "lib/codec/tracking_json.hpp"

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
  template <class T>
  static T camera(const ControlCommand& command) {
    return std::get<T>(std::get<CameraCommand>(command.what));
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

TEST_F(ControlProtocol, ReadsPtz) {
  const ControlCommand read =
      command(R"({"id":7,"type":"ptz","center_x":0.25,"center_y":0.75,"zoom":2})");
  EXPECT_EQ(read.id, 7U);
  EXPECT_EQ(camera<MoveTo>(read).framing, (Framing{0.25, 0.75, 2}));
  EXPECT_FALSE(camera<MoveTo>(read).cut);
  EXPECT_TRUE(camera<MoveTo>(command(R"({"type":"ptz","cut":true})")).cut);
  EXPECT_EQ(refused(R"({"id":3,"type":"ptz","cut":1})").reason,
            "cut: Input should be true or false");
}

TEST_F(ControlProtocol, ReadsMoves) {
  const auto move = camera<MoveAt>(command(R"({"type":"move","x":-0.5,"y":0.25,"zoom":1})"));
  EXPECT_EQ(move.x, -0.5);
  EXPECT_EQ(move.y, 0.25);
  EXPECT_EQ(move.zoom, 1);
  EXPECT_EQ(move.timeout, 1);
  EXPECT_EQ(camera<MoveAt>(command(R"({"type":"move","timeout":60})")).timeout, 60);
  EXPECT_EQ(refused(R"({"type":"move","timeout":61})").reason,
            "timeout: Input should be between 0.01 and 60");
  EXPECT_EQ(refused(R"({"type":"move","x":"left"})").reason, "x: Input should be a number");
}

TEST_F(ControlProtocol, ReadsPresets) {
  EXPECT_EQ(camera<GoToPreset>(command(R"({"type":"preset","name":"wide"})")).name, "wide");
  EXPECT_EQ(camera<RemovePreset>(command(R"({"type":"preset","name":"w","action":"remove"})")).name,
            "w");
  const auto here =
      camera<StorePreset>(command(R"({"type":"preset","name":"here","action":"set","zoom":null})"));
  EXPECT_EQ(here.framing, std::nullopt) << "what is shown now";
  const auto there =
      camera<StorePreset>(command(R"({"type":"preset","name":"t","action":"set","zoom":3})"));
  EXPECT_EQ(there.framing, (Framing{0.5, 0.5, 3}));
}

TEST_F(ControlProtocol, RefusesPresetsThatCannotBe) {
  EXPECT_EQ(refused(R"({"type":"preset"})").reason, "name: Field required");
  EXPECT_EQ(refused(R"({"type":"preset","name":""})").reason,
            "name: the name of a preset must have 1 to 64 printable characters, in UTF-8");
  std::string longest;
  for (int i = 0; i < 64; ++i) {
    longest += "\u00fc";
  }
  const std::string begin = R"({"type":"preset","name":")" + longest;
  EXPECT_EQ(camera<GoToPreset>(command(begin + "\"}")).name.size(), 128U);
  EXPECT_NE(refused(begin + "x\"}").reason, "");
  EXPECT_EQ(refused(R"({"type":"preset","name":"a","action":"fly"})").reason,
            "action: Unknown action; known are go, set, remove");
  EXPECT_NE(refused(R"({"type":"preset","name":"a","action":"set","zoom":17})").reason, "");
}

TEST_F(ControlProtocol, ReadsModes) {
  EXPECT_EQ(camera<ChangeMode>(command(R"({"type":"mode","mode":"follow"})")).mode,
            CameraMode::kFollow);
  EXPECT_EQ(camera<ChangeMode>(command(R"({"type":"mode","mode":"hold"})")).mode,
            CameraMode::kHold);
  EXPECT_EQ(camera<ChangeMode>(command(R"({"type":"mode","mode":"manual"})")).mode,
            CameraMode::kManual);
  EXPECT_EQ(refused(R"({"type":"mode"})").reason, "mode: Field required");
  EXPECT_EQ(refused(R"({"type":"mode","mode":"auto"})").reason,
            "mode: Unknown mode; known are manual, follow, hold");
}

TEST_F(ControlProtocol, HandsATrackingRecordOnAsItIs) {
  const auto tracking = std::get<TrackingCommand>(
      command(R"({"type":"tracking","record":{"targets":[{"x":0.5, "y":0.25}], "timestamp":1}})")
          .what);
  EXPECT_EQ(tracking.record, R"({"targets":[{"x":0.5,"y":0.25}],"timestamp":1})");
  EXPECT_EQ(refused(R"({"type":"tracking"})").reason, "record: Field required");
  EXPECT_EQ(refused(R"({"type":"tracking","record":[]})").reason,
            "record: Input should be an object");
  EXPECT_EQ(refused(R"({"type":"tracking","record":{"targets":[{"x":2,"y":0}]}})").reason,
            "record.targets[0].x: Input should be between 0 and 1");
}

TEST_F(ControlProtocol, ReadsWhatIsForTheEncoder) {
  EXPECT_TRUE(std::holds_alternative<KeyframeCommand>(command(R"({"type":"keyframe"})").what));
  EXPECT_EQ(
      std::get<BitrateCommand>(command(R"({"type":"bitrate","bitrate":800000})").what).bitrate,
      800'000);
  EXPECT_EQ(refused(R"({"type":"bitrate"})").reason, "bitrate: Field required");
  EXPECT_NE(refused(R"({"type":"bitrate","bitrate":9999})").reason, "");
  EXPECT_NE(refused(R"({"type":"bitrate","bitrate":20000.5})").reason, "");
}

TEST_F(ControlProtocol, ReadsStatsAndStop) {
  EXPECT_TRUE(std::holds_alternative<StopCommand>(command(R"({"id":1,"type":"stop"})").what));
  EXPECT_TRUE(std::holds_alternative<StatsCommand>(command(R"({"type":"stats"})").what));
}

TEST_F(ControlProtocol, RefusesWithTheIdAndTheField) {
  const RefusedCommand zoom = refused(R"({"id":9,"type":"ptz","zoom":99})");
  EXPECT_EQ(zoom.id, 9U);
  EXPECT_EQ(zoom.reason, "zoom: Input should be between 1 and 16");
  EXPECT_NE(refused(R"({"id":9,"type":"fly"})").reason.find("Unknown type"), std::string::npos);
  EXPECT_EQ(refused(R"({"id":1.5,"type":"stats"})").reason, "id: Input should be a whole number");
  EXPECT_EQ(refused(R"({"id":1.5,"type":"stats"})").id, 0U);
  EXPECT_NE(refused(R"({"id":9})").reason.find("type"), std::string::npos);
  EXPECT_NE(refused(R"({"id":9,"type":"ptz","center_x":1e999})").reason, "");
  EXPECT_NE(refused(std::string(100'000, '[')).reason, "");
}

TEST_F(ControlProtocol, WhatAnAgentWritesAStreamReads) {
  std::string line = write_ptz_command(3, {0.1, 0.2, 1.5});
  line.pop_back();
  EXPECT_EQ(camera<MoveTo>(command(line)).framing, (Framing{0.1, 0.2, 1.5}));
  line = write_stop_command(4);
  line.pop_back();
  EXPECT_TRUE(std::holds_alternative<StopCommand>(command(line).what));
  line = write_mode_command(CameraMode::kFollow);
  line.pop_back();
  EXPECT_EQ(camera<ChangeMode>(command(line)).mode, CameraMode::kFollow);
  line = write_tracking_command(R"({"target_x":0.5})");
  EXPECT_EQ(line.back(), '\n');
  line.pop_back();
  EXPECT_EQ(command(line).id, 0U);
  EXPECT_EQ(std::get<TrackingCommand>(command(line).what).record, R"({"target_x":0.5})");
}

TEST_F(ControlProtocol, TheLongestRecordIsALine) {
  TrackingRecord record;
  record.tracking_state = record.source = std::string(32, '\1');
  record.tracking_mode_hint = record.play_phase = record.possession_side = record.source;
  constexpr double kLong = 1.2345678901234567e-300;  // takes more room than any other number
  TrackedTarget target{.id = std::string(64, '\1'),
                       .cls = std::string(64, '\1'),
                       .x = kLong,
                       .y = kLong,
                       .w = kLong,
                       .h = kLong,
                       .confidence = kLong,
                       .vx = -kLong,
                       .vy = -kLong};
  record.targets.assign(kMaxTargets, target);
  std::string line = write_tracking_command(write_tracking_record(record));
  EXPECT_LT(line.size(), kMaxControlLine);
  EXPECT_GT(line.size(), kMaxControlLine / 4);
  line.pop_back();
  EXPECT_TRUE(std::holds_alternative<TrackingCommand>(command(line).what));
}

TEST_F(ControlProtocol, EventsRoundTrip) {
  EXPECT_EQ(std::get<HelloEvent>(round_trip(HelloEvent{1})).version, 1);
  const auto applied =
      std::get<AppliedEvent>(round_trip(AppliedEvent{5, 1'234'567'890, Framing{0.3, 0.4, 2}}));
  EXPECT_EQ(applied.id, 5U);
  EXPECT_EQ(applied.pts_ns, 1'234'567'890U);
  EXPECT_EQ(applied.framing, (Framing{0.3, 0.4, 2}));
  EXPECT_EQ(std::get<AppliedEvent>(round_trip(AppliedEvent{5, 1, {}})).framing, std::nullopt)
      << "a keyframe has no framing";
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
  stats.latency_ns = 200'000'000;
  stats.mode = "follow";
  stats.steering = "tracking";
  const auto back = std::get<StatsEvent>(round_trip(StatsEvent{2, stats}));
  EXPECT_EQ(back.stats.frames, 100U);
  EXPECT_EQ(back.stats.drops, 3U);
  EXPECT_EQ(back.stats.rebuilds, 2U);
  EXPECT_EQ(back.stats.fps, 29.97);
  EXPECT_EQ(back.stats.crop, stats.crop);
  EXPECT_EQ(back.stats.latency_ns, stats.latency_ns);
  EXPECT_EQ(back.stats.mode, "follow");
  EXPECT_EQ(back.stats.steering, "tracking");
}

TEST_F(ControlProtocol, UnknownEventsAreErrorsNotCrashes) {
  EXPECT_FALSE(read_event(parser_, R"({"type":"party"})"));
  EXPECT_FALSE(read_event(parser_, "garbage"));
}

}  // namespace
}  // namespace gimbal
