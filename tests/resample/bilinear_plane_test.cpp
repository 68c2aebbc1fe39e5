#include "lib/resample/bilinear_plane.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <ostream>
#include <random>
#include <string>

#include "tests/resample/guarded_plane.hpp"
#include "tests/resample/pictures.hpp"
#include "tests/resample/reference.hpp"

namespace gimbal {

std::ostream& operator<<(std::ostream& out, const BilinearKernel& kernel) {
  return out << kernel.instructions;
}

namespace {

using reference::even_axis;
using reference::Field;
using Against = GuardedPlane::Against;

struct Geometry {
  int in_width = 0;
  int in_height = 0;
  int out_width = 0;
  int out_height = 0;
  AxisMap horizontal;
  AxisMap vertical;
};

std::ostream& operator<<(std::ostream& out, const Geometry& g) {
  return out << g.in_width << "x" << g.in_height << " to " << g.out_width << "x" << g.out_height
             << ", from " << g.horizontal.origin << ", " << g.vertical.origin << " in steps of "
             << g.horizontal.step << ", " << g.vertical.step;
}

void prepare(BilinearPlane& plane, const Geometry& g) {
  plane.prepare(g.horizontal, g.vertical, g.in_width, g.in_height, g.out_width, g.out_height);
}

/// `kernel`, and for rows that are too short for it the generic one.
std::vector<BilinearKernel> only(const BilinearKernel& kernel) {
  return {kernel, bilinear_kernels().back()};
}

std::vector<std::uint8_t> resampled(BilinearPlane& plane, const std::vector<std::uint8_t>& source,
                                    const Geometry& g, int channels) {
  prepare(plane, g);
  std::vector<std::uint8_t> out(static_cast<std::size_t>(g.out_width * g.out_height * channels));
  plane.run({source.data(), g.in_width * channels, g.in_width, g.in_height},
            {out.data(), g.out_width * channels, g.out_width, g.out_height}, 0, g.out_height, 0);
  return out;
}

std::vector<std::uint8_t> random_bytes(std::size_t count, std::mt19937& random) {
  std::vector<std::uint8_t> bytes(count);
  std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<std::uint8_t>(random()); });
  return bytes;
}

/// Anything that may be asked for: larger, smaller, beyond the edges, whole places, tiny planes.
Geometry any_geometry(std::mt19937& random) {
  const auto between = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  const auto size = [&] { return between(0, 3) == 0 ? between(1, 20) : between(21, 300); };
  const auto map = [&](int in, int out) {
    constexpr double kSteps[] = {1, 2, 1.5, 4, 0.5, 3, 8};
    const double step = between(0, 1) == 0
                            ? kSteps[between(0, 6)]
                            : std::exp2(std::uniform_real_distribution<double>(-4.3, 4.3)(random));
    const double room = in - out * step;
    const double origin =
        std::uniform_real_distribution<double>(-3, 3 + std::max(0.0, room))(random);
    return AxisMap{between(0, 2) == 0 ? std::floor(origin) : origin, step};
  };
  Geometry g{size(), between(1, 40), size(), between(1, 40), {}, {}};
  g.horizontal = map(g.in_width, g.out_width);
  g.vertical = map(g.in_height, g.out_height);
  return g;
}

class BilinearKernelTest : public testing::TestWithParam<BilinearKernel> {};

