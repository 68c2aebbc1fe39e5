// Pushes to runners that behave, and to those that do not.
#include "gst-plugins/trackingsink/runner_pusher.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "tests/gst-plugins/trackingsink/fake_runner.hpp"
#include "tests/gst-plugins/trackingsink/pushing.hpp"
#include "tests/gst-plugins/trackingsink/raw_server.hpp"

namespace gimbal::trackingsink {
namespace {

using namespace std::chrono_literals;

/// Of a runner whose key is hunter2.
MakeDestination to(const std::string& url, std::chrono::nanoseconds timeout = 5s,
                   const std::string& key = "hunter2") {
  return runner_destination(*runner_target(url, "job-1", key), timeout);
}

/// What becomes of one record.
PushOutcome outcome_of(const std::string& url, std::chrono::nanoseconds timeout = 5s) {
  Pushing pushing(to(url, timeout));
  pushing.latest.put(record(0.9));
  const auto change = pushing.change(0);
  EXPECT_TRUE(change);
  PushOutcome outcome = change.value_or(PushOutcome{-1, "nothing became of it"});
  EXPECT_EQ(outcome.error.find("hunter2"), std::string::npos) << outcome.error;
  EXPECT_EQ(outcome.error.find('\n'), std::string::npos) << outcome.error;
  return outcome;
}

TEST(RunnerPusher, ARecordIsOneCallOfTheContract) {
  FakeRunner runner;
  Pushing pushing(to(runner.url()));
  pushing.latest.put(record(0.75));
  const auto pushes = runner.pushes(1);
  ASSERT_EQ(pushes.size(), 1U);
  EXPECT_EQ(pushes[0].path, "/runner/tracking/update");
  EXPECT_EQ(pushes[0].authorization, "Bearer hunter2");
  EXPECT_EQ(pushes[0].body,
            R"({"job_id":"job-1","targets":[{"id":"7","cls":"ball","x":0.5,"y":0.25,)"
            R"("confidence":1}],"tracking_confidence":0.75,"tracking_state":"stable",)"
            R"("fallback_active":false,"occlusion_level":0,"source":"external"})");
  ASSERT_TRUE(pushing.change(0));
  EXPECT_EQ(pushing.report.facts().health, PushHealth::kHealthy);
  EXPECT_EQ(pushing.report.facts().last_status, 200);
}

TEST(RunnerPusher, ATimeIsSentWhereTheRunnersClockIsTheSame) {
  FakeRunner runner;
  Pushing pushing(to(runner.url()));
  TrackingRecord seen = record(0.75);
  seen.timestamp = 12.5;
  pushing.latest.put(seen);
  EXPECT_EQ(runner.pushes(1).at(0).body.find("time"), std::string::npos);
  seen.timebase = Timebase::kUnix;
  pushing.latest.put(seen);
  EXPECT_NE(runner.pushes(2).at(1).body.find(R"("timestamp":12.5,"timebase":"unix")"),
            std::string::npos);
}

TEST(RunnerPusher, WithoutAKeyNoneIsSent) {
  FakeRunner runner;
  Pushing pushing(to(runner.url(), 5s, ""));
  pushing.latest.put(record(0.75));
  EXPECT_EQ(runner.pushes(1).at(0).authorization, "");
}

TEST(RunnerPusher, OneConnectionIsKept) {
  FakeRunner runner;
  Pushing pushing(to(runner.url()));
  for (std::size_t i = 1; i <= 50; ++i) {
    pushing.latest.put(record(0.5));
    ASSERT_EQ(runner.pushes(i).size(), i);
  }
  std::set<std::string> clients;
  for (const Push& push : runner.pushes()) {
    clients.insert(push.client);
  }
  EXPECT_EQ(clients.size(), 1U);
}

TEST(RunnerPusher, TheSameHealthIsSaidOnce) {
  FakeRunner runner;
  Pushing pushing(to(runner.url()));
  for (std::size_t i = 1; i <= 5; ++i) {
    pushing.latest.put(record(0.5));
    runner.pushes(i);
  }
  runner.answer(500);
  pushing.latest.put(record(0.5));
  const auto change = pushing.change(1);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->status, 500);
}

TEST(RunnerPusher, ItResumesByItselfWithTheSameRecord) {
  FakeRunner runner;
  runner.answer(503);
  Pushing pushing(to(runner.url()));
  pushing.latest.put(record(0.625));
  ASSERT_TRUE(pushing.change(0));
  runner.answer(200);
  const auto change = pushing.change(1);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->error, "");
  EXPECT_NE(runner.pushes().back().body.find("0.625"), std::string::npos);
}

