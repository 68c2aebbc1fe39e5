#include "gst-plugins/support/offered_context.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace gimbal {
namespace {

// Any object does for a context.
using Context = OfferedContext<GstBus>;
using Ref = Context::Ref;

Ref another(const Ref& of) {
  return Ref(static_cast<GstBus*>(gst_object_ref(of.get())));
}

class AContext : public testing::Test {
 protected:
  static void SetUpTestSuite() { gst_init(nullptr, nullptr); }

  void offer_from_another_thread(const Ref& offered) {
    std::thread([&] { context.offer(another(offered)); }).join();
  }

  Ref first{gst_bus_new()};
  Ref second{gst_bus_new()};
  Context context;
};

TEST_F(AContext, ThatCameFirstStays) {
  EXPECT_FALSE(context.get());
  context.offer(nullptr);
  EXPECT_FALSE(context.get());
  context.offer(another(first));
  context.offer(another(second));
  EXPECT_EQ(context.get(), first);
  context.replace(another(second));
  EXPECT_EQ(context.get(), second);
}

TEST_F(AContext, IsWhatWasMadeWhereNobodyHasOne) {
  EXPECT_EQ(context.ask([&](GstBus** to) { *to = another(first).release(); }), first);
  EXPECT_EQ(context.get(), first);
}

TEST_F(AContext, ThatIsThereIsFoundThere) {
  context.offer(another(first));
  EXPECT_EQ(context.ask([&](GstBus** to) { EXPECT_EQ(*to, first.get()); }), first);
}

TEST_F(AContext, OfANeighbourIsSeenByWhoAsks) {
  const Ref found = context.ask([&](GstBus** to) {
    context.offer(another(first));
    EXPECT_EQ(*to, first.get());
  });
  EXPECT_EQ(found, first);
}

/// GStreamer writes the pointer without a lock: no other thread may.
TEST_F(AContext, OfAnotherThreadIsNotWrittenWhereSomebodyAsks) {
  const Ref found = context.ask([&](GstBus** to) {
    offer_from_another_thread(first);
    EXPECT_EQ(*to, nullptr);
    *to = another(second).release();
  });
  EXPECT_EQ(found, first);
  EXPECT_EQ(context.get(), first);
}

TEST_F(AContext, IsOfferedAgainWhereAskingFoundNone) {
  EXPECT_FALSE(context.ask([](GstBus**) {}));
  offer_from_another_thread(second);
  EXPECT_EQ(context.get(), second);
}

}  // namespace
}  // namespace gimbal
