#include "lib/pixel/bilinear_crop.hpp"

#include <algorithm>
#include <cmath>

namespace gimbal {

namespace {

constexpr int kWeightOne = 256;

}  // namespace

void BilinearCrop::fill_taps(std::vector<Tap>& taps, int source_size, int output_size,
                             double origin, double scale, SampleGrid grid) {
  taps.resize(static_cast<std::size_t>(output_size));
  for (int i = 0; i < output_size; ++i) {
    // Output sample -> edge coordinate in output luma -> in source luma -> index of source sample.
    const double luma = origin + (grid.center + i * grid.step) * scale;
    const double at = (luma - grid.center) / grid.step;
    const double clamped = std::clamp(at, 0.0, source_size - 1.0);
    const long fixed = std::lround(clamped * kWeightOne);
    Tap& tap = taps[static_cast<std::size_t>(i)];
    tap.first = static_cast<int>(fixed / kWeightOne);
    tap.second = std::min(tap.first + 1, source_size - 1);
    tap.weight = static_cast<unsigned>(fixed % kWeightOne);
  }
}

void BilinearCrop::blend_rows(const Plane& source, const Tap& tap, int begin, int end) {
  const std::uint8_t* upper = source.row(tap.first) + begin * channels_;
  const std::uint8_t* lower = source.row(tap.second) + begin * channels_;
  const auto count = static_cast<std::size_t>((end - begin) * channels_);
  const unsigned low = tap.weight;
  const unsigned high = kWeightOne - low;
  std::uint16_t* out = blended_.data();
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = static_cast<std::uint16_t>(upper[i] * high + lower[i] * low);
  }
}

void BilinearCrop::sample_row(std::uint8_t* output, int begin) const {
  constexpr unsigned kRound = 1U << 15;
  for (const Tap& tap : columns_) {
    const std::uint16_t* left = blended_.data() + (tap.first - begin) * channels_;
    const std::uint16_t* right = blended_.data() + (tap.second - begin) * channels_;
    for (int c = 0; c < channels_; ++c) {
      const unsigned sum = left[c] * (kWeightOne - tap.weight) + right[c] * tap.weight;
      *output++ = static_cast<std::uint8_t>((sum + kRound) >> 16);
    }
  }
}

void BilinearCrop::run(const Plane& source, const MutablePlane& output, const CropRect& crop,
                       int luma_width, int luma_height, SampleGrid horizontal,
                       SampleGrid vertical) {
  fill_taps(columns_, source.width, output.width, crop.x, crop.w / luma_width, horizontal);
  fill_taps(rows_, source.height, output.height, crop.y, crop.h / luma_height, vertical);
  const int begin = columns_.front().first;
  const int end = columns_.back().second + 1;
  blended_.resize(static_cast<std::size_t>((end - begin) * channels_));
  for (int y = 0; y < output.height; ++y) {
    blend_rows(source, rows_[static_cast<std::size_t>(y)], begin, end);
    sample_row(output.row(y), begin);
  }
}

}  // namespace gimbal
