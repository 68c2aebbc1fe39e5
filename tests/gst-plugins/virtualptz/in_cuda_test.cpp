// virtualptz between elements in CUDA memory, with a fake driver: its module is found, the pictures
// are right, they stay in the context they came in.
#include <gst/cuda/gstcudautils.h>

#include "tests/gpu/cuda_frame.hpp"
#include "tests/gst-plugins/cudainterop/fake_driver.hpp"
#include "tests/gst-plugins/virtualptz/shown_frames.hpp"

namespace gimbal {
namespace {

class InCuda : public cudainterop::FakeDriver {};

TEST_F(InCuda, TheCropOfTheMetaIsShown) {
  ASSERT_TRUE(gst_cuda_load_library());
  const cudainterop::CudaContextHandle context(gst_cuda_context_new(0));
  ASSERT_TRUE(context);
  for (const char* format : {"NV12", "P010_10LE"}) {
    const CudaFrame frame(context.get(), 640, 360, format);
    GstVideoInfo info;
    gst_video_info_from_caps(&info, frame.caps());
    draw_texture(frame.buffer(), info);
    TestPipeline pipeline(
        "appsrc name=src format=time ! virtualptz name=camera center-x=0.41 center-y=0.57 zoom=2.3 "
        "width=320 height=180 ! video/x-raw(memory:CUDAMemory) ! appsink name=out sync=false");
    g_object_set(pipeline.element("src").get(), "caps", frame.caps(), nullptr);
    const ContextHandle shared(gst_context_new_cuda_context(context.get()));
    gst_element_set_context(pipeline.get(), shared.get());
    const CropRecorder recorder(pipeline);
    pipeline.play();
    const auto samples = send_frames(pipeline, frame.buffer(), 3);
    expect_crops_of_texture(samples, recorder.crops());
    EXPECT_EQ(cuda->contexts, 1);
    gchar* memory = nullptr;
    g_object_get(pipeline.element("camera").get(), "memory", &memory, nullptr);
    EXPECT_STREQ(CharHandle(memory).get(), "CUDAMemory");
  }
}

}  // namespace
}  // namespace gimbal
