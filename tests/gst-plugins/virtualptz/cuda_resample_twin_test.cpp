// The kernels' arithmetic on the CPU, against the definition in double precision. What a GPU makes
// of it is in tests/gpu.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/gst-plugins/virtualptz/cuda_twin_picture.hpp"
#include "tests/gst-plugins/virtualptz/semi_planar.hpp"
#include "tests/resample/pictures.hpp"

namespace gimbal::resample {
namespace {

using reference::Field;

constexpr double kLeastPsnr = 45;
constexpr double kMostShift = 0.05;

template <class Sample>
void expect_like_the_definition() {
  constexpr double kPeak = Stored<Sample>::kPeak;
  int shift = 0;
  for (const ResampleCase& one : resample_cases()) {
    for (const ResampleMethod method : kResampleMethods) {
      Picture<Sample> picture(one, shift++ % 5);
      const Field sources[kPlanes] = {
          reference::noise(one.in_width, one.in_height, 1, kPeak),
          reference::natural((one.in_width + 1) / 2, (one.in_height + 1) / 2, 2, kPeak)};
      for (int i = 0; i < kPlanes; ++i) {
        picture.in[i].fill(sources[i]);
      }
      run(format_for(one, method, Stored<Sample>::kUnit), one.placement, picture);
      for (int i = 0; i < kPlanes; ++i) {
        EXPECT_EQ(picture.out[i].strays(), 0) << one.name;
        const PlaneAxes axes = axes_of(one.placement, i);
        if (!has_reference(method, axes.horizontal, axes.vertical)) {
          continue;
        }
        const Field exact = reference::clamped(
            exact_picture(sources[i], method, axes.horizontal, axes.vertical), kPeak);
        const Field got = shown_part(picture.out[i].field(), one.placement, i + 1);
        EXPECT_GE(reference::psnr(got, exact, kPeak), kLeastPsnr)
            << one.name << ", method " << static_cast<int>(method) << ", plane " << i;
      }
    }
  }
}

TEST(CudaResampleTwin, Nv12IsWhatTheDefinitionSays) {
  expect_like_the_definition<std::uint8_t>();
}

TEST(CudaResampleTwin, P010IsWhatTheDefinitionSays) {
  expect_like_the_definition<std::uint16_t>();
}

TEST(CudaResampleTwin, P010HasTenBitsAndNoMore) {
  const ResampleCase& one = resample_cases()[1];
  Picture<std::uint16_t> picture(one, 0);
  picture.in[0].fill(reference::noise(one.in_width, one.in_height, 1, 1023));
  run(format_for(one, ResampleMethod::kLanczos, 64), one.placement, picture);
  for (const double value : picture.out[0].field().values) {
    ASSERT_EQ(value, std::floor(value));
    ASSERT_LE(value, 1023);
  }
}

TEST(CudaResampleTwin, NothingIsShiftedInLumaOrChroma) {
  for (const ResampleCase& one : resample_cases()) {
    if (one.placement.crop.w > 2 * one.placement.width) {
      continue;  // waves of that size do not survive
    }
    for (const ResampleMethod method : kResampleMethods) {
      Picture<std::uint8_t> picture(one, 0);
      Field sources[kPlanes];
      for (int i = 0; i < kPlanes; ++i) {
        sources[i] = reference::waves((one.in_width + i) / (i + 1), (one.in_height + i) / (i + 1),
                                      i + 1, 24);
        picture.in[i].fill(sources[i]);
      }
      run(format_for(one, method, 1), one.placement, picture);
      for (int i = 0; i < kPlanes; ++i) {
        const PlaneAxes axes = axes_of(one.placement, i);
        // Lanczos is nearest to the waves that were sampled.
        const Field truth = reference::resample(sources[i], axes.horizontal, axes.vertical,
                                                reference::Kernel::kLanczos3);
        const auto shift =
            shift_between(shown_part(picture.out[i].field(), one.placement, i + 1), truth);
        EXPECT_LE(std::fabs(shift.x), kMostShift) << one.name << " plane " << i;
        EXPECT_LE(std::fabs(shift.y), kMostShift) << one.name << " plane " << i;
      }
    }
  }
}

TEST(CudaResampleTwin, BesideThePictureIsBlack) {
  for (const ResampleCase& one : resample_cases()) {
    Picture<std::uint8_t> picture(one, 0);
    for (int i = 0; i < kPlanes; ++i) {
      picture.in[i].fill(
          reference::noise((one.in_width + i) / (i + 1), (one.in_height + i) / (i + 1), i + 1));
    }
    run(format_for(one, ResampleMethod::kBicubic, 1), one.placement, picture);
    const Placement& p = one.placement;
    for (int i = 0; i < kPlanes; ++i) {
      const int spacing = i + 1;
      const Field field = picture.out[i].field();
      for (int y = 0; y < field.height; ++y) {
        for (int x = 0; x < field.width; ++x) {
          const bool inside = x * spacing >= p.x && x * spacing < p.x + p.width &&
                              y * spacing >= p.y && y * spacing < p.y + p.height;
          if (!inside) {
            ASSERT_EQ(field.at(x, y), i == 0 ? 16 : 128) << one.name << " " << x << "," << y;
          }
        }
      }
    }
  }
}

/// Rings that the output cannot hold must fade, not turn into others.
TEST(CudaResampleTwin, AutoLeavesNoRingsThatAreNotThere) {
  const ResampleCase quarter{"a quarter", 512, 512, 128, 128, {{0, 0, 512, 512}, 0, 0, 128, 128}};
  const Field rings = reference::zone_plate(512, 512);
  const PlaneAxes axes = axes_of(quarter.placement, 0);
  const auto swing_of = [&](ResampleMethod method) {
    Picture<std::uint8_t> picture(quarter, 0);
    picture.in[0].fill(rings);
    picture.in[1].fill(Field(256, 256, 2));
    run(format_for(quarter, method, 1), quarter.placement, picture);
    const Field got = picture.out[0].field();
    double swing = 0;
    for (int x = 50; x < 78; ++x) {  // half way up: about one output pixel a ring
      swing = std::max(swing, std::fabs(got.at(x, 32) - 127.5));
    }
    return swing;
  };
  EXPECT_LE(swing_of(ResampleMethod::kAuto), 8);
  EXPECT_GE(swing_of(ResampleMethod::kBilinear), 40);
}

/// From one step to the next the picture changes by what the steps differ, not by a jump.
TEST(CudaResampleTwin, AutoZoomsThroughOneToOneWithoutAJump) {
  const Field source = reference::natural(320, 180, 1);
  const auto at_zoom = [&](double crop_width) {
    const double crop_height = crop_width * 9 / 16;
    const ResampleCase one{
        "zoom",
        320,
        180,
        160,
        90,
        {{160 - crop_width / 2, 90 - crop_height / 2, crop_width, crop_height}, 0, 0, 160, 90}};
    Picture<std::uint8_t> picture(one, 0);
    picture.in[0].fill(source);
    picture.in[1].fill(Field(160, 90, 2));
    run(format_for(one, ResampleMethod::kAuto, 1), one.placement, picture);
    return picture.out[0].field();
  };
  for (const double width : {160.0, 320.0}) {
    EXPECT_GE(reference::psnr(at_zoom(width * 0.99999), at_zoom(width * 1.00001), 255), 50)
        << width;
  }
}

}  // namespace
}  // namespace gimbal::resample
