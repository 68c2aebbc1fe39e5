#include "lib/resample/filter_bank.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

constexpr ResampleMethod kMethods[] = {ResampleMethod::kAuto, ResampleMethod::kBilinear,
                                       ResampleMethod::kBicubic, ResampleMethod::kLanczos};

TEST(FilterBank, IsKeptWhereThePictureGetsLarger) {
  for (const ResampleMethod method : kMethods) {
    FilterBank bank(method, 100);
    for (const double step : {0.5, 0.501, 0.9, 1.0, 0.06}) {
      EXPECT_FALSE(bank.set_step(step)) << static_cast<int>(method) << ", step " << step;
    }
    // Two samples weigh the same at any step: kBilinear does not widen.
    const bool widens = method != ResampleMethod::kBilinear;
    EXPECT_EQ(bank.set_step(1.3), widens);
    EXPECT_FALSE(bank.set_step(1.3));
    EXPECT_EQ(bank.set_step(1.301), widens);
    EXPECT_EQ(bank.set_step(0.7), widens);
  }
}

TEST(FilterBank, PhasesBeforeASampleMirrorThoseBehindOne) {
  for (const ResampleMethod method : kMethods) {
    for (const double step : {0.5, 1.4, 2.7}) {
      FilterBank bank(method, 100);
      bank.set_step(step);
      for (int phase = 1; phase < FilterBank::kPhases; ++phase) {
        const int mirrored = FilterBank::kPhases - phase;
        bank.fill(phase);
        bank.fill(mirrored);
        for (int i = 0; i < bank.taps(); ++i) {
          ASSERT_EQ(bank.weights(phase)[i], bank.weights(mirrored)[bank.taps() - 1 - i])
              << static_cast<int>(method) << ", step " << step << ", phase " << phase;
        }
      }
    }
  }
}

TEST(FilterBank, WhatWasFilledForAnotherShapeIsNotTakenForThisOne) {
  FilterBank used(ResampleMethod::kAuto, 100);
  for (const double step : {0.8, 2.4, 1.5}) {
    FilterBank fresh(ResampleMethod::kAuto, 100);
    used.set_step(step);
    fresh.set_step(step);
    ASSERT_EQ(used.taps(), fresh.taps());
    for (const int phase : {0, 17, 256, 300}) {
      used.fill(phase);
      fresh.fill(phase);
      for (int i = 0; i < used.taps(); ++i) {
        EXPECT_EQ(used.weights(phase)[i], fresh.weights(phase)[i]) << step << ", phase " << phase;
      }
    }
  }
}

}  // namespace
}  // namespace gimbal
