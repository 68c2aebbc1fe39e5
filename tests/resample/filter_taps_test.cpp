#include "lib/resample/filter_taps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "lib/resample/tap_blocks.hpp"

namespace gimbal {
namespace {

constexpr ResampleMethod kMethods[] = {ResampleMethod::kAuto, ResampleMethod::kBilinear,
                                       ResampleMethod::kBicubic, ResampleMethod::kLanczos};
constexpr double kSteps[] = {0.1, 0.5, 0.97, 1, 1.02, 1.5, 1.99, 2, 2.2, 3, 3.7, 6.4};
constexpr int kOne = 16384;
constexpr int kSize = 500;

/// Where the weights of output sample `i` balance.
double centre(const FilterTaps& taps, int i) {
  double sum = 0;
  for (int t = 0; t < taps.taps(); ++t) {
    sum += (taps.first(i) + t) * static_cast<double>(taps.weights(i)[t]);
  }
  return sum / taps.one();
}

TEST(FilterTaps, WeightsAddUpToExactlyOne) {
  for (const ResampleMethod method : kMethods) {
    for (const int one : {kSignedOne, 256, kOne}) {
      for (const double step : kSteps) {
        FilterTaps taps(method, one);
        taps.prepare({0.123, step}, kSize, 70);
        for (int i = 0; i < taps.count(); ++i) {
          int sum = 0;
          for (int t = 0; t < taps.taps(); ++t) {
            sum += taps.weights(i)[t];
          }
          ASSERT_EQ(sum, one) << "step " << step << ", sample " << i;
        }
      }
    }
  }
}

TEST(FilterTaps, FollowTheShapeAtTheirPlace) {
  for (const ResampleMethod method : kMethods) {
    for (const double step : kSteps) {
      const AxisMap map{20.3, step};
      FilterTaps taps(method, kOne);
      taps.prepare(map, kSize, 70);
      const FilterShape shape(method, step);
      for (int i = 0; i < taps.count(); ++i) {
        double sum = 0;
        for (int k = -40; k <= 40; ++k) {
          sum += shape.at(std::floor(map.at(i)) + k - map.at(i));
        }
        for (int t = 0; t < taps.taps(); ++t) {
          const double exact = shape.at(taps.first(i) + t - map.at(i)) / sum;
          // The shape is no steeper than 1.4 a sample, places are right to 1/1024.
          ASSERT_NEAR(taps.weights(i)[t] / double{kOne}, exact, 1.5e-3)
              << "step " << step << ", sample " << i << ", tap " << t;
        }
      }
    }
  }
}

TEST(FilterTaps, BalanceWhereTheOutputSampleLies) {
  for (const ResampleMethod method : kMethods) {
    for (const double step : {0.5, 1.0, 1.5, 2.0, 3.0, 4.0}) {
      const AxisMap map{20.3, step};
      // The least exact weights where they are used: auto, much smaller.
      const bool bytes = method == ResampleMethod::kAuto && step > 2;
      FilterTaps taps(method, bytes ? 256 : kSignedOne);
      taps.prepare(map, kSize, 70);
      for (int i = 0; i < taps.count(); ++i) {
        ASSERT_NEAR(centre(taps, i), map.at(i), 0.035 * std::max(1.0, step))
            << "step " << step << ", sample " << i;
      }
    }
  }
}

TEST(FilterTaps, AutoIsSharpWhereThePictureGetsLargerAndWideWhereItGetsSmaller) {
  for (const double x : {0.0, 0.3, 1.2, 1.7}) {
    EXPECT_EQ(FilterShape(ResampleMethod::kAuto, 0.5).at(x),
              FilterShape(ResampleMethod::kBicubic, 0.5).at(x));
    EXPECT_EQ(FilterShape(ResampleMethod::kAuto, 3).at(x), 1 - x / 3);
  }
  EXPECT_EQ(FilterShape(ResampleMethod::kAuto, 3).radius(), 3);
  EXPECT_EQ(FilterShape(ResampleMethod::kBilinear, 3).radius(), 1);
  EXPECT_EQ(FilterShape(ResampleMethod::kLanczos, 2).radius(), 6);
}

TEST(FilterTaps, AutoChangesLittleFromOneStepToTheNext) {
  // A zoom in over two octaves, at a thousandth a frame: no weight jumps.
  constexpr double kGrowth = 1.001;
  for (double step = 0.7; step < 2.8; step *= kGrowth) {
    FilterTaps before(ResampleMethod::kAuto, kOne);
    FilterTaps after(ResampleMethod::kAuto, kOne);
    before.prepare({20.37, step}, kSize, 1);
    after.prepare({20.37, step * kGrowth}, kSize, 1);
    for (int sample = 8; sample < 34; ++sample) {
      const auto weight = [sample](const FilterTaps& taps) {
        const int t = sample - taps.first(0);
        return t < 0 || t >= taps.taps() ? 0.0 : taps.weights(0)[t] / double{kOne};
      };
      ASSERT_NEAR(weight(before), weight(after), 0.004) << "step " << step;
    }
  }
}

TEST(FilterTaps, AreKeptWhileTheMapAllows) {
  FilterTaps taps(ResampleMethod::kBicubic, kOne);
  EXPECT_EQ(taps.prepare({10.25, 1.5}, kSize, 100), TapsChange::kReplaced);
  const int first = taps.first(7);
  const std::int16_t weight = taps.weights(7)[1];
  EXPECT_EQ(taps.prepare({10.25, 1.5}, kSize, 100), TapsChange::kNone);
  EXPECT_EQ(taps.prepare({13.25, 1.5}, kSize, 100), TapsChange::kMoved);
  EXPECT_EQ(taps.first(7), first + 3);
  EXPECT_EQ(taps.weights(7)[1], weight);
  EXPECT_EQ(taps.prepare({5.25, 1.5}, kSize, 100), TapsChange::kMoved);
  EXPECT_EQ(taps.moved(), -5);
  EXPECT_EQ(taps.first(7), first - 5);
  EXPECT_EQ(taps.prepare({5.5, 1.5}, kSize, 100), TapsChange::kReplaced);
  EXPECT_EQ(taps.moved(), 0);
  EXPECT_EQ(taps.prepare({5.5, 1.25}, kSize, 100), TapsChange::kReplaced);
  EXPECT_EQ(taps.prepare({5.5, 1.25}, kSize + 1, 100), TapsChange::kReplaced);
  EXPECT_EQ(taps.prepare({5.5, 1.25}, kSize + 1, 99), TapsChange::kReplaced);
}

TEST(FilterTaps, StayNearTheSourceHoweverFarTheMapGoes) {
  for (const double origin : {-1e6, -700.5, 700.5, 1e6}) {
    FilterTaps taps(ResampleMethod::kLanczos, kOne);
    taps.prepare({origin, 2}, kSize, 100);
    for (int i = 0; i < 100; ++i) {
      EXPECT_GE(taps.first(i), -2 * taps.taps());
      EXPECT_LE(taps.first(i), kSize + taps.taps());
    }
  }
}

TEST(FilterTaps, OfColumnFirstFiltersFitItsBytes) {
  // What the kernel relies on: no weight above 127 of 256, no two half the taps apart above 128.
  for (double step = 2.2; step < 9; step += 0.013) {
    FilterTaps taps(ResampleMethod::kAuto, 256);
    taps.prepare({0.1, step}, 20000, 512);
    const int half = taps.taps() / 2;
    for (int i = 0; i < taps.count(); ++i) {
      for (int t = 0; t < half; ++t) {
        const int a = taps.weights(i)[t];
        const int b = taps.weights(i)[t + half];
        ASSERT_TRUE(a >= 0 && a < 128 && b >= 0 && b < 128 && a + b <= 128) << step;
      }
    }
  }
}

TEST(FilterTaps, OfRowFirstFiltersFitItsSums) {
  // What the kernel relies on: no two taps of a pair above 128, and all of them with the brightest
  // bytes within 16 bits.
  for (const ResampleMethod method : kMethods) {
    for (double step = 0.987; step < 5; step += 0.013) {
      FilterTaps taps(method, kSignedOne);
      taps.prepare({0.1, step}, 20000, 512);
      for (int i = 0; i < taps.count(); ++i) {
        int positive = 0;
        int negative = 0;
        for (int t = 0; t < taps.taps(); t += 2) {
          const int a = taps.weights(i)[t];
          const int b = taps.weights(i)[t + 1];
          const int pair = std::max(a, 0) + std::max(b, 0);
          ASSERT_LE(pair, 128) << step;
          ASSERT_GE(std::min(a, b), -128) << step;
          positive += pair;
          negative += std::min(a, 0) + std::min(b, 0);
        }
        ASSERT_LE(255 * positive, 32767) << step;
        ASSERT_GE(255 * negative, -32768) << step;
      }
    }
  }
}

}  // namespace
}  // namespace gimbal
