#include "tests/resample/reference.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace gimbal::reference {

namespace {

double sinc(double x) {
  const double angle = std::numbers::pi * x;
  return std::fabs(angle) < 1e-9 ? 1.0 : std::sin(angle) / angle;
}

/// What one output sample takes along an axis: source samples and weights that add up to 1.
struct Tap {
  int index;
  double weight;
};

std::vector<Tap> taps_at(double place, int size, Kernel kernel, double spread) {
  const double reach = kernel_support(kernel) * spread;
  std::vector<Tap> taps;
  double sum = 0;
  for (int i = static_cast<int>(std::floor(place - reach));
       i <= static_cast<int>(std::ceil(place + reach)); ++i) {
    const double weight = kernel_value(kernel, (i - place) / spread);
    taps.push_back({std::clamp(i, 0, size - 1), weight});
    sum += weight;
  }
  for (Tap& tap : taps) {
    tap.weight /= sum;
  }
  return taps;
}

std::vector<std::vector<Tap>> taps_along(const Axis& axis, int size, Kernel kernel, double spread) {
  std::vector<std::vector<Tap>> taps;
  taps.reserve(axis.places.size());
  for (const double place : axis.places) {
    taps.push_back(taps_at(place, size, kernel, spread));
  }
  return taps;
}

}  // namespace

Field::Field(int w, int h, int c)
    : width(w),
      height(h),
      channels(c),
      values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) *
             static_cast<std::size_t>(c)) {}

Axis even_axis(double origin, double step, int count) {
  Axis axis;
  axis.step = step;
  for (int i = 0; i < count; ++i) {
    axis.places.push_back(origin + i * step);
  }
  return axis;
}

Axis crop_axis(double crop_origin, double crop_size, double out_origin, double out_size,
               double first_centre, double spacing, int count) {
  Axis axis;
  axis.step = crop_size / out_size;
  for (int i = 0; i < count; ++i) {
    const double edge_in_output = first_centre + i * spacing;
    const double fraction_of_crop = (edge_in_output - out_origin) / out_size;
    const double edge_in_source = crop_origin + fraction_of_crop * crop_size;
    axis.places.push_back((edge_in_source - first_centre) / spacing);
  }
  return axis;
}

double kernel_value(Kernel kernel, double x) {
  const double d = std::fabs(x);
  if (d >= kernel_support(kernel)) {
    return 0;
  }
  switch (kernel) {
    case Kernel::kTriangle:
      return 1 - d;
    case Kernel::kCatmullRom:
      return d < 1 ? 1.5 * d * d * d - 2.5 * d * d + 1 : -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2;
    case Kernel::kLanczos3:
      return sinc(d) * sinc(d / 3);
  }
  return 0;
}

double kernel_support(Kernel kernel) {
  switch (kernel) {
    case Kernel::kTriangle:
      return 1;
    case Kernel::kCatmullRom:
      return 2;
    case Kernel::kLanczos3:
      return 3;
  }
  return 0;
}

Spread antialiasing(const Axis& horizontal, const Axis& vertical) {
  return {std::max(1.0, horizontal.step), std::max(1.0, vertical.step)};
}

Field resample(const Field& source, const Axis& horizontal, const Axis& vertical, Kernel kernel,
               Spread spread) {
  const auto columns = taps_along(horizontal, source.width, kernel, spread.horizontal);
  const auto rows = taps_along(vertical, source.height, kernel, spread.vertical);
  const int width = static_cast<int>(columns.size());
  const int height = static_cast<int>(rows.size());
  Field narrow(width, source.height, source.channels);
  for (int y = 0; y < source.height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (const Tap& tap : columns[static_cast<std::size_t>(x)]) {
        for (int c = 0; c < source.channels; ++c) {
          narrow.at(x, y, c) += tap.weight * source.at(tap.index, y, c);
        }
      }
    }
  }
  Field out(width, height, source.channels);
  for (int y = 0; y < height; ++y) {
    for (const Tap& tap : rows[static_cast<std::size_t>(y)]) {
      for (int x = 0; x < width; ++x) {
        for (int c = 0; c < source.channels; ++c) {
          out.at(x, y, c) += tap.weight * narrow.at(x, tap.index, c);
        }
      }
    }
  }
  return out;
}

Field clamped(Field field, double peak) {
  for (double& value : field.values) {
    value = std::clamp(value, 0.0, peak);
  }
  return field;
}

double psnr(const Field& a, const Field& b, double peak, int skip) {
  double squares = 0;
  double count = 0;
  for (int y = skip; y < a.height - skip; ++y) {
    for (int x = skip; x < a.width - skip; ++x) {
      for (int c = 0; c < a.channels; ++c) {
        const double difference = a.at(x, y, c) - b.at(x, y, c);
        squares += difference * difference;
        ++count;
      }
    }
  }
  return squares == 0 ? std::numeric_limits<double>::infinity()
                      : 10 * std::log10(peak * peak * count / squares);
}

Shift shift_between(const Field& picture, const Field& truth) {
  // picture(x, y) = truth(x - dx, y - dy), so their difference is -dx * slope_x - dy * slope_y.
  double xx = 0;
  double xy = 0;
  double yy = 0;
  double xd = 0;
  double yd = 0;
  for (int y = 1; y < truth.height - 1; ++y) {
    for (int x = 1; x < truth.width - 1; ++x) {
      for (int c = 0; c < truth.channels; ++c) {
        const double slope_x = (truth.at(x + 1, y, c) - truth.at(x - 1, y, c)) / 2;
        const double slope_y = (truth.at(x, y + 1, c) - truth.at(x, y - 1, c)) / 2;
        const double difference = picture.at(x, y, c) - truth.at(x, y, c);
        xx += slope_x * slope_x;
        xy += slope_x * slope_y;
        yy += slope_y * slope_y;
        xd -= slope_x * difference;
        yd -= slope_y * difference;
      }
    }
  }
  const double determinant = xx * yy - xy * xy;
  return {(xd * yy - yd * xy) / determinant, (yd * xx - xd * xy) / determinant};
}

Field field_of(const std::uint8_t* data, std::ptrdiff_t stride, int width, int height,
               int channels) {
  Field field(width, height, channels);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        field.at(x, y, c) = data[y * stride + x * channels + c];
      }
    }
  }
  return field;
}

std::vector<std::uint8_t> bytes_of(const Field& field) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(field.values.size());
  for (const double value : field.values) {
    bytes.push_back(static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0))));
  }
  return bytes;
}

}  // namespace gimbal::reference
