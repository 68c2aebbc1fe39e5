#include "lib/frames/feed_journal.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gimbal {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Journal {
  std::vector<FeedNote> notes;
  FeedJournal::Clock::time_point now;
  FeedJournal journal{"/tmp/f", [this](const FeedNote& note) { notes.push_back(note); }, now};

  void frame_after(milliseconds pause) {
    for (milliseconds passed{0}; passed < pause; passed += milliseconds(100)) {
      journal.silence(now + passed);
    }
    now += pause;
    journal.frame(640, 360, now);
  }
  void quiet_for(milliseconds pause) {
    for (milliseconds passed{0}; passed < pause; passed += milliseconds(100)) {
      journal.silence(now += milliseconds(100));
    }
  }
};

TEST(FeedJournal, SaysOnceThatItWaits) {
  Journal j;
  j.quiet_for(milliseconds(1900));
  EXPECT_TRUE(j.notes.empty());
  j.quiet_for(seconds(60));
  ASSERT_EQ(j.notes.size(), 1U);
  EXPECT_TRUE(j.notes[0].warning);
  EXPECT_EQ(j.notes[0].text,
            "No frame has come from /tmp/f yet: the picture is black until a writer sends one.");
  EXPECT_EQ(j.journal.facts().state, FeedState::kWaiting);
}

TEST(FeedJournal, SaysOnceThatFramesFlowAndThatTheyStop) {
  Journal j;
  for (int i = 0; i < 100; ++i) {
    j.frame_after(milliseconds(30));
  }
  ASSERT_EQ(j.notes.size(), 1U);
  EXPECT_FALSE(j.notes[0].warning);
  EXPECT_EQ(j.notes[0].text, "Frames of 640x360 come from /tmp/f.");
  j.quiet_for(seconds(60));
  ASSERT_EQ(j.notes.size(), 2U);
  EXPECT_TRUE(j.notes[1].warning);
  EXPECT_EQ(j.notes[1].text, "No new frame has come from /tmp/f for 2 s: its last picture stays.");
  EXPECT_EQ(j.journal.facts().state, FeedState::kStalled);
  j.frame_after(milliseconds(30));
  ASSERT_EQ(j.notes.size(), 3U);
  EXPECT_EQ(j.notes[2].text, "Frames of 640x360 come from /tmp/f again.");
  EXPECT_EQ(j.journal.facts().frames, 101U);
}

TEST(FeedJournal, ASlowWriterIsNotAStalledOneForLong) {
  Journal j;
  for (int i = 0; i < 20; ++i) {
    j.frame_after(seconds(3));
  }
  EXPECT_EQ(j.notes.size(), 4U) << "waits, flows, stalls, flows: then its pace is known";
  EXPECT_EQ(j.journal.facts().state, FeedState::kFlowing);
}

TEST(FeedJournal, ANightOfSilenceDoesNotMakeItPatientForAnother) {
  Journal j;
  j.frame_after(milliseconds(30));
  j.frame_after(std::chrono::hours(1));
  ASSERT_EQ(j.notes.size(), 3U) << "flows, stalls, flows";
  j.quiet_for(milliseconds(29'900));
  EXPECT_EQ(j.notes.size(), 3U);
  j.quiet_for(milliseconds(200));
  ASSERT_EQ(j.notes.size(), 4U);
  EXPECT_EQ(j.notes[3].text, "No new frame has come from /tmp/f for 30 s: its last picture stays.");
}

TEST(FeedJournal, AnotherWriterIsNotJudgedByTheOneBefore) {
  Journal j;
  j.frame_after(milliseconds(30));
  j.frame_after(seconds(10));
  j.quiet_for(seconds(40));
  ASSERT_EQ(j.notes.size(), 4U) << "flows, stalls, flows, stalls";
  j.journal.another_writer(j.now);
  j.frame_after(milliseconds(30));
  ASSERT_EQ(j.notes.size(), 5U);
  j.quiet_for(milliseconds(2100));
  ASSERT_EQ(j.notes.size(), 6U);
  EXPECT_EQ(j.notes[5].text, "No new frame has come from /tmp/f for 2 s: its last picture stays.");
}

TEST(FeedJournal, OurOwnSilenceIsNotHeldAgainstTheWriter) {
  Journal j;
  j.frame_after(milliseconds(30));
  j.journal.excuse(j.now += seconds(60));
  j.quiet_for(seconds(1));
  EXPECT_EQ(j.notes.size(), 1U);
}

TEST(FeedJournal, AWriterThatGoesIsSaidOnce) {
  Journal j;
  j.frame_after(milliseconds(30));
  j.journal.gone(" in the middle of a frame (after 5 of 10 bytes)", false, j.now);
  j.journal.gone("", false, j.now);
  j.quiet_for(seconds(60));
  ASSERT_EQ(j.notes.size(), 2U);
  EXPECT_EQ(
      j.notes[1].text,
      "The writer of /tmp/f has gone in the middle of a frame (after 5 of 10 bytes): the last "
      "picture stays until another one comes.");
  EXPECT_EQ(j.journal.facts().state, FeedState::kGone);
}

TEST(FeedJournal, AnEndForGoodBeforeTheFirstFrame) {
  Journal j;
  j.journal.gone("", true, j.now);
  ASSERT_EQ(j.notes.size(), 1U);
  EXPECT_EQ(j.notes[0].text, "The writer of /tmp/f has gone: the picture stays black.");
}

TEST(FeedJournal, AStormIsCountedAndNotSaid) {
  Journal j;
  for (int i = 0; i < 3000; ++i) {  // 30 s of broken frames between whole ones
    j.journal.broken("its size is 0x0", j.now += milliseconds(10));
  }
  EXPECT_EQ(j.journal.facts().broken, 3000U);
  EXPECT_EQ(j.notes.size(), 5U + 2U);
  EXPECT_NE(j.notes.back().text.find("more of this kind were not said"), std::string::npos);
}

}  // namespace
}  // namespace gimbal