INSTANTIATE_TEST_SUITE_P(Bilinear, BilinearKernelTest, testing::ValuesIn(bilinear_kernels()),
                         [](const auto& test) {
                           std::string name = test.param.instructions;
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(BilinearKernelTest, SameBytesAsGenericCode) {
  std::mt19937 random(7);
  for (int channels : {1, 2, 4}) {
    BilinearPlane tested(channels, only(GetParam()));
    for (int i = 0; i < 700; ++i) {
      const Geometry g = any_geometry(random);
      BilinearPlane generic(channels, {bilinear_kernels().back()});
      const auto source =
          random_bytes(static_cast<std::size_t>(g.in_width * g.in_height * channels), random);
      ASSERT_EQ(resampled(tested, source, g, channels), resampled(generic, source, g, channels))
          << g << ", channels " << channels;
    }
  }
}

TEST_P(BilinearKernelTest, TouchesNothingBesideThePlanes) {
  constexpr std::uint8_t kMark = 0xa5;
  std::mt19937 random(11);
  for (int i = 0; i < 900; ++i) {
    const int channels = 1 << (i % 3);
    const auto against = i % 2 == 0 ? Against::kBefore : Against::kBehind;
    const Geometry g = any_geometry(random);
    const int gap = static_cast<int>(random() % 40);
    const GuardedPlane in(g.in_width * channels, g.in_height, gap, against);
    const GuardedPlane out(g.out_width * channels, g.out_height, gap, against);
    in.fill(random_bytes(static_cast<std::size_t>(g.in_width * g.in_height * channels), random));
    out.fill_gaps(kMark);
    BilinearPlane plane(channels, only(GetParam()));
    prepare(plane, g);
    plane.run(in.view(channels), out.target(channels), 0, g.out_height, 0);
    ASSERT_TRUE(out.gaps_hold(kMark)) << g;
    BilinearPlane again(channels, only(GetParam()));
    ASSERT_EQ(out.bytes(), resampled(again, in.bytes(), g, channels)) << g;
  }
}

struct Accuracy {
  double psnr = 1000;
  double shift = 0;
};

Accuracy measure(const BilinearKernel& kernel, const Field& source, const Geometry& g) {
  BilinearPlane plane(source.channels, only(kernel));
  const auto out = resampled(plane, reference::bytes_of(source), g, source.channels);
  const Field shown = reference::field_of(out.data(), g.out_width * source.channels, g.out_width,
                                          g.out_height, source.channels);
  const Field truth = reference::resample(
      source, even_axis(g.horizontal.origin, g.horizontal.step, g.out_width),
      even_axis(g.vertical.origin, g.vertical.step, g.out_height), reference::Kernel::kTriangle);
  const reference::Shift shift = reference::shift_between(shown, truth);
  return {reference::psnr(shown, truth, 255), std::hypot(shift.x, shift.y)};
}

TEST_P(BilinearKernelTest, IsCloseToTheDefinition) {
  constexpr double kLeastPsnr = 50;
  constexpr double kMostShift = 0.05;
  constexpr int kSize = 200;
  for (const int channels : {1, 2, 4}) {
    const Field noise = reference::noise(420, 410, channels);
    const Field natural = reference::natural(420, 410, channels);
    const Field waves = reference::waves(420, 410, channels, 12);
    Accuracy worst_noise;
    Accuracy worst_natural;
    for (const double step : {0.05, 0.3, 0.5, 0.97, 1.0, 1.5, 1.77, 2.0}) {
      const Geometry g{420, 410, kSize, kSize, {3.37, step}, {2.81, step}};
      const Accuracy on_noise = measure(GetParam(), noise, g);
      const Accuracy on_natural = measure(GetParam(), natural, g);
      const Accuracy on_waves = measure(GetParam(), waves, g);
      EXPECT_GE(on_noise.psnr, kLeastPsnr) << g;
      EXPECT_GE(on_natural.psnr, kLeastPsnr) << g;
      EXPECT_LE(on_waves.shift, kMostShift) << g;
      worst_noise.psnr = std::min(worst_noise.psnr, on_noise.psnr);
      worst_natural.psnr = std::min(worst_natural.psnr, on_natural.psnr);
      worst_natural.shift = std::max(worst_natural.shift, on_waves.shift);
    }
    std::printf("channels %d: PSNR at least %.1f dB on noise, %.1f natural; shift %.4f pixels\n",
                channels, worst_noise.psnr, worst_natural.psnr, worst_natural.shift);
  }
}

TEST_P(BilinearKernelTest, StepsOfManySamplesAreCloseToTheDefinition) {
  const Field source = reference::noise(2000, 700, 1);
  for (const double step : {2.01, 3.0, 4.6, 9.3, 16.0}) {
    const Geometry g{2000, 700, 120, 40, {1.21, step}, {0.63, step}};
    EXPECT_GE(measure(GetParam(), source, g).psnr, 50) << g;
  }
}

TEST(BilinearPlane, WholePlacesAreCopied) {
  std::mt19937 random(3);
  const auto source = random_bytes(std::size_t{90} * 40, random);
  BilinearPlane plane(1);
  const Geometry g{90, 40, 70, 30, {5, 1}, {4, 1}};
  const auto out = resampled(plane, source, g, 1);
  for (int y = 0; y < 30; ++y) {
    EXPECT_TRUE(std::equal(out.begin() + y * 70, out.begin() + (y + 1) * 70,
                           source.begin() + (y + 4) * 90 + 5));
  }
}

/// Tables that were kept must give what new ones give, wherever the crop went meanwhile.
TEST(BilinearPlane, ACropThatMovesShowsWhatANewOneShows) {
  std::mt19937 random(5);
  const auto source = random_bytes(std::size_t{400} * 50, random);
  const auto between = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  for (const int channels : {1, 2, 4}) {
    BilinearPlane kept(channels);
    for (int i = 0; i < 500; ++i) {
      // Mostly whole samples to the side, over the edges now and then.
      const double fraction = between(0, 9) == 0 ? 0.61 : 0.25;
      const double step = between(0, 9) == 0 ? 0.75 : 0.5;
      const Geometry g{400 / channels,
                       50,
                       160 / channels,
                       20,
                       {between(-3, 325 / channels) + fraction, step},
                       {between(0, 30) + fraction, 0.5}};
      BilinearPlane fresh(channels);
      ASSERT_EQ(resampled(kept, source, g, channels), resampled(fresh, source, g, channels))
          << i << ": " << g;
    }
  }
}

TEST(BilinearPlane, RowsMayBeDoneInAnyOrder) {
  std::mt19937 random(6);
  const Geometry g{300, 200, 150, 120, {20.3, 1.4}, {11.9, 1.4}};
  const auto source = random_bytes(std::size_t{300} * 200, random);
  BilinearPlane plane(1);
  const auto whole = resampled(plane, source, g, 1);
  std::vector<std::uint8_t> pieces(whole.size());
  for (const auto& [begin, end] : {std::pair{60, 61}, {61, 120}, {0, 1}, {1, 60}}) {
    plane.run({source.data(), 300, 300, 200}, {pieces.data(), 150, 150, 120}, begin, end, 0);
  }
  EXPECT_EQ(pieces, whole);
}

}  // namespace
}  // namespace gimbal
