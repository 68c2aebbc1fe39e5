// The resampler for OpenGL textures in real pipelines, drawn by whatever OpenGL is here (Mesa in
// software on a machine without a GPU), against the definition in double precision.
#include "gst-plugins/virtualptz/gl/gl_resampler.hpp"

#include <gst/app/gstappsrc.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/gst-plugins/pipeline_fixture.hpp"
#include "tests/gst-plugins/virtualptz/resample_cases.hpp"
#include "tests/gst-plugins/virtualptz/resampler_element.hpp"
#include "tests/resample/pictures.hpp"

namespace gimbal {
namespace {

using reference::Field;

constexpr double kLeastPsnr = 45;
constexpr double kMostShift = 0.05;
constexpr int kChannels = 4;

/// A buffer in system memory.
BufferHandle buffer_of(const Field& field) {
  const auto bytes = reference::bytes_of(field);
  BufferHandle buffer(gst_buffer_new_allocate(nullptr, bytes.size(), nullptr));
  gst_buffer_fill(buffer.get(), 0, bytes.data(), bytes.size());
  return buffer;
}

std::string rgba_caps(int width, int height) {
  return "video/x-raw,format=RGBA,framerate=30/1,width=" + std::to_string(width) +
         ",height=" + std::to_string(height);
}

Field field_of_sample(GstSample* sample) {
  const Picture picture(sample);
  return reference::field_of(picture.plane(0), picture.stride(0), picture.width(), picture.height(),
                             kChannels);
}

class GlResampling : public testing::Test {
 protected:
  void SetUp() override {
    gst_init(nullptr, nullptr);
    register_resampler_element();
  }

  /// Resamples `source` once with each method.
  static std::vector<Field> resample(const ResampleCase& one, const Field& source) {
    TestPipeline pipeline("appsrc name=src format=time caps=\"" +
                          rgba_caps(one.in_width, one.in_height) +
                          "\" ! glupload ! testresample name=dut ! gldownload ! "
                          "video/x-raw,format=RGBA ! appsink name=out sync=false");
    set_up(pipeline, one);
    pipeline.play();
    const ElementHandle src = pipeline.element("src");
    for (std::size_t i = 0; i < std::size(kResampleMethods); ++i) {
      gst_app_src_push_buffer(GST_APP_SRC(src.get()), buffer_of(source).release());
    }
    gst_app_src_end_of_stream(GST_APP_SRC(src.get()));
    std::vector<Field> pictures;
    while (const SampleHandle sample = pipeline.pull()) {
      pictures.push_back(field_of_sample(sample.get()));
    }
    EXPECT_EQ(pipeline.error(), "");
    EXPECT_EQ(pictures.size(), std::size(kResampleMethods));
    return pictures;
  }

  /// Frame i is resampled with method i.
  static void set_up(const TestPipeline& pipeline, const ResampleCase& one) {
    const ElementHandle dut = pipeline.element("dut");
    ResamplerSettings& settings = settings_of(dut.get());
    settings.resampler = std::make_unique<GlResampler>(GST_BASE_TRANSFORM(dut.get()));
    settings.width = one.out_width;
    settings.height = one.out_height;
    settings.placement = [placement = one.placement](int) { return placement; };
    settings.method = [](int number) {
      return kResampleMethods[static_cast<std::size_t>(number) % std::size(kResampleMethods)];
    };
  }
};

Field shown_part(const Field& field, const Placement& p) {
  Field part(p.width, p.height, field.channels);
  for (int y = 0; y < p.height; ++y) {
    for (int x = 0; x < p.width; ++x) {
      for (int c = 0; c < field.channels; ++c) {
        part.at(x, y, c) = field.at(p.x + x, p.y + y, c);
      }
    }
  }
  return part;
}

struct Axes {
  explicit Axes(const Placement& p)
      : horizontal(shown_axis(p.crop.x, p.crop.w, p.x, p.width, 0.5, 1)),
        vertical(shown_axis(p.crop.y, p.crop.h, p.y, p.height, 0.5, 1)) {}
  reference::Axis horizontal;
  reference::Axis vertical;
};

TEST_F(GlResampling, PicturesAreWhatTheDefinitionSays) {
  for (const ResampleCase& one : resample_cases()) {
    const Field source = reference::noise(one.in_width, one.in_height, kChannels);
    const auto pictures = resample(one, source);
    const Axes axes(one.placement);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      const ResampleMethod method = kResampleMethods[i];
      if (!has_reference(method, axes.horizontal, axes.vertical)) {
        continue;
      }
      const Field exact =
          reference::clamped(exact_picture(source, method, axes.horizontal, axes.vertical), 255);
      EXPECT_GE(reference::psnr(shown_part(pictures[i], one.placement), exact, 255), kLeastPsnr)
          << one.name << ", method " << static_cast<int>(method);
    }
  }
}

TEST_F(GlResampling, NothingIsShifted) {
  for (const ResampleCase& one : resample_cases()) {
    if (one.placement.crop.w > 2 * one.placement.width) {
      continue;  // waves of that size do not survive
    }
    const Field source = reference::waves(one.in_width, one.in_height, kChannels, 24);
    const Axes axes(one.placement);
    const Field truth =
        reference::resample(source, axes.horizontal, axes.vertical, reference::Kernel::kLanczos3);
    for (const Field& picture : resample(one, source)) {
      const auto shift = shift_between(shown_part(picture, one.placement), truth);
      EXPECT_LE(std::fabs(shift.x), kMostShift) << one.name;
      EXPECT_LE(std::fabs(shift.y), kMostShift) << one.name;
    }
  }
}

TEST_F(GlResampling, BesideThePictureIsBlack) {
  for (const ResampleCase& one : resample_cases()) {
    const Placement& p = one.placement;
    if (p.width == one.out_width && p.height == one.out_height) {
      continue;
    }
    const Field source = reference::noise(one.in_width, one.in_height, kChannels);
    for (const Field& picture : resample(one, source)) {
      for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
          if (x < p.x || x >= p.x + p.width || y < p.y || y >= p.y + p.height) {
            ASSERT_EQ(picture.at(x, y, 1), 0) << one.name;
            ASSERT_EQ(picture.at(x, y, 3), 255) << one.name;
          }
        }
      }
    }
  }
}

