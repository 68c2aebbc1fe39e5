#include "gst-plugins/virtualptz/pending_records.hpp"

#include <gtest/gtest.h>

namespace gimbal::virtualptz {
namespace {

TrackingRecord record_of(const char* source) {
  TrackingRecord record;
  record.source = source;
  return record;
}

TEST(PendingRecords, ComeOutInTheOrderOfTimeWhenTheyAreDue) {
  PendingRecords pending;
  for (const double time : {3.0, 1.0, 2.0}) {
    EXPECT_TRUE(pending.add(time, record_of(time == 1.0 ? "first" : "later")));
  }
  EXPECT_FALSE(pending.pop(0.9));
  EXPECT_EQ(pending.pop(2.5)->record.source, "first");
  EXPECT_EQ(pending.pop(2.5)->time, 2.0);
  EXPECT_FALSE(pending.pop(2.5));
  pending.clear();
  EXPECT_FALSE(pending.pop(10));
}

TEST(PendingRecords, AreNotTooMany) {
  PendingRecords pending;
  for (std::size_t i = 0; i < PendingRecords::kMost; ++i) {
    ASSERT_TRUE(pending.add(1, {}));
  }
  EXPECT_FALSE(pending.add(1, {}));
  pending.pop(1);
  EXPECT_TRUE(pending.add(1, {}));
}

}  // namespace
}  // namespace gimbal::virtualptz
