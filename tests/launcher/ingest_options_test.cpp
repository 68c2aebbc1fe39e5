#include "launcher/ingest_options.hpp"

#include <gtest/gtest.h>

#include "gst-plugins/trackingsink/runner_answer.hpp"

namespace gimbal {
namespace {

using Words = std::vector<std::string>;

Result<IngestOptions> read(const Words& more) {
  Words words{"--runner-base-url", "http://127.0.0.1:9001", "--session-id", "final",
              "--source-uri-ref",  "file:///clip é.mp4"};
  words.insert(words.end(), more.begin(), more.end());
  return read_ingest_options(words, -1);
}

TEST(IngestOptions, AllOfThem) {
  const auto options = read({"--api-key", "k", "--profile", "quality", "--tracking-mode", "file",
                             "--tracking-input-file", "seen.json", "--tracking-interval", "1",
                             "--tracking-camera", "yard", "--no-stop-on-exit"});
  ASSERT_TRUE(options) << options.error();
  EXPECT_EQ(options->session_id, "final");
  EXPECT_EQ(options->source_uri_ref, "file:///clip é.mp4") << "whatever the locale";
  EXPECT_EQ(options->profile, "quality");
  EXPECT_FALSE(options->stop_on_exit);
  EXPECT_EQ(options->push.api_key, "k");
  EXPECT_EQ(options->push.detector.mode, DetectorMode::kFile);
  EXPECT_EQ(options->push.detector.input_file, "seen.json");
  EXPECT_EQ(options->push.detector.camera, "yard");
  EXPECT_EQ(options->push.detector.interval, std::chrono::seconds(1));
}

TEST(IngestOptions, StopsAtTheEndUnlessToldOtherwise) {
  const auto options = read({"--tracking-mode", "stdin"});
  ASSERT_TRUE(options) << options.error();
  EXPECT_TRUE(options->stop_on_exit);
  EXPECT_EQ(options->profile, "balanced");
}

TEST(IngestOptions, ErrorsNameTheOption) {
  const std::vector<std::pair<Words, std::string>> refusals{
      {{}, "--tracking-mode is missing"},
      {{"--tracking-mode", "file"}, "--tracking-input-file is missing"},
      {{"--tracking-mode", "sim", "--tracking-interval", "x"}, "--tracking-interval x"},
      {{"--tracking-mode", "sim", "--tracking-camera", ""}, "--tracking-camera is"},
      {{"--tracking-mode", "sim", "--profile", "best"}, "--profile best is not known"},
      {{"--tracking-mode", "sim", "--session-id", ""}, "--session-id is missing"},
      {{"--tracking-mode", "sim", "--source-uri-ref", ""}, "--source-uri-ref is missing"},
      {{"--tracking-mode", "sim", "--source-uri-ref", "\xff"}, "--source-uri-ref is not UTF-8"},
      {{"--tracking-mode", "sim", "--mode", "sim"}, "--mode"},
  };
  for (const auto& [words, says] : refusals) {
    const auto options = read(words);
    ASSERT_FALSE(options) << says;
    EXPECT_NE(options.error().find(says), std::string::npos) << options.error();
  }
}

/// `gimbal ingest` has no --job-id.
TEST(IngestOptions, AJobThatTheRunnerDoesNotKnowIsSaidInItsWords) {
  const trackingsink::RunnerTarget target{"http://a", "http://a", "j", ""};
  const std::string text = in_words_of_ingest(trackingsink::read_answer(target, 404, "").error);
  EXPECT_NE(text.find("knows no job j: check --runner-base-url (404)"), std::string::npos) << text;
}

}  // namespace
}  // namespace gimbal
