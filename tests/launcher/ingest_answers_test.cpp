#include "launcher/ingest_answers.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

const RunnerAccess kRunner{"http://runner:9001", "hunter2"};
const RunnerAccess kOpenRunner{"http://runner:9001", ""};

std::string start_error(const RunnerAccess& runner, int status, const std::string& body) {
  const auto job = read_start_answer(runner, {status, body, ""});
  EXPECT_FALSE(job);
  return job ? "" : job.error();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(StartAnswer, NamesTheJob) {
  const auto job = read_start_answer(kRunner, {200, R"({"job_id":"j1","state":"running"})", ""});
  ASSERT_TRUE(job);
  EXPECT_EQ(*job, "j1");
}

TEST(StartAnswer, EachErrorSaysWhatToDo) {
  const std::vector<std::pair<int, std::string>> advice{
      {401, "check --api-key-file"}, {403, "does not take the key"},  {404, "--runner-base-url"},
      {409, "another --session-id"}, {422, "--source-uri-ref"},       {307, "has moved"},
      {500, "could not do it"},      {200, "check --runner-base-url"}};
  for (const auto& [status, says] : advice) {
    const std::string error = start_error(kRunner, status, R"({"detail":"because"})");
    EXPECT_TRUE(contains(error, says)) << status << ": " << error;
    EXPECT_TRUE(contains(error, "because")) << error;
    EXPECT_TRUE(contains(error, "the job was not started")) << error;
  }
  EXPECT_TRUE(contains(start_error(kOpenRunner, 401, ""), "wants a key"));
}

TEST(StartAnswer, NothingButAJobsIdIsOne) {
  for (const char* body : {"", "hello", "[]", "{}", R"({"job_id":7})", R"({"job_id":""})",
                           R"({"job_id":null})", R"({"job_id":"a\nb"})"}) {
    EXPECT_FALSE(read_start_answer(kRunner, {200, body, ""})) << body;
  }
}

TEST(StartAnswer, NoAnswerIsToldInTheNetworksWordsAndNoSecretIsShown) {
  const auto job = read_start_answer(kRunner, {0, "", "Connection refused"});
  EXPECT_TRUE(contains(job.error(), "gave no answer: Connection refused")) << job.error();
  EXPECT_FALSE(contains(start_error(kRunner, 500, "your key is hunter2"), "hunter2"));
}

TEST(StopAnswer, OnlyStoppedIsWell) {
  EXPECT_EQ(read_stop_answer(kRunner, {200, R"({"state":"stopped"})", ""}), "");
  for (const char* body : {"", R"({"state":"running"})"}) {
    EXPECT_TRUE(contains(read_stop_answer(kRunner, {200, body, ""}), "may still run")) << body;
  }
  EXPECT_TRUE(contains(read_stop_answer(kRunner, {0, "", "gone"}), "gave no answer: gone"));
}

TEST(StatusAnswer, AJobThatGoesOnOrAnAnswerThatDoesNotSayIsNoEnd) {
  for (const char* body : {R"({"state":"running","last_error":"camera is away"})", "", "{}"}) {
    EXPECT_FALSE(read_status_answer(kRunner, {200, body, ""})) << body;
  }
  EXPECT_FALSE(read_status_answer(kRunner, {0, "", "Connection refused"}));
  EXPECT_FALSE(read_status_answer(kRunner, {503, R"({"state":"failed"})", ""}));
}

TEST(StatusAnswer, TellsHowAJobHasEnded) {
  const auto stopped = read_status_answer(kRunner, {200, R"({"state":"stopped"})", ""});
  ASSERT_TRUE(stopped);
  EXPECT_TRUE(stopped->in_order);
  const auto failed =
      read_status_answer(kRunner, {200, R"({"state":"failed","last_error":"no such file"})", ""});
  ASSERT_TRUE(failed);
  EXPECT_FALSE(failed->in_order);
  EXPECT_TRUE(contains(failed->text, "no such file"));
  const auto unknown = read_status_answer(kRunner, {200, R"({"state":"unknown"})", ""});
  ASSERT_TRUE(unknown);
  EXPECT_FALSE(unknown->in_order);
}

}  // namespace
}  // namespace gimbal
