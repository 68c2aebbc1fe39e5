// Publishes to a real broker that comes and goes, and to what is no broker.
#include "gst-plugins/trackingsink/mqtt_publisher.hpp"

#include <gtest/gtest.h>

#include <array>

#include "gst-plugins/trackingsink/mqtt_destination.hpp"
#include "lib/codec/tracking_json.hpp"
#include "tests/gst-plugins/trackingsink/mqtt_broker.hpp"
#include "tests/gst-plugins/trackingsink/pushing.hpp"
#include "tests/gst-plugins/trackingsink/raw_server.hpp"
#include "tests/gst-plugins/trackingsink/tcp_line.hpp"

namespace gimbal::trackingsink {
namespace {

using namespace std::chrono_literals;

constexpr const char* kTopic = "gimbal/court/tracking";
constexpr const char* kAvailable = "gimbal/court/tracking/available";

MqttTarget target(const std::string& url) {
  MqttWishes wishes;
  wishes.url = url;
  wishes.job_id = "court";
  return *mqtt_target(wishes);
}

MakeDestination to(const std::string& url, std::chrono::nanoseconds timeout = 5s) {
  return *mqtt_destination(target(url), timeout);
}

class MqttPublisherTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!MqttBroker::is_installed()) {
      GTEST_SKIP() << "no MQTT broker here: install mosquitto";
    }
  }
};

/// What somebody who comes now is told first on a topic.
MqttMessage kept(const MqttBroker& broker, const std::string& topic) {
  MqttListener listener(broker, topic);
  const auto messages = listener.messages(1);
  return messages.empty() ? MqttMessage{} : messages.front();
}

class MqttQos : public MqttPublisherTest, public testing::WithParamInterface<int> {};

TEST_P(MqttQos, ARecordIsOnItsTopicForThoseWhoListenAndThoseWhoComeLater) {
  MqttBroker broker;
  broker.start();
  MqttListener listener(broker, kTopic);
  MqttTarget there = target(broker.url());
  there.qos = GetParam();
  Pushing pushing(*mqtt_destination(there, 5s));
  pushing.latest.put(record(0.75));
  const auto change = pushing.change(0);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->error, "");
  EXPECT_EQ(pushing.report.facts().pushed, 1U);
  const auto live = listener.messages(1);
  ASSERT_EQ(live.size(), 1U);
  EXPECT_EQ(live[0].topic, kTopic);
  EXPECT_EQ(live[0].qos, GetParam());
  EXPECT_FALSE(live[0].retained);
  EXPECT_EQ(live[0].text, write_tracking_record(record(0.75)));
  const MqttMessage late = kept(broker, kTopic);
  EXPECT_TRUE(late.retained);
  EXPECT_EQ(late.text, live[0].text);
}

INSTANTIATE_TEST_SUITE_P(MqttPublisherTest, MqttQos, testing::Values(0, 1, 2));

TEST_F(MqttPublisherTest, WithoutRetainNothingIsKept) {
  MqttBroker broker;
  broker.start();
  MqttTarget there = target(broker.url());
  there.retain = false;
  Pushing pushing(*mqtt_destination(there, 5s));
  pushing.latest.put(record(0.25));
  ASSERT_TRUE(pushing.change(0));
  MqttListener late(broker, "gimbal/#");
  pushing.latest.put(record(0.75));
  const auto messages = late.messages(1);
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_FALSE(messages[0].retained);
  EXPECT_EQ(messages[0].text, write_tracking_record(record(0.75)));
}

TEST_F(MqttPublisherTest, WhoeverComesLaterCanTellARecordThatIsKeptUpToDateFromOneThatIsNot) {
  MqttBroker broker;
  broker.start();
  Pushing pushing(to(broker.url()));
  pushing.latest.put(record(0.75));
  ASSERT_TRUE(pushing.change(0));
  EXPECT_EQ(kept(broker, kAvailable).text, "online");
  MqttListener listener(broker, kAvailable);
  ASSERT_EQ(listener.messages(1).size(), 1U);
  pushing.stop();
  ASSERT_EQ(listener.messages(2).size(), 2U);
  EXPECT_EQ(listener.messages(2)[1].text, "offline");
  const MqttMessage late = kept(broker, kAvailable);
  EXPECT_TRUE(late.retained);
  EXPECT_EQ(late.text, "offline");
  EXPECT_EQ(kept(broker, kTopic).text, write_tracking_record(record(0.75)));
}

