#include "lib/pixel/yuv_coefficients.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace gimbal {
namespace {

/// Red, green and blue of a row, exact.
struct ExactRow {
  double red;
  double green;
  double blue;
};

/// How well two weights and a scale stand for two coefficients.
struct Fit {
  int red = 0;
  int green = 0;
  int scale = 0;
  double error = 1;
};

int scale_for(double coefficient, int weight, int pixels) {
  return static_cast<int>(std::lround(coefficient / (weight * pixels) * (1 << kYuvShift)));
}

/// The best weights for magnitudes `red` and `green` whose sum (or, if their signs differ, whose
/// larger one) times 255 fits 16 bits for `pixels` of them. The scale must fit 16 bits, too.
Fit fit_red_green(double red, double green, bool same_sign, int pixels) {
  const int limit = 128 / pixels;
  Fit best;
  for (int r = 1; r <= std::min(limit, 127); ++r) {
    for (int g = 1; g <= std::min(same_sign ? limit - r : limit, 127); ++g) {
      const int scale = scale_for(red + green, r + g, pixels);
      const double unit = static_cast<double>(scale) * pixels / (1 << kYuvShift);
      const double error = std::max(std::fabs(r * unit - red), std::fabs(g * unit - green));
      if (scale <= INT16_MAX && error < best.error) {
        best = {r, g, scale, error};
      }
    }
  }
  return best;
}

YuvRow make_row(const ExactRow& exact, double base, int pixels) {
  const bool same_sign = (exact.red < 0) == (exact.green < 0);
  const Fit fit = fit_red_green(std::fabs(exact.red), std::fabs(exact.green), same_sign, pixels);
  const int blue = std::min(128 / pixels, 127);
  const auto with_sign = [](int weight, double coefficient) {
    return static_cast<std::int8_t>(coefficient < 0 ? -weight : weight);
  };
  return {with_sign(fit.red, exact.red),
          with_sign(fit.green, exact.green),
          with_sign(blue, exact.blue),
          static_cast<std::int16_t>(fit.scale),
          static_cast<std::int16_t>(scale_for(std::fabs(exact.blue), blue, pixels)),
          static_cast<std::int16_t>(std::lround((base + 0.5) * (1 << kYuvWordShift)))};
}

}  // namespace

YuvCoefficients yuv_coefficients(YuvMatrix matrix, YuvRange range) {
  const double kr = matrix == YuvMatrix::kBt709 ? 0.2126 : 0.299;
  const double kb = matrix == YuvMatrix::kBt709 ? 0.0722 : 0.114;
  const double kg = 1 - kr - kb;
  const bool limited = range == YuvRange::kLimited;
  const double luma = limited ? 219.0 / 255 : 1;
  const double u = (limited ? 224.0 / 255 : 1) / (2 * (1 - kb));
  const double v = (limited ? 224.0 / 255 : 1) / (2 * (1 - kr));
  return {make_row({luma * kr, luma * kg, luma * kb}, limited ? 16 : 0, 1),
          make_row({-u * kr, -u * kg, u * (1 - kb)}, 128, 2),
          make_row({v * (1 - kr), -v * kg, -v * kb}, 128, 2)};
}

}  // namespace gimbal
