#include "lib/resample/bilinear_columns.hpp"

#include <algorithm>

namespace gimbal {

namespace {

constexpr int kPlaceShift = 32 - kWeightBits;
constexpr std::int64_t kPlaceHalf = std::int64_t{1} << (kPlaceShift - 1);
constexpr int kFractionMask = (1 << kWeightBits) - 1;
constexpr int kMostWindows = 8;
constexpr int kLineBytes = 64;

/// Both weights of a pair. 128 does not fit: where the fraction is 0 both bytes are the same one.
struct Weights {
  std::int8_t first;
  std::int8_t second;
};

constexpr std::array<Weights, kFractionMask + 1> make_weights() {
  std::array<Weights, kFractionMask + 1> weights{};
  weights[0] = {64, 64};
  for (int fraction = 1; fraction <= kFractionMask; ++fraction) {
    weights[static_cast<std::size_t>(fraction)] = {
        static_cast<std::int8_t>(kFractionMask + 1 - fraction), static_cast<std::int8_t>(fraction)};
  }
  return weights;
}

constexpr std::array<Weights, kFractionMask + 1> kWeights = make_weights();

std::size_t lines_for(std::size_t bytes) {
  return (bytes + kLineBytes - 1) / kLineBytes;
}

}  // namespace

int BilinearColumnTables::windows_for(const KernelShape& shape, int channels, std::int64_t step) {
  for (int windows = 1; windows <= kMostWindows && windows * channels <= shape.unit; windows *= 2) {
    // From the first sample's byte to the last one's neighbour, wherever the first one lies.
    const std::int64_t steps = shape.unit / windows / channels - 1;
    const std::int64_t apart = (steps * step + (std::int64_t{1} << 32) - 1) >> 32;
    if ((apart + 2) * channels <= shape.window || shape.unit == 1) {
      return windows;
    }
  }
  return shape.unit == 1 ? 1 : 0;
}

void BilinearColumnTables::resize() {
  const auto units = static_cast<std::size_t>(blocks_ * shape_.halves * shape_.lanes);
  const auto windows = static_cast<std::size_t>(windows_);
  const auto unit_bytes = static_cast<std::size_t>(2 * shape_.unit);
  places_.resize(static_cast<std::size_t>(out_width_));
  outputs_.resize(static_cast<std::size_t>(blocks_));
  bases_.resize(units * windows);
  pairs_.resize(lines_for(units * windows * unit_bytes));
  weights_.resize(lines_for(units * unit_bytes));
}

void BilinearColumnTables::place_samples(std::int64_t origin, std::int64_t step) {
  const std::int64_t last = std::int64_t{in_width_ - 1} << 32;
  const std::int64_t end = origin + (out_width_ - 1) * step;
  clamped_ = origin < 0 || end >= last;
  std::int64_t place = origin;
  for (std::int32_t& rounded : places_) {
    rounded = static_cast<std::int32_t>((std::clamp<std::int64_t>(place, 0, last) + kPlaceHalf) >>
                                        kPlaceShift);
    place += step;
  }
}

void BilinearColumnTables::fill_unit(int first_output, std::int32_t* bases, std::uint8_t* pairs,
                                     std::int8_t* weights) {
  const int last_base = in_width_ * channels_ - shape_.window;
  const int group = shape_.unit / windows_;
  int sample = first_output / channels_;
  int channel = first_output % channels_;
  for (int window = 0; window < windows_; ++window) {
    // Generic C++ has units of one byte, and windows as long as they need to be.
    int base = (places_[static_cast<std::size_t>(sample)] >> kWeightBits) * channels_;
    if (shape_.unit > 1 && base > last_base) {
      base = last_base;
      clamped_ = true;
    }
    bases[window * shape_.lanes] = base;
    std::uint8_t* of_window = pairs + window * shape_.lanes * 2 * shape_.unit;
    if (windows_ > 1) {
      std::fill_n(of_window, 2 * shape_.unit, kNotInThisWindow);
    }
    for (int i = window * group; i < (window + 1) * group; ++i) {
      const int place = places_[static_cast<std::size_t>(sample)];
      const int fraction = place & kFractionMask;
      const int index = (place >> kWeightBits) * channels_ + channel - base;
      of_window[2 * i] = static_cast<std::uint8_t>(index);
      of_window[2 * i + 1] = static_cast<std::uint8_t>(index + (fraction == 0 ? 0 : channels_));
      weights[2 * i] = kWeights[static_cast<std::size_t>(fraction)].first;
      weights[2 * i + 1] = kWeights[static_cast<std::size_t>(fraction)].second;
      if (++channel == channels_) {
        channel = 0;
        ++sample;
      }
    }
  }
}

void BilinearColumnTables::build(const KernelShape& shape, int channels, int in_width,
                                 int out_width, std::int64_t origin, std::int64_t step) {
  shape_ = shape;
  channels_ = channels;
  in_width_ = in_width;
  out_width_ = out_width;
  windows_ = windows_for(shape, channels, step);
  const int out_bytes = out_width * channels;
  blocks_ = (out_bytes + shape.block() - 1) / shape.block();
  lines_ = static_cast<int>((shape.block() * step >> 32) / kLineBytes) + 1;
  resize();
  place_samples(origin, step);
  const int unit_bytes = 2 * shape.unit;
  for (int block = 0; block < blocks_; ++block) {
    const int first = std::min(block * shape.block(), out_bytes - shape.block());
    outputs_[static_cast<std::size_t>(block)] = first;
    for (int half = 0; half < shape.halves; ++half) {
      const int row = block * shape.halves + half;
      for (int lane = 0; lane < shape.lanes; ++lane) {
        fill_unit(first + (lane * shape.halves + half) * shape.unit,
                  bases_.data() + row * windows_ * shape.lanes + lane,
                  pairs_.data()->bytes.data() + (row * windows_ * shape.lanes + lane) * unit_bytes,
                  reinterpret_cast<std::int8_t*>(weights_.data()->bytes.data()) +
                      (row * shape.lanes + lane) * unit_bytes);
      }
    }
  }
}

bool BilinearColumnTables::holds_after_move(std::int64_t samples) const {
  if (samples == 0) {
    return true;
  }
  const std::int64_t first = (places_.front() >> kWeightBits) + samples;
  const std::int64_t last = (places_.back() >> kWeightBits) + 1 + samples;
  const std::int64_t furthest = bases_[bases_.size() - 1] / channels_ + samples;
  return !clamped_ && first >= 0 && last < in_width_ &&
         furthest * channels_ + shape_.window <= std::int64_t{in_width_} * channels_;
}

BilinearColumns BilinearColumnTables::view() const {
  return {bases_.data(),
          pairs_.data()->bytes.data(),
          reinterpret_cast<const std::int8_t*>(weights_.data()->bytes.data()),
          outputs_.data(),
          blocks_,
          windows_,
          lines_};
}

}  // namespace gimbal