TEST_F(MqttPublisherTest, ABrokerThatComesLaterGetsTheLatestRecordAlone) {
  MqttBroker broker;
  Pushing pushing(to(broker.url()));
  pushing.latest.put(record(0.125));
  const auto away = pushing.change(0);
  ASSERT_TRUE(away);
  EXPECT_EQ(away->status, 0);
  EXPECT_NE(away->error.find(broker.url() + " gave no answer: Connection refused"),
            std::string::npos)
      << away->error;
  for (const double confidence : {0.25, 0.5, 0.75}) {
    pushing.latest.put(record(confidence));
  }
  broker.start();
  ASSERT_TRUE(pushing.change(1));
  EXPECT_EQ(kept(broker, kTopic).text, write_tracking_record(record(0.75)));
  EXPECT_EQ(pushing.report.facts().pushed, 1U);
  EXPECT_EQ(pushing.latest.superseded(), 3U);
}

TEST_F(MqttPublisherTest, ItResumesWithABrokerThatIsKilledAndStartedAgainAndAgain) {
  MqttBroker broker;
  broker.start();
  Pushing pushing(to(broker.url()));
  for (std::size_t round = 0; round < 4; ++round) {
    const double confidence = 0.125 * static_cast<double>(round + 1);
    pushing.latest.put(record(confidence));
    ASSERT_TRUE(pushing.change(2 * round)) << round;
    EXPECT_EQ(pushing.report.facts().health, PushHealth::kHealthy) << round;
    EXPECT_TRUE(MqttListener(broker, kTopic).hears(write_tracking_record(record(confidence))));
    broker.kill();
    pushing.latest.put(record(0.875));
    const auto lost = pushing.change(2 * round + 1);
    ASSERT_TRUE(lost) << round;
    EXPECT_NE(lost->error, "");
    pushing.latest.put(record(0.0625));
    broker.start();
  }
  ASSERT_TRUE(pushing.change(8));
  EXPECT_TRUE(MqttListener(broker, kTopic).hears(write_tracking_record(record(0.0625))));
}

TEST_F(MqttPublisherTest, ABrokerThatForgotTheRecordGetsItAgainWhereNoNewOneComes) {
  MqttBroker broker;
  broker.start();
  Pushing pushing(to(broker.url()));
  pushing.latest.put(record(0.75));
  ASSERT_TRUE(pushing.change(0));
  broker.kill();
  ASSERT_TRUE(pushing.change(1)) << "it is noticed without a record";
  broker.start();
  ASSERT_TRUE(pushing.change(2));
  EXPECT_EQ(kept(broker, kTopic).text, write_tracking_record(record(0.75)));
  EXPECT_EQ(kept(broker, kAvailable).text, "online");
  EXPECT_EQ(pushing.latest.superseded(), 0U);
}

/// The broker keeps the lost connection, and says "offline" for it when it gives it up.
TEST_F(MqttPublisherTest, AConnectionThatDiedUnnoticedDoesNotSpeakForTheOneAfterIt) {
  MqttBroker broker;
  broker.start();
  TcpLine line(broker.port());
  Pushing pushing(to("mqtt://127.0.0.1:" + std::to_string(line.port()), 1s));
  MqttListener listener(broker, kAvailable);
  pushing.latest.put(record(0.25));
  ASSERT_TRUE(pushing.change(0));
  line.go_dead();
  pushing.latest.put(record(0.75));
  ASSERT_TRUE(pushing.change(1));
  ASSERT_TRUE(pushing.change(2));
  const auto messages = listener.messages(3);
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0].text, "online");
  EXPECT_EQ(messages[1].text, "offline") << "of the old one, which must not come later";
  EXPECT_EQ(messages[2].text, "online");
  EXPECT_EQ(kept(broker, kTopic).text, write_tracking_record(record(0.75)));
}

class MqttLogin : public MqttPublisherTest {
 protected:
  /// What becomes of a record of that user's at a broker that knows only "me" with "hunter2".
  static PushOutcome outcome_of(const std::string& username, const std::string& password) {
    const std::string path =
        std::filesystem::temp_directory_path() / ("gimbal-users-" + std::to_string(::getpid()));
    // hunter2, as mosquitto_passwd writes it.
    std::ofstream(path) << "me:$7$101$PlZZuqsMcWPduTS7$I5G7aUiH644rThfaYCcKIYg6mPKD3zwQpss97ZeVZNN"
                           "C1kyzYQRjjvShefgBmF2SGJ2zLQje/fMbNjg0/4rGVw==\n";
    MqttBroker broker("allow_anonymous false\npassword_file " + path);
    broker.start();
    MqttTarget there = target(broker.url());
    there.username = username;
    there.password = password;
    Pushing pushing(*mqtt_destination(there, 5s));
    pushing.latest.put(record(0.5));
    const auto change = pushing.change(0);
    std::filesystem::remove(path);
    EXPECT_TRUE(change);
    PushOutcome outcome = change.value_or(PushOutcome{-1, "nothing became of it"});
    EXPECT_EQ(outcome.error.find("hunter"), std::string::npos) << outcome.error;
    EXPECT_EQ(outcome.error.find('\n'), std::string::npos) << outcome.error;
    return outcome;
  }
};

