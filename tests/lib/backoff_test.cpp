#include "lib/base/backoff.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, DoublesUpToTheLongest) {
  Backoff backoff(milliseconds(100), milliseconds(1000), 1);
  for (const int full : {100, 200, 400, 800, 1000, 1000}) {
    const auto wait = backoff.next();
    EXPECT_LE(wait, milliseconds(full));
    EXPECT_GE(wait, milliseconds(full * 4 / 5));
  }
}

TEST(Backoff, StartsAgainAfterAReset) {
  Backoff backoff(milliseconds(100), milliseconds(1000), 1);
  backoff.next();
  backoff.next();
  backoff.reset();
  EXPECT_LE(backoff.next(), milliseconds(100));
}

TEST(Backoff, TwoOfThemDoNotMoveInStep) {
  Backoff one(milliseconds(1000), milliseconds(100'000), 1);
  Backoff other(milliseconds(1000), milliseconds(100'000), 2);
  int equal = 0;
  for (int i = 0; i < 6; ++i) {
    equal += one.next() == other.next() ? 1 : 0;
  }
  EXPECT_LT(equal, 6);
}

}  // namespace
}  // namespace gimbal
