// A GPU newer than the toolkit gets its machine code from PTX: the resampler's own classes, linked
// with an image of the kernels that has PTX and nothing else, for the oldest chip (see ptx_test).
#include "tests/gpu/resample_test.hpp"

namespace gimbal {
namespace {

TEST_F(Gpu, TheResamplingKernelsAsPtxAloneGiveTheRightPictures) {
  expect_kernels_like_the_definition();
}

}  // namespace
}  // namespace gimbal
