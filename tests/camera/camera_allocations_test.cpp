// A frame allocates nothing: a camera may run beside anything that must not wait.
#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "lib/camera/follow_path.hpp"
#include "lib/camera/virtual_camera.hpp"
#include "tests/camera/box_detector.hpp"
#include "tests/camera/simulation.hpp"
#include "tests/resample/counted_allocations.hpp"

namespace gimbal {
namespace {

constexpr std::uint64_t kSeed = 101;
constexpr double kFrameRate = 30;
constexpr double kLookaheads[] = {0, 0.5, 1.5};

TEST(CameraAllocations, TheCounterSeesAnAllocation) {
  const int before = allocations_so_far();
  const std::vector<int> allocated(100);
  EXPECT_EQ(allocations_so_far(), before + 1) << allocated.size();
}

TEST(CameraAllocations, APathNeverAllocatesOnceItIsMade) {
  const Trace trace = court_trace(kSeed);
  const auto aims = detections(trace, {}, kSeed);
  const auto times = even_times(trace.seconds, kFrameRate);
  for (const double lookahead : kLookaheads) {
    FollowSettings settings;
    settings.home.zoom = trace.zoom;
    settings.lookahead = lookahead;
    FollowPath path(settings);
    std::size_t next = 0;
    const int before = allocations_so_far();
    for (const double time : times) {
      for (; next < aims.size() && aims[next].arrival <= time + lookahead; ++next) {
        path.observe(aims[next].aim, aims[next].arrival);
      }
      path.at(time);
    }
    EXPECT_EQ(allocations_so_far(), before) << lookahead;
    EXPECT_GT(path.counters().used, 1000U);
  }
}

TEST(CameraAllocations, AFrameOfTheWholeCameraAllocatesNothing) {
  const Trace trace = court_trace(kSeed);
  const auto records = court_records(trace, {}, kSeed);
  const auto times = even_times(trace.seconds, kFrameRate);
  for (const double lookahead : kLookaheads) {
    CameraSettings settings;
    settings.mode = CameraMode::kFollow;
    settings.home.zoom = trace.zoom;
    settings.follow.lookahead = lookahead;
    VirtualCamera camera;
    ASSERT_EQ(camera.configure(settings), "");
    camera.advance(0);
    std::size_t next = 0;
    int allocated = 0;
    int moving = 0;
    for (const double time : times) {
      for (; next < records.size() && records[next].arrival <= time + lookahead; ++next) {
        const LateRecord& late = records[next];
        camera.observe(late.record, late.record.timestamp.value_or(0), late.arrival);
      }
      const int before = allocations_so_far();
      const Shot shot = camera.advance(time);
      allocated += allocations_so_far() - before;
      moving += shot.moving ? 1 : 0;
    }
    EXPECT_EQ(allocated, 0) << lookahead;
    EXPECT_GT(moving, 100) << lookahead;
  }
}

}  // namespace
}  // namespace gimbal
