// The reference itself, on what can be worked out by hand.
#include "tests/resample/reference.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/resample/pictures.hpp"

namespace gimbal::reference {
namespace {

constexpr Kernel kKernels[] = {Kernel::kTriangle, Kernel::kCatmullRom, Kernel::kLanczos3};

/// A plane that rises evenly.
Field slope(int width, int height, double per_x, double per_y) {
  Field field(width, height, 1);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      field.at(x, y) = 10 + per_x * x + per_y * y;
    }
  }
  return field;
}

TEST(Reference, WholePlacesShowTheSource) {
  const Field source = noise(20, 15, 2);
  for (const Kernel kernel : kKernels) {
    const Field out = resample(source, even_axis(3, 1, 10), even_axis(2, 1, 8), kernel);
    for (int y = 0; y < out.height; ++y) {
      for (int x = 0; x < out.width; ++x) {
        EXPECT_NEAR(out.at(x, y, 1), source.at(x + 3, y + 2, 1), 1e-9);
      }
    }
  }
}

TEST(Reference, ASlopeIsFollowed) {
  const Field source = slope(60, 60, 2, -0.1);
  const Axis axis = even_axis(20.3, 1.7, 8);
  for (const Kernel kernel : {Kernel::kTriangle, Kernel::kCatmullRom}) {
    const Field out = resample(source, axis, axis, kernel);
    EXPECT_NEAR(out.at(5, 3), 10 + 2 * (20.3 + 5 * 1.7) - 0.1 * (20.3 + 3 * 1.7), 1e-9);
  }
  // Spread, weights are samples of a triangle and no longer centred exactly.
  const Field out = resample(source, axis, axis, Kernel::kTriangle, antialiasing(axis, axis));
  EXPECT_NEAR(out.at(5, 3), 10 + 2 * (20.3 + 5 * 1.7) - 0.1 * (20.3 + 3 * 1.7), 0.2);
}

TEST(Reference, BeyondTheEdgeItRepeats) {
  const Field source = slope(4, 4, 10, 0);
  const Field out = resample(source, even_axis(-5, 1, 14), even_axis(0, 1, 1), Kernel::kTriangle);
  EXPECT_EQ(out.at(0, 0), 10);
  EXPECT_EQ(out.at(5, 0), 10);
  EXPECT_EQ(out.at(8, 0), 40);
  EXPECT_EQ(out.at(13, 0), 40);
}

TEST(Reference, SpreadSuppressesWhatTheOutputCannotHold) {
  const Field source = zone_plate(200, 200);
  const Axis axis = even_axis(1.5, 4, 50);
  const Field sharp = resample(source, axis, axis, Kernel::kTriangle);
  const Field filtered = resample(source, axis, axis, Kernel::kTriangle, antialiasing(axis, axis));
  EXPECT_GT(std::fabs(sharp.at(48, 25) - sharp.at(49, 25)), 20);
  EXPECT_LT(std::fabs(filtered.at(48, 25) - filtered.at(49, 25)), 10);
}

TEST(Reference, ChromaOnTheFirstOfTwoPixelsStaysThereWhenScaled) {
  // Twice as large: output chroma sample 1 has its centre at luma edge 2.5, shows source luma edge
  // 1.25, and that is 0.375 samples after the first sample's centre at 0.5.
  const Axis cosited = crop_axis(0, 100, 0, 200, 0.5, 2, 100);
  EXPECT_NEAR(cosited.places[1], 0.375, 1e-12);
  const Axis centred = crop_axis(0, 100, 0, 200, 1, 2, 100);
  EXPECT_NEAR(centred.places[1], 0.25, 1e-12);
}

TEST(Reference, AShiftIsMeasured) {
  const Field source = waves(120, 120, 1, 12);
  const Axis x = even_axis(5, 1, 100);
  const Axis y = even_axis(6, 1, 100);
  const Field truth = resample(source, x, y, Kernel::kLanczos3);
  const Field moved =
      resample(source, even_axis(4.9, 1, 100), even_axis(6.05, 1, 100), Kernel::kLanczos3);
  const Shift shift = shift_between(moved, truth);
  EXPECT_NEAR(shift.x, 0.1, 0.01);
  EXPECT_NEAR(shift.y, -0.05, 0.01);
}

TEST(Reference, PsnrOfOneStepEverywhere) {
  Field a = slope(10, 10, 1, 1);
  Field b = a;
  for (double& value : b.values) {
    value += 1;
  }
  EXPECT_NEAR(psnr(a, b, 255), 48.13, 0.01);
  EXPECT_TRUE(std::isinf(psnr(a, a, 255)));
}

}  // namespace
}  // namespace gimbal::reference
