#include "launcher/track_options.hpp"

#include <gtest/gtest.h>

#include "tests/launcher/temporary_folder.hpp"

namespace gimbal {
namespace {

using Words = std::vector<std::string>;

Words and_more(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

const Words kRunner{"--runner-base-url", "http://127.0.0.1:9001", "--job-id", "j1"};

/// With a runner and a job.
Result<TrackOptions> read(const Words& more) {
  return read_track_options(and_more(kRunner, more), -1);
}

class TrackOptionsTest : public TemporaryFolder {};

TEST_F(TrackOptionsTest, AllOfThem) {
  const auto options = read({"--api-key", "k", "--mode", "file", "--input-file", "seen.json",
                             "--interval", "0.5", "--source", "yolo", "--format", "mot",
                             "--source-size", "1280x720", "--fps", "29.97", "--camera", "yard"});
  ASSERT_TRUE(options) << options.error();
  EXPECT_EQ(options->job_id, "j1");
  EXPECT_EQ(options->push.runner_url, "http://127.0.0.1:9001");
  EXPECT_EQ(options->push.api_key, "k");
  const DetectorOptions& detector = options->push.detector;
  EXPECT_EQ(detector.mode, DetectorMode::kFile);
  EXPECT_EQ(detector.input_file, "seen.json");
  EXPECT_EQ(detector.interval, std::chrono::milliseconds(500));
  EXPECT_EQ(detector.source, "yolo");
  EXPECT_EQ(detector.format, TrackingFormat::kMot);
  EXPECT_EQ(detector.size.width, 1280);
  EXPECT_EQ(detector.frame_rate->text(), "30000/1001");
  EXPECT_EQ(detector.camera, "yard");
}

TEST_F(TrackOptionsTest, Defaults) {
  const auto options = read({"--mode", "sim"});
  ASSERT_TRUE(options) << options.error();
  EXPECT_EQ(options->push.detector.mode, DetectorMode::kSim);
  EXPECT_EQ(options->push.detector.interval, std::chrono::milliseconds(200));
  EXPECT_EQ(options->push.detector.source, "");
  EXPECT_EQ(options->push.detector.seed, kDefaultSeed);
  EXPECT_FALSE(options->push.detector.frame_rate);
}

TEST_F(TrackOptionsTest, AnIntervalIsSecondsUnlessItSaysOtherwise) {
  const auto interval = [](const char* text) {
    const auto options = read({"--mode", "sim", "--interval", text});
    return options ? options->push.detector.interval.count() : -1;
  };
  EXPECT_EQ(interval("1"), 1'000'000'000);
  EXPECT_EQ(interval("0.05"), 50'000'000);
  EXPECT_EQ(interval("50ms"), 50'000'000);
  EXPECT_EQ(interval("2s"), 2'000'000'000);
  for (const char* bad : {"0", "0.001", "-1", "nan", "3601", "1e9", "", "soon", "1m"}) {
    EXPECT_EQ(interval(bad), -1) << bad;
  }
}

TEST_F(TrackOptionsTest, AKeyMayBeInAFile) {
  put(path("key"), "secret\n");
  put(path("bad"), "two words");
  EXPECT_TRUE(read({"--mode", "sim", "--api-key-file", path("key")}));
  for (const char* file : {"bad", "none"}) {
    const auto options = read({"--mode", "sim", "--api-key-file", path(file)});
    ASSERT_FALSE(options) << file;
    EXPECT_NE(options.error().find("--api-key-file " + path(file)), std::string::npos)
        << options.error();
    EXPECT_EQ(options.error().find("two words"), std::string::npos);
  }
}

struct Refusal {
  Words words;
  std::string says;
};

TEST_F(TrackOptionsTest, WhatCannotBeUsedIsRefusedWithWhatToDo) {
  for (const Refusal& refusal : {
           Refusal{{}, "--mode is missing: choose sim"},
           Refusal{{"--mode", "both"}, "--mode both is not known"},
           Refusal{{"--mode", "file"}, "--input-file is missing"},
           Refusal{{"--mode", "file", "--input-file", "/tmp/"}, "is a folder"},
           Refusal{{"--mode", "sim", "--input-file", "x"}, "--input-file is for --mode file"},
           Refusal{{"--mode", "sim", "--interval", "0"}, "--interval 0 is not an interval"},
           Refusal{{"--mode", "sim", "--source", "x"}, "--source is a name of 2 to 32"},
           Refusal{{"--mode", "sim", "--source", std::string(33, 'x')}, "--source is a name"},
           Refusal{{"--mode", "sim", "--format", "xml"}, "--format: "},
           Refusal{{"--mode", "sim", "--source-size", "1280"}, "--source-size 1280 is not a size"},
           Refusal{{"--mode", "sim", "--fps", "0"}, "--fps 0 is not a frame rate"},
           Refusal{{"--mode", "sim", "--camera", ""}, "--camera is a camera's name"},
           Refusal{{"--mode", "sim", "--camera", "\xff"}, "--camera is a camera's name"},
           Refusal{{"--mode", "sim", "--api-key", "a b"}, "cannot be one"},
           Refusal{{"--mode", "sim", "--job-id", ""}, "--job-id is missing"},
           Refusal{{"--mode", "sim", "--job-id", "\xff"}, "--job-id is not UTF-8"},
           Refusal{{"--mode", "sim", "--runner-base-url", "here"}, "Set --runner-base-url"},
           Refusal{{"--mode", "sim", "--runner-base-url", "http://a:b@c"}, "goes into --api-key"},
           Refusal{{"--mode", "sim", "more"}, "unexpected argument more"},
       }) {
    const auto options = read(refusal.words);
    ASSERT_FALSE(options) << refusal.says;
    EXPECT_NE(options.error().find(refusal.says), std::string::npos) << options.error();
  }
  EXPECT_NE(read_track_options({"--mode", "sim", "--job-id", "j"}, -1)
                .error()
                .find("--runner-base-url is missing"),
            std::string::npos);
}

TEST(InWordsOfOptions, NamesOptionsAndLeavesWhatIsNone) {
  EXPECT_EQ(in_words_of_options("knows no job my-job-id: check job-id, and runner-url"),
            "knows no job my-job-id: check --job-id, and --runner-base-url");
  EXPECT_EQ(in_words_of_options("set api-key, api-key-file or RUNNER_API_KEY"),
            "set --api-key, --api-key-file or RUNNER_API_KEY");
  EXPECT_EQ(in_words_of_options("api-key"), "--api-key");
}

}  // namespace
}  // namespace gimbal
