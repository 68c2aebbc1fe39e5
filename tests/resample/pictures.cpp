#include "tests/resample/pictures.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace gimbal::reference {

namespace {

double smooth(double t) {
  return t * t * (3 - 2 * t);
}

/// Adds noise that changes from one grid point to the next, `cell` samples apart.
void add_octave(Field& field, int cell, double amplitude, std::mt19937& random) {
  const int columns = field.width / cell + 2;
  const int rows = field.height / cell + 2;
  std::uniform_real_distribution<double> value(-amplitude, amplitude);
  for (int c = 0; c < field.channels; ++c) {
    Field grid(columns, rows, 1);
    std::generate(grid.values.begin(), grid.values.end(), [&] { return value(random); });
    for (int y = 0; y < field.height; ++y) {
      const double v = smooth(static_cast<double>(y % cell) / cell);
      for (int x = 0; x < field.width; ++x) {
        const double u = smooth(static_cast<double>(x % cell) / cell);
        const int i = x / cell;
        const int j = y / cell;
        field.at(x, y, c) += (grid.at(i, j) * (1 - u) + grid.at(i + 1, j) * u) * (1 - v) +
                             (grid.at(i, j + 1) * (1 - u) + grid.at(i + 1, j + 1) * u) * v;
      }
    }
  }
}

void add_edges(Field& field, double amplitude, std::mt19937& random) {
  std::uniform_int_distribution<int> column(0, field.width - 1);
  std::uniform_int_distribution<int> row(0, field.height - 1);
  std::uniform_real_distribution<double> value(-amplitude, amplitude);
  for (int edge = 0; edge < 8; ++edge) {
    const auto [left, right] = std::minmax({column(random), column(random)});
    const auto [top, bottom] = std::minmax({row(random), row(random)});
    for (int c = 0; c < field.channels; ++c) {
      const double step = value(random);
      for (int y = top; y <= bottom; ++y) {
        for (int x = left; x <= right; ++x) {
          field.at(x, y, c) += step;
        }
      }
    }
  }
}

Field whole(Field field, double peak) {
  for (double& value : field.values) {
    value = std::round(std::clamp(value, 0.0, peak));
  }
  return field;
}

}  // namespace

Field noise(int width, int height, int channels, double peak, unsigned seed) {
  Field field(width, height, channels);
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> value(0, static_cast<int>(peak));
  std::generate(field.values.begin(), field.values.end(), [&] { return value(random); });
  return field;
}

Field natural(int width, int height, int channels, double peak, unsigned seed) {
  Field field(width, height, channels);
  std::mt19937 random(seed);
  std::fill(field.values.begin(), field.values.end(), peak / 2);
  for (int cell = 64; cell >= 1; cell /= 2) {
    add_octave(field, cell, peak * 0.25 * std::sqrt(cell / 64.0), random);
  }
  add_edges(field, peak / 4, random);
  return whole(field, peak);
}

Field waves(int width, int height, int channels, double wavelength, double peak) {
  const double k = 2 * std::numbers::pi / wavelength;
  Field field(width, height, channels);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        const double value = std::sin(k * x + c) * std::cos(0.7 * k * y) +
                             0.8 * std::sin(0.45 * k * (x + 1.9 * y) + 2 * c);
        field.at(x, y, c) = peak * (0.5 + 0.25 * value);
      }
    }
  }
  return whole(field, peak);
}

Field zone_plate(int width, int height, double peak) {
  Field field(width, height, 1);
  const double radius = std::min(width, height) / 2.0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double dx = x - (width - 1) / 2.0;
      const double dy = y - (height - 1) / 2.0;
      // The phase's slope at the radius is 0.9 pi a sample: just below what samples can hold.
      const double phase = 0.45 * std::numbers::pi * (dx * dx + dy * dy) / radius;
      field.at(x, y) = peak * (0.5 + 0.5 * std::cos(phase));
    }
  }
  return whole(field, peak);
}

}  // namespace gimbal::reference
