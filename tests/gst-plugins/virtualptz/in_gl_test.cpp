// virtualptz among OpenGL elements: its module is found, the pictures are right, they stay
// textures.
#include "tests/gst-plugins/virtualptz/shown_frames.hpp"

namespace gimbal {
namespace {

constexpr const char* kCaps = "video/x-raw,format=RGBA,width=640,height=360,framerate=30/1";

BufferHandle drawn_texture() {
  gst_init(nullptr, nullptr);
  const CapsHandle caps(gst_caps_from_string(kCaps));
  GstVideoInfo info;
  gst_video_info_from_caps(&info, caps.get());
  BufferHandle buffer(gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&info), nullptr));
  draw_texture(buffer.get(), info);
  return buffer;
}

TEST(InGl, TheCropOfTheMetaIsShown) {
  const BufferHandle frame = drawn_texture();
  for (const char* method : {"auto", "bilinear", "bicubic", "lanczos"}) {
    TestPipeline pipeline(std::string("appsrc name=src format=time caps=") + kCaps +
                          " ! glupload ! virtualptz name=camera center-x=0.41 center-y=0.57 "
                          "zoom=2.3 width=320 height=180 method=" +
                          method +
                          " ! video/x-raw(memory:GLMemory) ! gldownload ! "
                          "video/x-raw,format=RGBA ! appsink name=out sync=false");
    const CropRecorder recorder(pipeline);
    pipeline.play();
    const auto samples = send_frames(pipeline, frame.get(), 3);
    expect_crops_of_texture(samples, recorder.crops());
    gchar* memory = nullptr;
    g_object_get(pipeline.element("camera").get(), "memory", &memory, nullptr);
    EXPECT_STREQ(CharHandle(memory).get(), "GLMemory");
  }
}

/// The elements behind it ask it for their display before there is a resampler.
TEST(InGl, ARenderedCameraIsCroppedAsItIsDrawn) {
  TestPipeline pipeline(
      "eglsrc is-live=false num-buffers=4 scene=court ! "
      "video/x-raw(memory:GLMemory),width=640,height=360,framerate=30/1 ! "
      "virtualptz zoom=2 width=320 height=180 ! glcolorconvert ! gldownload ! "
      "video/x-raw,format=NV12 ! appsink name=out sync=false");
  EXPECT_EQ(pipeline.run().size(), 4U) << pipeline.error();
}

}  // namespace
}  // namespace gimbal
