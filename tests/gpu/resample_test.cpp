// virtualptz's resamplers on a GPU: the kernels, the shader, and a decoder's frames that stay where
// they are.
#include <gst/gl/gl.h>

#include "gst-plugins/virtualptz/gl/gl_resampler.hpp"
#include "tests/gpu/noise_shader.hpp"
#include "tests/gpu/resample_test.hpp"
#include "tests/gst-plugins/virtualptz/shown_frames.hpp"

namespace gimbal {
namespace {

TEST_F(Gpu, TheResamplingKernelsGiveTheRightPictures) {
  expect_kernels_like_the_definition();
}

reference::Field rgba_field(GstSample* sample) {
  const Picture picture(sample);
  return reference::field_of(picture.plane(0), picture.stride(0), picture.width(), picture.height(),
                             4);
}

/// The shader gets the one frame that a pipeline without it shows.
TEST_F(Gpu, TheResamplingShaderGivesTheRightPictures) {
  register_resampler_element();
  const NoiseShader shader;
  const std::string out = " ! gldownload ! video/x-raw,format=RGBA ! appsink name=out sync=false";
  for (const ResampleCase& one : resample_cases()) {
    const std::string source = frames(
        1, "width=" + std::to_string(one.in_width) + ",height=" + std::to_string(one.in_height),
        "cuda-device=0 shader-file=" + shader.path());
    TestPipeline plain(source + "identity" + out);
    const auto drawn = plain.run();
    ASSERT_EQ(drawn.size(), 1U) << plain.error();
    for (const ResampleMethod method : kResampleMethods) {
      TestPipeline pipeline(source + "testresample name=dut" + out);
      const ElementHandle dut = pipeline.element("dut");
      ResamplerSettings& settings = settings_of(dut.get());
      settings.resampler = std::make_unique<GlResampler>(GST_BASE_TRANSFORM(dut.get()));
      settings.width = one.out_width;
      settings.height = one.out_height;
      settings.placement = [&one](int) { return one.placement; };
      settings.method = [method](int) { return method; };
      const auto resampled = pipeline.run();
      ASSERT_EQ(resampled.size(), 1U) << pipeline.error();
      const PlaneAxes axes = axes_of(one.placement, 0);
      if (has_reference(method, axes.horizontal, axes.vertical)) {
        const reference::Field exact = reference::clamped(
            exact_picture(rgba_field(drawn[0].get()), method, axes.horizontal, axes.vertical), 255);
        EXPECT_GE(reference::psnr(shown_part(rgba_field(resampled[0].get()), one.placement, 1),
                                  exact, 255),
                  45)
            << one.name << ", method " << static_cast<int>(method);
      }
    }
  }
}

/// Two planes of I420 interleaved, and its luma.
SemiPlanar semi_planar_of_i420(GstSample* sample) {
  const Picture picture(sample);
  SemiPlanar result = semi_planar::empty_like(picture.info());
  for (guint c = 0; c < 3; ++c) {
    reference::Field& field = result.planes[c == 0 ? 0 : 1];
    for (int y = 0; y < field.height; ++y) {
      for (int x = 0; x < field.width; ++x) {
        field.at(x, y, c == 2 ? 1 : 0) = picture.value(c, x, y);
      }
    }
  }
  return result;
}

std::string features_on(const TestPipeline& pipeline, const char* element, const char* pad_name) {
  const ElementHandle owner = pipeline.element(element);
  const PadHandle pad(gst_element_get_static_pad(owner.get(), pad_name));
  const CapsHandle caps(gst_pad_get_current_caps(pad.get()));
  if (!caps) {
    return "no caps";
  }
  const CharHandle text(gst_caps_features_to_string(gst_caps_get_features(caps.get(), 0)));
  return text.get();
}

/// Decoders agree to the bit, so the picture is that of one in software.
TEST_F(Gpu, ADecodersFramesStayInCudaMemoryOnEveryLink) {
  if (!GstObjectHandle<GstElementFactory>(gst_element_factory_find("nvh264dec"))) {
    GTEST_SKIP() << "there is no element nvh264dec: the driver's video part is missing";
  }
  const std::string encoded =
      "videotestsrc num-buffers=8 ! video/x-raw,format=I420,width=1280,height=720,framerate=30/1 ! "
      "x264enc tune=zerolatency ! h264parse ! ";
  TestPipeline in_software(encoded + "openh264dec ! appsink name=out sync=false");
  const auto decoded = in_software.run();
  ASSERT_EQ(decoded.size(), 8U) << in_software.error();
  for (const auto& [name, method] :
       {std::pair{"auto", ResampleMethod::kAuto}, std::pair{"bilinear", ResampleMethod::kBilinear},
        std::pair{"bicubic", ResampleMethod::kBicubic},
        std::pair{"lanczos", ResampleMethod::kLanczos}}) {
    TestPipeline pipeline(encoded +
                          "nvh264dec name=dec ! virtualptz name=camera center-x=0.41 "
                          "center-y=0.57 zoom=2.3 width=640 height=360 method=" +
                          name + " ! appsink name=out sync=false");
    const CropRecorder recorder(pipeline);
    const auto samples = pipeline.run();
    ASSERT_EQ(samples.size(), decoded.size()) << pipeline.error();
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const ResampleCase shown{"decoded", 1280, 720,
                               640,       360,  {recorder.crops()[i], 0, 0, 640, 360}};
      expect_resampled(semi_planar_of_i420(decoded[i].get()), semi_planar_of(samples[i].get()),
                       shown, method);
    }
    for (const auto& [element, pad] : {std::pair{"dec", "src"}, std::pair{"camera", "sink"},
                                       std::pair{"camera", "src"}, std::pair{"out", "sink"}}) {
      EXPECT_EQ(features_on(pipeline, element, pad), "memory:CUDAMemory") << element << "." << pad;
    }
  }
}

}  // namespace
}  // namespace gimbal
