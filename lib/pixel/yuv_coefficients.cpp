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

/// What a row's words are like.
struct Words {
  int fraction_bits;
  int pixels;  ///< that are added up

  /// The scale that makes of `weight` the coefficient.
  int scale(double coefficient, int weight) const {
    return static_cast<int>(std::lround(coefficient / (weight * pixels) * (1 << shift())));
  }
  double coefficient(int weight, int scale) const {
    return static_cast<double>(weight) * scale * pixels / (1 << shift());
  }
  /// A weight, or two of one sign together, of more would not fit 16 bits once weighed.
  int limit() const { return std::min(128 / pixels, 127); }

 private:
  int shift() const { return 16 + fraction_bits; }
};

/// How well two weights and a scale stand for two coefficients.
struct PairFit {
  int first = 0;
  int second = 0;
  int scale = 0;
  double error = 1;
};

/// The best for the magnitudes `first` and `second`.
PairFit fit_pair(double first, double second, bool same_sign, const Words& words) {
  const int limit = words.limit();
  PairFit best;
  for (int a = 1; a <= limit; ++a) {
    for (int b = 1; b <= (same_sign ? limit - a : limit); ++b) {
      const int scale = words.scale(first + second, a + b);
      const double error = std::max(std::fabs(words.coefficient(a, scale) - first),
                                    std::fabs(words.coefficient(b, scale) - second));
      if (scale <= INT16_MAX && error < best.error) {
        best = {a, b, scale, error};
      }
    }
  }
  return best;
}

struct Fit {
  int weight = 0;
  int scale = 0;
  double error = 1;
};

Fit fit_one(double coefficient, const Words& words) {
  Fit best;
  for (int weight = 1; weight <= words.limit(); ++weight) {
    const int scale = words.scale(coefficient, weight);
    const double error = std::fabs(words.coefficient(weight, scale) - coefficient);
    if (scale <= INT16_MAX && error < best.error) {
      best = {weight, scale, error};
    }
  }
  return best;
}

int with_sign(int weight, double coefficient) {
  return coefficient < 0 ? -weight : weight;
}

/// Blue makes up for what red and green are off, so that greys come out exactly.
YuvRow make_row(const ExactRow& exact, const Words& words) {
  const bool same_sign = (exact.red < 0) == (exact.green < 0);
  const PairFit pair = fit_pair(std::fabs(exact.red), std::fabs(exact.green), same_sign, words);
  const int red = with_sign(pair.first, exact.red);
  const int green = with_sign(pair.second, exact.green);
  const double rest =
      exact.red + exact.green + exact.blue - words.coefficient(red + green, pair.scale);
  const Fit blue = fit_one(std::fabs(rest), words);
  return {static_cast<std::int8_t>(red), static_cast<std::int8_t>(green),
          static_cast<std::int8_t>(with_sign(blue.weight, rest)),
          static_cast<std::int16_t>(pair.scale), static_cast<std::int16_t>(blue.scale)};
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
  constexpr Words kLuma{kLumaWordBits, 1};
  constexpr Words kChroma{kChromaWordBits, 2};
  return {make_row({luma * kr, luma * kg, luma * kb}, kLuma),
          make_row({-u * kr, -u * kg, u * (1 - kb)}, kChroma),
          make_row({v * (1 - kr), -v * kg, -v * kb}, kChroma),
          static_cast<std::uint8_t>(limited ? 16 : 0)};
}

}  // namespace gimbal
