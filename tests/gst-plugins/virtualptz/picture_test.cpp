// What virtualptz shows: every plane from where the meta says, in every format, shape and layout.
#include <gst/video/gstvideopool.h>

#include "tests/gst-plugins/virtualptz/camera_harness.hpp"
#include "tests/gst-plugins/virtualptz/texture.hpp"

namespace gimbal {
namespace {

std::string raw(const std::string& format, int width, int height, const std::string& more = "") {
  return "video/x-raw,format=" + format + ",width=" + std::to_string(width) +
         ",height=" + std::to_string(height) + ",framerate=30/1" + more;
}

GstVideoInfo info_of(const GstCaps* caps) {
  GstVideoInfo info;
  EXPECT_TRUE(gst_video_info_from_caps(&info, caps));
  return info;
}

constexpr const char* kSquare = ",pixel-aspect-ratio=1/1";

/// Shows one frame of the texture and compares every plane with what the crop meta says.
void expect_truth(CameraHarness& camera, BufferHandle frame, Aspect aspect = Aspect::kCrop) {
  draw_texture(frame.get(), camera.info());
  ASSERT_EQ(camera.push(std::move(frame)), GST_FLOW_OK);
  const BufferHandle shown = camera.pull();
  ASSERT_TRUE(shown);
  const auto crop = get_crop_meta(shown.get());
  ASSERT_TRUE(crop);
  const GstVideoInfo output = info_of(camera.output_caps().get());
  const GstVideoInfo& input = camera.info();
  const Placement placed = place(*crop, {input.width, input.height}, {output.width, output.height});
  for (guint c = 0; c < 3; ++c) {
    const double error = texture_error(shown.get(), output, c, placed);
    EXPECT_LT(error, 0.8) << c;
    // A quarter of a pixel to the side must be seen as wrong.
    Placement shifted = placed;
    shifted.crop.x += 0.25;
    EXPECT_GT(texture_error(shown.get(), output, c, shifted), error * 2) << c;
  }
  EXPECT_EQ(aspect == Aspect::kPad, placed.width < output.width || placed.height < output.height);
}

TEST(Picture, IsTheCropOfTheMetaInEveryFormat) {
  for (const char* format : {"NV12", "I420", "P010_10LE", "RGBA", "BGRA"}) {
    SCOPED_TRACE(format);
    CameraHarness camera("center-x=0.43 center-y=0.58 zoom=2.3", raw(format, 320, 240),
                         raw(format, 256, 144, kSquare));
    expect_truth(camera, camera.frame(0));
  }
}

TEST(Picture, IsTheCropOfTheMetaAtOddSizes) {
  for (const char* format : {"NV12", "I420", "P010_10LE", "RGBA"}) {
    SCOPED_TRACE(format);
    CameraHarness camera("center-x=0.43 center-y=0.58 zoom=2.3", raw(format, 321, 243),
                         raw(format, 255, 143, kSquare));
    expect_truth(camera, camera.frame(0));
  }
}

TEST(Picture, EveryMethodShowsTheSamePlace) {
  for (const char* method : {"auto", "bilinear", "bicubic", "lanczos"}) {
    SCOPED_TRACE(method);
    CameraHarness camera(std::string("center-x=0.41 zoom=1.7 n-threads=2 method=") + method,
                         raw("NV12", 640, 360), raw("NV12", 320, 180, kSquare));
    expect_truth(camera, camera.frame(0));
  }
}

/// A frame whose planes lie apart, with room before and beside each, as decoders' do.
BufferHandle scattered(const CameraHarness& camera) {
  const GstVideoInfo& info = camera.info();
  gsize offsets[GST_VIDEO_MAX_PLANES] = {};
  gint strides[GST_VIDEO_MAX_PLANES] = {};
  gsize size = 52;
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES(&info); ++p) {
    offsets[p] = size;
    strides[p] = GST_VIDEO_INFO_PLANE_STRIDE(&info, p) + 76;
    size += static_cast<gsize>(strides[p]) * static_cast<gsize>(GST_VIDEO_INFO_HEIGHT(&info) + 3);
  }
  BufferHandle buffer(gst_buffer_new_allocate(nullptr, size, nullptr));
  gst_buffer_memset(buffer.get(), 0, 0xee, size);  // not to be seen
  gst_buffer_add_video_meta_full(buffer.get(), GST_VIDEO_FRAME_FLAG_NONE,
                                 GST_VIDEO_INFO_FORMAT(&info), static_cast<guint>(info.width),
                                 static_cast<guint>(info.height), GST_VIDEO_INFO_N_PLANES(&info),
                                 offsets, strides);
  GST_BUFFER_PTS(buffer.get()) = 0;
  return buffer;
}

TEST(Picture, AnyStridesAndOffsetsWillDo) {
  for (const char* format : {"NV12", "I420", "RGBA"}) {
    for (const char* zoom : {"zoom=1", "zoom=2.3"}) {
      SCOPED_TRACE(std::string(format) + " " + zoom);
      // The test pad behind does not say that it reads GstVideoMeta: also a whole picture of the
      // same size has to be laid out anew.
      CameraHarness camera(zoom, raw(format, 321, 241), raw(format, 321, 241));
      expect_truth(camera, scattered(camera));
      EXPECT_EQ(camera.texts(GST_MESSAGE_ERROR), std::vector<std::string>{});
    }
  }
}

// --- aspect --------------------------------------------------------------------------------------

double luma_at(GstBuffer* buffer, const GstVideoInfo& info, int x, int y) {
  const MappedFrame mapped(info, buffer, GST_MAP_READ);
  return sample_at(*mapped, 0, x, y);
}

TEST(Aspect, PadShowsAllOfItWithBlackBeside) {
  CameraHarness camera("aspect=pad", raw("NV12", 320, 240, kSquare),
                       raw("NV12", 256, 144, kSquare));
  expect_truth(camera, camera.frame(0), Aspect::kPad);
  const BufferHandle shown = camera.show(kFrame30);
  const GstVideoInfo output = info_of(camera.output_caps().get());
  EXPECT_EQ(*get_crop_meta(shown.get()), crop_for({}, {320, 240}, {256, 144}, Aspect::kPad));
  for (const int x : {0, 31, 224, 255}) {
    EXPECT_EQ(luma_at(shown.get(), output, x, 70), 16) << x;
  }
  for (const int x : {32, 223}) {
    EXPECT_EQ(luma_at(shown.get(), output, x, 70), 128) << x;
  }
}

TEST(Aspect, PadIsPartOfTheZoom) {
  CameraHarness camera("aspect=pad zoom=1.2", raw("RGBA", 320, 240, kSquare),
                       raw("RGBA", 256, 144, kSquare));
  expect_truth(camera, camera.frame(0), Aspect::kPad);
  CameraHarness inside("aspect=pad zoom=2", raw("NV12", 320, 240, kSquare),
                       raw("NV12", 256, 144, kSquare));
  expect_truth(inside, inside.frame(0));
}

TEST(Aspect, StretchFillsTheOutput) {
  CameraHarness camera("aspect=stretch", raw("NV12", 320, 240, kSquare),
                       raw("NV12", 256, 144, kSquare));
  expect_truth(camera, camera.frame(0));
  EXPECT_EQ(camera.crop_at(kFrame30), (CropRect{0, 0, 320, 240}));
}

TEST(Aspect, CropIsTheDefault) {
  CameraHarness camera("", raw("NV12", 320, 240, kSquare), raw("NV12", 256, 144, kSquare));
  EXPECT_EQ(camera.crop_at(0), (CropRect{0, 30, 320, 180}));
}

TEST(Aspect, PixelsThatAreNotSquareCount) {
  // 720x576 at 64/45 is a 1024x576 picture: all of it goes into 16:9.
  CameraHarness wide("", raw("NV12", 720, 576, ",pixel-aspect-ratio=64/45"),
                     raw("NV12", 256, 144, kSquare));
  const CropRect crop = wide.crop_at(0);
  EXPECT_NEAR(crop.w, 720, 1e-9);
  EXPECT_NEAR(crop.h, 576, 1e-9);
  // And as 768x576 at 16/15, which is 4:3, into an output that has such pixels itself.
  CameraHarness anamorphic("", raw("NV12", 640, 360, kSquare),
                           raw("NV12", 360, 288, ",pixel-aspect-ratio=16/15"));
  const CropRect four_by_three = anamorphic.crop_at(0);
  EXPECT_NEAR(four_by_three.w, 480, 1e-9);
  EXPECT_NEAR(four_by_three.h, 360, 1e-9);
}

TEST(Aspect, CanChangeWhilePlaying) {
  CameraHarness camera("", raw("NV12", 320, 240, kSquare), raw("NV12", 256, 144, kSquare));
  EXPECT_EQ(camera.crop_at(0).w, 320);
  gst_util_set_object_arg(G_OBJECT(camera.camera()), "aspect", "pad");
  EXPECT_NEAR(camera.crop_at(kFrame30).w, 240 * 16 / 9.0, 1e-9);
}

// --- nothing to do -------------------------------------------------------------------------------

/// Behind it somebody reads GstVideoMeta.
void take_strides(CameraHarness& camera) {
  gst_harness_add_propose_allocation_meta(camera.get(), GST_VIDEO_META_API_TYPE, nullptr);
}

TEST(WholePicture, IsTheVeryBuffer) {
  CameraHarness camera("", raw("NV12", 320, 240), raw("NV12", 320, 240));
  BufferHandle frame = camera.frame(0);
  GstBuffer* pushed = frame.get();
  GstMemory* memory = gst_buffer_peek_memory(pushed, 0);
  camera.push(std::move(frame));
  const BufferHandle shown = camera.pull();
  EXPECT_EQ(shown.get(), pushed);
  EXPECT_EQ(gst_buffer_peek_memory(shown.get(), 0), memory);
  EXPECT_EQ(*get_crop_meta(shown.get()), (CropRect{0, 0, 320, 240}));
}

TEST(WholePicture, OfSomebodyElseIsItsMemory) {
  CameraHarness camera("", raw("NV12", 320, 240), raw("NV12", 320, 240));
  BufferHandle frame = camera.frame(0);
  const BufferHandle mine(gst_buffer_ref(frame.get()));
  camera.push(std::move(frame));
  const BufferHandle shown = camera.pull();
  EXPECT_NE(shown.get(), mine.get());
  EXPECT_EQ(gst_buffer_peek_memory(shown.get(), 0), gst_buffer_peek_memory(mine.get(), 0));
  EXPECT_TRUE(get_crop_meta(shown.get()));
  EXPECT_FALSE(get_crop_meta(mine.get()));  // what is not ours stays as it is
  EXPECT_EQ(GST_BUFFER_PTS(shown.get()), 0U);
}

TEST(WholePicture, OfAPoolGoesBackToItOnlyWhenNobodyShowsIt) {
  CameraHarness camera("", raw("NV12", 320, 240), raw("NV12", 320, 240));
  const GstObjectHandle<GstBufferPool> pool(gst_video_buffer_pool_new());
  GstStructure* config = gst_buffer_pool_get_config(pool.get());
  const CapsHandle caps(gst_caps_from_string(raw("NV12", 320, 240).c_str()));
  gst_buffer_pool_config_set_params(config, caps.get(), 320 * 240 * 3 / 2, 1, 1);
  ASSERT_TRUE(gst_buffer_pool_set_config(pool.get(), config));
  ASSERT_TRUE(gst_buffer_pool_set_active(pool.get(), TRUE));
  GstBuffer* raw_frame = nullptr;
  ASSERT_EQ(gst_buffer_pool_acquire_buffer(pool.get(), &raw_frame, nullptr), GST_FLOW_OK);
  BufferHandle mine(gst_buffer_ref(raw_frame));
  GST_BUFFER_PTS(raw_frame) = 0;
  camera.push(BufferHandle(raw_frame));
  BufferHandle shown = camera.pull();
  ASSERT_TRUE(shown);
  mine.reset();
  GstBufferPoolAcquireParams at_once{};
  at_once.flags = GST_BUFFER_POOL_ACQUIRE_FLAG_DONTWAIT;
  GstBuffer* again = nullptr;
  EXPECT_EQ(gst_buffer_pool_acquire_buffer(pool.get(), &again, &at_once), GST_FLOW_EOS);
  shown.reset();
  EXPECT_EQ(gst_buffer_pool_acquire_buffer(pool.get(), &again, &at_once), GST_FLOW_OK);
  const BufferHandle owned(again);
}

TEST(WholePicture, WithStridesGoesThroughWhereTheyAreRead) {
  CameraHarness camera("");
  camera.start(raw("NV12", 320, 240), raw("NV12", 320, 240));
  take_strides(camera);
  gst_harness_push_upstream_event(camera.get(), gst_event_new_reconfigure());
  BufferHandle frame = scattered(camera);
  GstBuffer* pushed = frame.get();
  camera.push(std::move(frame));
  const BufferHandle shown = camera.pull();
  EXPECT_EQ(shown.get(), pushed);
}

TEST(WholePicture, IsNotSharedOnceTheCameraMoves) {
  CameraHarness camera("", raw("NV12", 320, 240), raw("NV12", 320, 240));
  camera.show(0);
  camera.send_ptz(0, 0.5, 0.5, 2, true);
  BufferHandle frame = camera.frame(kFrame30);
  GstBuffer* pushed = frame.get();
  camera.push(std::move(frame));
  EXPECT_NE(camera.pull().get(), pushed);
  camera.send_ptz(0, 0.5, 0.5, 1, true);
  frame = camera.frame(2 * kFrame30);
  pushed = frame.get();
  camera.push(std::move(frame));
  EXPECT_EQ(camera.pull().get(), pushed);
}

}  // namespace
}  // namespace gimbal