/// Rings that the output cannot hold must fade, not turn into others.
TEST_F(GlResampling, AutoLeavesNoRingsThatAreNotThere) {
  const ResampleCase quarter{"a quarter", 512, 512, 128, 128, {{0, 0, 512, 512}, 0, 0, 128, 128}};
  const Field rings = reference::zone_plate(512, 512);
  Field source(512, 512, kChannels);
  for (int y = 0; y < 512; ++y) {
    for (int x = 0; x < 512; ++x) {
      for (int c = 0; c < kChannels; ++c) {
        source.at(x, y, c) = rings.at(x, y);
      }
    }
  }
  const auto pictures = resample(quarter, source);
  ASSERT_EQ(pictures.size(), std::size(kResampleMethods));
  const auto swing_of = [](const Field& picture) {
    double swing = 0;
    for (int x = 50; x < 78; ++x) {  // half way up: about one output pixel a ring
      swing = std::max(swing, std::fabs(picture.at(x, 32) - 127.5));
    }
    return swing;
  };
  EXPECT_LE(swing_of(pictures[0]), 8) << "auto";
  EXPECT_GE(swing_of(pictures[1]), 40) << "bilinear";
}

/// Stock elements behind it take its textures; eglsrc's device display is theirs as well.
TEST_F(GlResampling, StandsBetweenElementsThatDraw) {
  if (g_getenv("GST_GL_API") != nullptr &&
      g_str_has_prefix(g_getenv("GST_GL_API"), "gles") != FALSE) {
    GTEST_SKIP() << "eglsrc draws with desktop OpenGL only";
  }
  const ResampleCase one{"all", 320, 180, 160, 90, {{0, 0, 320, 180}, 0, 0, 160, 90}};
  TestPipeline pipeline(
      "eglsrc is-live=false num-buffers=8 ! video/x-raw(memory:GLMemory),framerate=30/1,"
      "width=320,height=180 ! testresample name=dut ! queue ! glcolorconvert ! "
      "video/x-raw(memory:GLMemory),format=RGBA ! gldownload ! video/x-raw,format=RGBA ! "
      "appsink name=out sync=false");
  set_up(pipeline, one);
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 8U) << pipeline.error();
  const Picture picture(samples.back().get());
  EXPECT_EQ(picture.width(), 160);
  EXPECT_EQ(picture.height(), 90);
  // Eight frames of still bars: the same with each method, but at their edges.
  const Field first = field_of_sample(samples.front().get());
  const Field last = field_of_sample(samples[7].get());
  EXPECT_EQ(first.at(8, 8, 0), last.at(8, 8, 0));
}

TEST_F(GlResampling, NewSizesInMidStreamNeedNoRestart) {
  TestPipeline pipeline(
      "videotestsrc num-buffers=12 ! capsfilter name=filter caps=\"" + rgba_caps(320, 180) +
      "\" ! glupload ! testresample name=dut ! gldownload ! video/x-raw,format=RGBA ! appsink "
      "name=out sync=false max-buffers=1");
  set_up(pipeline, {"all", 320, 180, 160, 90, {{0, 0, 160, 90}, 0, 0, 160, 90}});
  pipeline.play();
  int count = 0;
  for (; const SampleHandle sample = pipeline.pull(); ++count) {
    if (count == 2) {
      const CapsHandle caps(gst_caps_from_string(rgba_caps(400, 300).c_str()));
      g_object_set(pipeline.element("filter").get(), "caps", caps.get(), nullptr);
    }
  }
  EXPECT_EQ(count, 12);
  EXPECT_EQ(pipeline.error(), "");
}

TEST_F(GlResampling, OtherTexturesAreRefusedWithWhatToDo) {
  GlResampler resampler(nullptr);
  const auto refusal = [&resampler](const char* text) {
    const CapsHandle caps(gst_caps_from_string(text));
    ResampleSetup setup;
    setup.in_caps = setup.out_caps = caps.get();
    gst_video_info_from_caps(&setup.in_info, caps.get());
    setup.out_info = setup.in_info;
    return resampler.configure(setup);
  };
  EXPECT_EQ(refusal("video/x-raw(memory:GLMemory),format=RGBA,width=64,height=64,"
                    "texture-target=external-oes"),
            "virtualptz takes 2D textures only. Put \"glcolorconvert\" in front.");
  EXPECT_EQ(refusal("video/x-raw(memory:GLMemory),format=NV12,width=64,height=64"),
            "virtualptz takes RGBA in OpenGL textures. Put \"glcolorconvert\" in front.");
}

}  // namespace
}  // namespace gimbal
