#include "gst-plugins/trackingsink/latest_record.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <future>

namespace gimbal::trackingsink {
namespace {

using namespace std::chrono_literals;

constexpr LatestRecord::Clock::time_point kAtOnce{};

TrackingRecord record(const std::string& source) {
  TrackingRecord made;
  made.source = source;
  return made;
}

LatestRecord::Clock::time_point in(LatestRecord::Clock::duration wait) {
  return LatestRecord::Clock::now() + wait;
}

TEST(LatestRecord, TheNewestWinsAndTheOthersAreCounted) {
  LatestRecord latest;
  for (const char* source : {"a1", "a2", "a3"}) {
    latest.put(record(source));
  }
  EXPECT_EQ(latest.take(kAtOnce)->source, "a3");
  EXPECT_EQ(latest.superseded(), 2U);
}

TEST(LatestRecord, IsNotTakenBeforeItsTime) {
  LatestRecord latest;
  latest.put(record("a1"));
  const auto due = in(30ms);
  ASSERT_TRUE(latest.take(due));
  EXPECT_GE(LatestRecord::Clock::now(), due);
}

TEST(LatestRecord, OneThatFailedWaitsAgain) {
  LatestRecord latest;
  latest.give_back(record("old"));
  EXPECT_EQ(latest.take(kAtOnce)->source, "old");
}

TEST(LatestRecord, OneThatFailedDoesNotTakeTheNewersPlace) {
  LatestRecord latest;
  latest.put(record("new"));
  latest.give_back(record("old"));
  EXPECT_EQ(latest.take(kAtOnce)->source, "new");
  EXPECT_EQ(latest.superseded(), 1U);
}

TEST(LatestRecord, TheEndOfTheStreamWaitsForNoTimeAndForTheLastOneToBeDealtWith) {
  LatestRecord latest;
  latest.put(record("last"));
  auto pusher = std::async(std::launch::async, [&] {
    const auto taken = latest.take(in(1h));
    const bool was_last = taken->source == "last";
    latest.take(in(1h));
    return was_last;
  });
  const auto deadline = in(10s);
  latest.drain(deadline);
  EXPECT_LT(LatestRecord::Clock::now(), deadline);
  latest.close();
  EXPECT_TRUE(pusher.get());
}

TEST(LatestRecord, AtTheEndOfTheStreamNothingThatWaitedIsTriedTwice) {
  LatestRecord latest;
  latest.put(record("last"));
  latest.end();
  latest.give_back(*latest.take(kAtOnce));
  EXPECT_FALSE(latest.take_if_due(kAtOnce));
  EXPECT_EQ(latest.dropped(), 1U);
  const auto deadline = in(10s);
  latest.drain(deadline);
  EXPECT_LT(LatestRecord::Clock::now(), deadline);
}

TEST(LatestRecord, OneThatWasOnItsWayWhenTheEndCameIsTriedOnceMore) {
  LatestRecord latest;
  latest.put(record("last"));
  const auto taken = latest.take(kAtOnce);
  latest.end();
  latest.end();  // as drain() does
  latest.give_back(*taken);
  EXPECT_EQ(latest.dropped(), 0U);
  const auto again = latest.take_if_due(in(1h));
  ASSERT_TRUE(again);
  latest.give_back(*again);
  EXPECT_FALSE(latest.take_if_due(kAtOnce));
  EXPECT_EQ(latest.dropped(), 1U);
}

TEST(LatestRecord, TheOneAfterItIsNot) {
  LatestRecord latest;
  latest.put(record("old"));
  const auto taken = latest.take(kAtOnce);
  latest.put(record("last"));
  latest.end();
  latest.give_back(*taken);
  EXPECT_EQ(latest.superseded(), 1U);
  latest.give_back(*latest.take_if_due(in(1h)));
  EXPECT_FALSE(latest.take_if_due(kAtOnce));
  EXPECT_EQ(latest.dropped(), 1U);
}

TEST(LatestRecord, TheEndOfTheStreamWaitsNoLongerThanItMay) {
  LatestRecord latest;
  latest.put(record("last"));
  latest.drain(in(30ms));
  EXPECT_EQ(latest.take(kAtOnce)->source, "last");
}

TEST(LatestRecord, AnInterruptEndsTheWaitForTheEnd) {
  LatestRecord latest;
  latest.put(record("last"));
  auto end = std::async(std::launch::async, [&] { latest.drain(in(1h)); });
  latest.interrupt();
  EXPECT_EQ(end.wait_for(10s), std::future_status::ready);
}

TEST(LatestRecord, AThreadThatPollsIsToldOfEachChange) {
  LatestRecord latest;
  const auto is_told = [&] {
    pollfd asked{latest.change_fd(), POLLIN, 0};
    const bool told = ::poll(&asked, 1, 0) > 0;
    latest.forget_change();
    return told;
  };
  EXPECT_FALSE(is_told());
  EXPECT_FALSE(latest.take_if_due(kAtOnce));
  EXPECT_FALSE(is_told()) << "it asked itself";
  latest.put(record("a1"));
  EXPECT_TRUE(is_told());
  EXPECT_FALSE(latest.take_if_due(in(1h)));
  latest.end();
  EXPECT_TRUE(is_told());
  EXPECT_EQ(latest.take_if_due(in(1h))->source, "a1");
  latest.close();
  EXPECT_TRUE(is_told());
  EXPECT_TRUE(latest.is_closed());
}

TEST(LatestRecord, OneThatWasLostAfterItsDeliveryIsNotCounted) {
  LatestRecord latest;
  latest.put(record("new"));
  latest.offer_again(record("old"));
  EXPECT_EQ(latest.superseded(), 0U);
  EXPECT_EQ(latest.take(kAtOnce)->source, "new");
  latest.offer_again(record("old"));
  EXPECT_EQ(latest.take(kAtOnce)->source, "old");
}

TEST(LatestRecord, OnceClosedNothingIsTaken) {
  LatestRecord latest;
  latest.put(record("last"));
  latest.close();
  EXPECT_FALSE(latest.take(kAtOnce));
  EXPECT_EQ(latest.dropped(), 1U);
  latest.give_back(record("on its way"));
  EXPECT_EQ(latest.dropped(), 2U);
}

}  // namespace
}  // namespace gimbal::trackingsink