TEST(RunnerPusher, ItResumesWithARunnerThatWasStartedAnew) {
  auto runner = std::make_unique<FakeRunner>();
  const guint port = runner->port();
  Pushing pushing(to(runner->url()));
  for (std::size_t round = 0; round < 3; ++round) {
    pushing.latest.put(record(0.5));
    ASSERT_TRUE(pushing.change(2 * round)) << round;
    runner.reset();
    pushing.latest.put(record(0.5));
    const auto lost = pushing.change(2 * round + 1);
    ASSERT_TRUE(lost) << round;
    EXPECT_EQ(lost->status, 0);
    runner = std::make_unique<FakeRunner>(port);
  }
  ASSERT_TRUE(pushing.change(6));
}

struct Refusal {
  guint status;
  const char* body;
  const char* says;
};

class Refused : public testing::TestWithParam<Refusal> {};

TEST_P(Refused, SaysWhatToDo) {
  FakeRunner runner;
  runner.answer(GetParam().status, GetParam().body);
  const PushOutcome outcome = outcome_of(runner.url());
  EXPECT_EQ(outcome.status, static_cast<int>(GetParam().status));
  EXPECT_NE(outcome.error.find(GetParam().says), std::string::npos) << outcome.error;
}

INSTANTIATE_TEST_SUITE_P(
    Runner, Refused,
    testing::Values(Refusal{401, R"({"detail":"no key"})", "check api-key"},
                    Refusal{403, R"({"detail":"hunter2 is wrong"})", "check api-key"},
                    Refusal{404, R"({"detail":"no such job"})", "check job-id"},
                    Refusal{422, R"({"detail":[{"loc":["body","source"]}]})", "source"},
                    Refusal{500, "a trace\nof lines", "failed (500): a trace of lines"},
                    Refusal{204, "", "something else than a receipt"},
                    Refusal{200, "<html>Log in</html>", "is no runner"},
                    Refusal{200, R"({"job_id":"another"})", "is no runner"}));

TEST(RunnerPusher, ARecordThatIsRefusedIsNotSentAgain) {
  FakeRunner runner;
  runner.answer(422, R"({"detail":"bad"})");
  Pushing pushing(to(runner.url()));
  pushing.latest.put(record(0.25));
  ASSERT_TRUE(pushing.change(0));
  runner.answer(200);
  pushing.latest.put(record(0.75));
  ASSERT_TRUE(pushing.change(1));
  EXPECT_EQ(runner.pushes().size(), 2U);
}

TEST(RunnerPusher, TheKeyFollowsNoRedirect) {
  FakeRunner elsewhere;
  FakeRunner runner;
  runner.redirect_to(elsewhere.url() + "/runner/tracking/update");
  const PushOutcome outcome = outcome_of(runner.url());
  EXPECT_EQ(outcome.status, 303);
  EXPECT_NE(outcome.error.find("runner-url"), std::string::npos) << outcome.error;
  EXPECT_TRUE(elsewhere.pushes().empty());
}

TEST(RunnerPusher, NobodyThere) {
  std::string url;
  {
    const FakeRunner runner;
    url = runner.url();
  }
  const PushOutcome outcome = outcome_of(url);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_NE(outcome.error.find(url), std::string::npos) << outcome.error;
}

TEST(RunnerPusher, OneThatNeverAnswersCostsTheTimeout) {
  FakeRunner runner;
  runner.never_answer();
  EXPECT_NE(outcome_of(runner.url(), 50ms).error.find("timeout"), std::string::npos);
}

class Faulty : public testing::TestWithParam<std::pair<const char*, RawServer::After>> {};

TEST_P(Faulty, IsAFailureInTime) {
  const RawServer server(GetParam().first, GetParam().second);
  const PushOutcome outcome = outcome_of(server.url(), 300ms);
  EXPECT_NE(outcome.error, "");
}

constexpr const char* kHead = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
constexpr const char* kChunk = "HTTP/1.1 200 OK\r\n\r\n{\"job_id\":\"job-1\",\"x\":\"";

INSTANTIATE_TEST_SUITE_P(
    Server, Faulty,
    testing::Values(std::pair("", RawServer::After::kNothing),  // half open
                    std::pair("", RawServer::After::kClose),    //
                    std::pair("garbage\r\n\r\n", RawServer::After::kClose),
                    std::pair("garbage\r\n\r\n", RawServer::After::kAgain),
                    std::pair(kHead, RawServer::After::kClose),  // less than it said
                    std::pair(kHead, RawServer::After::kNothing),
                    std::pair("HTTP/1.1 200 OK\r\n", RawServer::After::kAgain),
                    std::pair(kChunk, RawServer::After::kAgain)));  // a reply without an end

TEST(RunnerPusher, StoppingWaitsForNobody) {
  FakeRunner runner;
  runner.never_answer();
  Pushing pushing(to(runner.url(), 1h));
  pushing.latest.put(record(0.5));
  ASSERT_EQ(runner.pushes(1).size(), 1U);
  const auto begun = std::chrono::steady_clock::now();
  pushing.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, kPatience);
  EXPECT_EQ(pushing.report.facts().failed, 0U);
}

}  // namespace
}  // namespace gimbal::trackingsink
