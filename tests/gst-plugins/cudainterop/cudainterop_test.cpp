// cudainterop where there is no driver: the plugin, its caps, its error.
#include <dlfcn.h>
#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {
namespace {

class CudaInterop : public testing::Test {
 protected:
  static void SetUpTestSuite() { gst_init(nullptr, nullptr); }

  void SetUp() override {
    element_.reset(gst_element_factory_make("cudainterop", nullptr));
    ASSERT_TRUE(element_) << "the plugin did not load";
    gst_object_ref_sink(element_.get());
  }

  std::string other_caps(GstPadDirection direction, const char* caps) const {
    const CapsHandle from(gst_caps_from_string(caps));
    auto* transform = GST_BASE_TRANSFORM(element_.get());
    const CapsHandle to(GST_BASE_TRANSFORM_GET_CLASS(transform)->transform_caps(
        transform, direction, from.get(), nullptr));
    return text_of(to.get());
  }

  /// The colorimetry of the output when downstream takes `downstream`.
  std::string colorimetry(const char* input, const char* downstream) const {
    auto* transform = GST_BASE_TRANSFORM(element_.get());
    auto* klass = GST_BASE_TRANSFORM_GET_CLASS(transform);
    const CapsHandle in(gst_caps_from_string(input));
    const CapsHandle allowed(gst_caps_from_string(downstream));
    const CapsHandle out(klass->fixate_caps(
        transform, GST_PAD_SINK, in.get(),
        klass->transform_caps(transform, GST_PAD_SINK, in.get(), allowed.get())));
    EXPECT_TRUE(gst_caps_is_fixed(out.get())) << text_of(out.get());
    const char* name =
        gst_structure_get_string(gst_caps_get_structure(out.get(), 0), "colorimetry");
    return name != nullptr ? name : "";
  }

  static std::string text_of(const GstCaps* caps) {
    return CharHandle(gst_caps_to_string(caps)).get();
  }

