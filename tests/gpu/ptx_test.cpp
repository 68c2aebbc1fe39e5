// A GPU newer than the toolkit gets its machine code from PTX: the plugin's own classes, linked
// with an image of the kernel that has PTX and nothing else. It is for the oldest chip, so that it
// runs on all: the plugin's PTX is for chips newer than any that can be had.
#include <gst/cuda/gstcudautils.h>

#include "gst-plugins/cuda/cuda_error.hpp"
#include "gst-plugins/cudainterop/session.hpp"
#include "tests/gpu/cuda_frame.hpp"
#include "tests/gpu/gpu_fixture.hpp"
#include "tests/gpu/noise_shader.hpp"

namespace gimbal {
namespace {

TEST_F(Gpu, TheKernelAsPtxAloneGivesTheRightPictures) {
  constexpr int kWidth = 641;
  constexpr int kHeight = 359;
  const NoiseShader shader;
  const std::string source =
      frames(1, "width=641,height=359", "cuda-device=0 shader-file=" + shader.path());
  TestPipeline in_memory(source + "gldownload ! video/x-raw,format=RGBA" + kToSink);
  const auto rgba = in_memory.run();
  ASSERT_EQ(rgba.size(), 1U) << in_memory.error();
  TestPipeline drawing(source + "appsink name=out sync=false");
  drawing.play();
  const SampleHandle drawn = drawing.pull();
  ASSERT_TRUE(drawn) << drawing.error();

  ASSERT_TRUE(gst_cuda_load_library());
  const CudaContextHandle cuda(gst_cuda_context_new(0));
  ASSERT_TRUE(cuda) << "no CUDA context";
  const CudaFrame nv12(cuda.get(), kWidth, kHeight);
  ASSERT_TRUE(nv12) << "no CUDA memory";
  GstBuffer* texture = gst_sample_get_buffer(drawn.get());
  auto session = cudainterop::Session::create(
      reinterpret_cast<GstGLBaseMemory*>(gst_buffer_peek_memory(texture, 0))->context,
      std::make_shared<CudaStream>(cuda.get()));
  ASSERT_TRUE(session) << session.error();
  const auto error =
      (*session)->convert(texture, nv12.memory(), cudainterop::make_matrix(0.2126, 0.0722, false));
  ASSERT_FALSE(error) << error->text;
  EXPECT_LE(worst_error(rgba_of(rgba[0].get()), nv12.sample().get(), true, false), 0.51);
}

}  // namespace
}  // namespace gimbal