TEST_F(MqttLogin, TheRightPasswordIsTaken) {
  EXPECT_EQ(outcome_of("me", "hunter2").error, "");
}

TEST_F(MqttLogin, AWrongPasswordIsSaidAndNotShown) {
  const PushOutcome outcome = outcome_of("me", "hunter3");
  EXPECT_EQ(outcome.status, 5);
  EXPECT_NE(outcome.error.find("check mqtt-username"), std::string::npos) << outcome.error;
}

TEST_F(MqttLogin, WithoutAUserItSaysWhatToSet) {
  const PushOutcome outcome = outcome_of("", "");
  EXPECT_EQ(outcome.status, 5);
  EXPECT_NE(outcome.error.find("set mqtt-username"), std::string::npos) << outcome.error;
}

// --- what is no broker -------------------------------------------------------------------------

std::string mqtt_url(const RawServer& server) {
  return "mqtt" + server.url().substr(std::string_view("http").size());
}

struct Fault {
  std::string_view reply;
  RawServer::After after;
};

class FaultyBroker : public testing::TestWithParam<Fault> {};

TEST_P(FaultyBroker, IsAFailureInTime) {
  const RawServer server(std::string(GetParam().reply), GetParam().after);
  Pushing pushing(to(mqtt_url(server), 300ms));
  pushing.latest.put(record(0.5));
  const auto change = pushing.change(0);
  ASSERT_TRUE(change);
  EXPECT_NE(change->error.find("gave no answer"), std::string::npos) << change->error;
  EXPECT_EQ(change->status, 0);
  EXPECT_EQ(pushing.report.facts().pushed, 0U);
}

using namespace std::string_view_literals;
constexpr std::string_view kAccepted = "\x20\x02\x00\x00"sv;  // CONNACK

INSTANTIATE_TEST_SUITE_P(
    MqttPublisherTest, FaultyBroker,
    testing::Values(Fault{"", RawServer::After::kNothing},  // takes all, says nothing
                    Fault{"", RawServer::After::kClose},
                    Fault{"HTTP/1.1 400 Bad Request\r\n\r\n", RawServer::After::kClose},
                    Fault{"\xff\xff\xff\xff\xff\xff", RawServer::After::kAgain},
                    Fault{"\x20", RawServer::After::kNothing},     // half a packet
                    Fault{kAccepted, RawServer::After::kNothing},  // and no acknowledgement
                    Fault{kAccepted, RawServer::After::kAgain},
                    Fault{kAccepted, RawServer::After::kClose}));

TEST(MqttPublisher, StoppingWaitsForNobody) {
  const RawServer server("", RawServer::After::kNothing);
  Pushing pushing(to(mqtt_url(server), 1h));
  pushing.latest.put(record(0.5));
  const auto begun = std::chrono::steady_clock::now();
  pushing.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, kPatience);
  EXPECT_EQ(pushing.report.facts().failed, 0U);
}

/// A port whose queue is full: who connects to it waits for minutes.
class FullPort {
 public:
  FullPort() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_.get(), 0);
    ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    for (UniqueFd& client : clients_) {
      client = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      ::connect(client.get(), reinterpret_cast<sockaddr*>(&address), size);
    }
  }

  std::string url() const { return "mqtt://127.0.0.1:" + std::to_string(port_); }

 private:
  UniqueFd listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::array<UniqueFd, 4> clients_;
  int port_ = 0;
};

TEST(MqttPublisher, AConnectionThatIsNeverMadeHoldsUpNothing) {
  const FullPort port;
  Pushing pushing(to(port.url(), 100ms));
  pushing.latest.put(record(0.5));
  const auto change = pushing.change(0);
  ASSERT_TRUE(change);
  EXPECT_NE(change->error.find("timeout"), std::string::npos) << change->error;
  const auto begun = std::chrono::steady_clock::now();
  pushing.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, kPatience);
}

std::ptrdiff_t threads() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

/// The network itself would try again ever more seldom, and give up after minutes.
TEST(MqttPublisher, AConnectionThatHangsIsTriedAnewAndNotForEver) {
  const FullPort port;
  MqttPublisher publisher(target(port.url()), 10ms, 0ms);
  constexpr auto kMost = static_cast<std::ptrdiff_t>(MqttPublisher::kMostLeftBehind);
  const auto before = threads();
  for (std::ptrdiff_t i = 0; i < kMost + 4; ++i) {
    EXPECT_NE(publisher.push(record(0.5)).error, "");
  }
  // One each; those that tests before this one left behind may end meanwhile.
  EXPECT_GT(threads() - before, kMost / 2);
  EXPECT_LE(threads() - before, kMost + 1);
}

}  // namespace
}  // namespace gimbal::trackingsink
