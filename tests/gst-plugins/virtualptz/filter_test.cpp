// The weights of shader and kernel are those of resampling in system memory.
#include "gst-plugins/virtualptz/filter.h"

#include <gtest/gtest.h>

#include <vector>

#include "lib/resample/filter_taps.hpp"

namespace gimbal {
namespace {

constexpr ResampleMethod kMethods[] = {ResampleMethod::kAuto, ResampleMethod::kBilinear,
                                       ResampleMethod::kBicubic, ResampleMethod::kLanczos};

TEST(Filter, WeighsAsInSystemMemory) {
  for (const ResampleMethod method : kMethods) {
    for (const double step : {0.1, 0.999, 1.0, 1.001, 1.3, 1.999, 2.0, 2.5, 3.77, 16.0}) {
      const Filter filter = filter_for(method, step);
      const FilterShape shape(method, step);
      for (double place = -1; place < 2; place += 0.0625 + 1e-3) {
        std::vector<float> weights(static_cast<std::size_t>(filter.taps));
        const int first = weigh_taps(filter, place, weights.data(), 1);
        // All that can weigh anything, and more.
        const int reach = static_cast<int>(shape.radius()) + 2;
        double sum = 0;
        for (int i = -reach; i <= reach; ++i) {
          sum += shape.at(std::floor(place) + i - place);
        }
        double seen = 0;
        for (int i = 0; i < filter.taps; ++i) {
          const double expected = shape.at(first + i - place) / sum;
          EXPECT_NEAR(weights[static_cast<std::size_t>(i)], expected, 2e-5)
              << "method " << static_cast<int>(method) << " step " << step << " place " << place;
          seen += expected;
        }
        EXPECT_NEAR(seen, 1, 1e-6) << "no tap is missing";
      }
    }
  }
}

TEST(Filter, WeightsMayLieApart) {
  const Filter filter = filter_for(ResampleMethod::kBicubic, 1);
  std::vector<float> together(4);
  std::vector<float> apart(12);
  EXPECT_EQ(weigh_taps(filter, 7.3, together.data(), 1), weigh_taps(filter, 7.3, apart.data(), 3));
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(apart[3 * i], together[i]);
  }
}

}  // namespace
}  // namespace gimbal
