// How a picture is cut into tiles for the CUDA kernels, and what cannot be.
#include "gst-plugins/virtualptz/cuda/frame_layout.hpp"

#include <gtest/gtest.h>

#include "tests/gst-plugins/virtualptz/cuda_twin_picture.hpp"

namespace gimbal::resample {
namespace {

TEST(CudaFrameLayout, TilesAreOfEveryKind) {
  bool in_sequence = false;
  bool apart = false;
  bool low = false;
  for (const ResampleCase& one : resample_cases()) {
    for (const ResampleMethod method : kResampleMethods) {
      const auto frame = lay_out(format_for(one, method, 1), one.placement);
      ASSERT_TRUE(frame) << one.name;
      const Tiling& tiling = frame->planes[0].tiling;
      in_sequence |= tiling.in_sequence != 0;
      apart |= tiling.in_sequence == 0;
      low |= tiling.rows < kMaxTileRows;
    }
  }
  EXPECT_TRUE(in_sequence && apart && low);
}

TEST(CudaFrameLayout, TooSmallAnOutputIsRefusedWithWhatToDo) {
  const ResampleCase tiny{"tiny", 7680, 4320, 64, 36, {{0, 0, 7680, 4320}, 0, 0, 64, 36}};
  const auto frame = lay_out(format_for(tiny, ResampleMethod::kLanczos, 1), tiny.placement);
  ASSERT_FALSE(frame);
  EXPECT_NE(frame.error().find("120.0 times smaller"), std::string::npos) << frame.error();
  EXPECT_TRUE(lay_out(format_for(tiny, ResampleMethod::kBilinear, 1), tiny.placement));
}

}  // namespace
}  // namespace gimbal::resample