  ElementHandle element_;
};

TEST_F(CudaInterop, IsListedWithItsTemplates) {
  auto* klass = GST_ELEMENT_GET_CLASS(element_.get());
  EXPECT_STREQ(gst_element_class_get_metadata(klass, GST_ELEMENT_METADATA_LONGNAME),
               "OpenGL to CUDA converter");
  const struct {
    const char* pad;
    const char* accepted;
    const char* refused;
  } cases[] = {
      {"sink",
       "video/x-raw(memory:GLMemory), format=RGBA, width=1280, height=720, framerate=60/1, "
       "texture-target=2D",
       "video/x-raw, format=RGBA, width=1280, height=720, framerate=60/1"},
      {"src", "video/x-raw(memory:CUDAMemory), format=NV12, width=1280, height=720, framerate=60/1",
       "video/x-raw(memory:CUDAMemory), format=I420, width=1280, height=720, framerate=60/1"}};
  for (const auto& one : cases) {
    const PadHandle pad(gst_element_get_static_pad(element_.get(), one.pad));
    const CapsHandle templ(gst_pad_get_pad_template_caps(pad.get()));
    const CapsHandle accepted(gst_caps_from_string(one.accepted));
    const CapsHandle refused(gst_caps_from_string(one.refused));
    EXPECT_TRUE(gst_caps_can_intersect(templ.get(), accepted.get())) << text_of(templ.get());
    EXPECT_FALSE(gst_caps_can_intersect(templ.get(), refused.get())) << text_of(templ.get());
  }
}

TEST_F(CudaInterop, PropertiesBeforeAnything) {
  int device = 0;
  char* path = nullptr;
  char* name = nullptr;
  g_object_get(element_.get(), "cuda-device", &device, "path", &path, "cuda-device-name", &name,
               nullptr);
  EXPECT_EQ(device, -1);
  EXPECT_STREQ(path, "none");
  EXPECT_STREQ(name, "");
  const CharHandle path_owner(path);
  const CharHandle name_owner(name);
}

TEST_F(CudaInterop, CapsKeepSizeRateAndAspectAndDropRgbColours) {
  EXPECT_EQ(other_caps(GST_PAD_SINK,
                       "video/x-raw(memory:GLMemory), format=RGBA, width=1280, height=720, "
                       "framerate=60/1, pixel-aspect-ratio=4/3, texture-target=2D, "
                       "colorimetry=sRGB"),
            "video/x-raw(memory:CUDAMemory), width=(int)1280, height=(int)720, "
            "framerate=(fraction)60/1, pixel-aspect-ratio=(fraction)4/3, format=(string)NV12, "
            "chroma-site=(string)mpeg2, colorimetry=(string){ bt709, bt601 }; "
            "video/x-raw(memory:CUDAMemory), width=(int)1280, height=(int)720, "
            "framerate=(fraction)60/1, pixel-aspect-ratio=(fraction)4/3, format=(string)NV12, "
            "chroma-site=(string)mpeg2");
  EXPECT_EQ(other_caps(GST_PAD_SRC,
                       "video/x-raw(memory:CUDAMemory), format=NV12, width=[16,4096], height=720, "
                       "framerate=30/1, colorimetry=bt709, chroma-site=mpeg2"),
            "video/x-raw(memory:GLMemory), width=(int)[ 16, 4096 ], height=(int)720, "
            "framerate=(fraction)30/1, format=(string)RGBA, texture-target=(string)2D");
}

TEST_F(CudaInterop, OtherChromaSitesAreRefusedInNegotiation) {
  auto* transform = GST_BASE_TRANSFORM(element_.get());
  const CapsHandle in(gst_caps_from_string(
      "video/x-raw(memory:GLMemory), format=RGBA, width=64, height=64, framerate=30/1"));
  const CapsHandle jpeg(
      gst_caps_from_string("video/x-raw(memory:CUDAMemory), format=NV12, chroma-site=jpeg"));
  const CapsHandle out(GST_BASE_TRANSFORM_GET_CLASS(transform)->transform_caps(
      transform, GST_PAD_SINK, in.get(), jpeg.get()));
  EXPECT_TRUE(gst_caps_is_empty(out.get())) << text_of(out.get());
}

TEST_F(CudaInterop, ColorimetryGoesByHeightUnlessDownstreamWantsAnother) {
  const std::string hd =
      "video/x-raw(memory:GLMemory), format=RGBA, width=1280, height=720, framerate=60/1, "
      "colorimetry=sRGB";
  const std::string sd =
      "video/x-raw(memory:GLMemory), format=RGBA, width=1280, height=719, framerate=60/1, "
      "colorimetry=sRGB";
  const std::string any = "video/x-raw(memory:CUDAMemory), format=NV12";
  EXPECT_EQ(colorimetry(hd.c_str(), any.c_str()), "bt709");
  EXPECT_EQ(colorimetry(sd.c_str(), any.c_str()), "bt601");
  EXPECT_EQ(colorimetry(hd.c_str(), (any + ", colorimetry=bt601").c_str()), "bt601");
  EXPECT_EQ(colorimetry(sd.c_str(), (any + ", colorimetry=1:3:5:1").c_str()), "1:3:5:1");
  EXPECT_EQ(colorimetry(sd.c_str(), (any + ", colorimetry={bt2020, bt709, bt601}").c_str()),
            "bt601");
  EXPECT_EQ(colorimetry(sd.c_str(), (any + ", colorimetry={bt2020, 1:3:5:1}").c_str()), "1:3:5:1");
}

TEST_F(CudaInterop, ReadyWithoutADriverSaysSoOnce) {
  if (void* driver = dlopen("libcuda.so.1", RTLD_LAZY)) {
    dlclose(driver);
    GTEST_SKIP() << "this machine has an NVIDIA driver";
  }
  const BusHandle bus(gst_bus_new());
  gst_element_set_bus(element_.get(), bus.get());
  EXPECT_EQ(gst_element_set_state(element_.get(), GST_STATE_READY), GST_STATE_CHANGE_FAILURE);
  std::vector<std::string> errors;
  while (MessageHandle message{gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR)}) {
    GError* error = nullptr;
    gst_message_parse_error(message.get(), &error, nullptr);
    EXPECT_TRUE(g_error_matches(error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND));
    errors.emplace_back(error->message);
    const ErrorHandle owned(error);
  }
  EXPECT_EQ(errors, std::vector<std::string>{
                        "No NVIDIA driver: libcuda.so.1 could not be loaded. Install the NVIDIA "
                        "driver, or use glreadback instead of cudainterop."});
  gst_element_set_state(element_.get(), GST_STATE_NULL);
  gst_element_set_bus(element_.get(), nullptr);
}

}  // namespace
}  // namespace gimbal
