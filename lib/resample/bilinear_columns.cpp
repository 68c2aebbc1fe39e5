#include "lib/resample/bilinear_columns.hpp"

#include <algorithm>

namespace gimbal {

namespace {

constexpr int kPlaceShift = 32 - kWeightBits;
constexpr std::int64_t kPlaceHalf = std::int64_t{1} << (kPlaceShift - 1);
constexpr int kWeightOne = 1 << kWeightBits;
constexpr int kFractionMask = kWeightOne - 1;
constexpr int kMostWindows = 8;
constexpr int kLineBytes = 64;

/// The bytes and weights of every sample's pairs. In a shape that compilers turn into vector code:
/// a zoom makes all tables anew for each frame. Of a byte's number the lowest 8 bits are enough,
/// since windows are shorter.
template <int kChannels>
void pair_samples(const std::vector<std::int32_t>& places, std::uint8_t* __restrict pairs,
                  std::int8_t* __restrict weights) {
  const std::int32_t* from = places.data();
  for (std::size_t i = 0; i < places.size(); ++i) {
    const int fraction = from[i] & kFractionMask;
    const int first = (from[i] >> kWeightBits) * kChannels;
    const int second = first + (fraction == 0 ? 0 : kChannels);
    // 128 does not fit: where the fraction is 0 both bytes are the same one.
    const int weight = fraction == 0 ? kWeightOne / 2 : fraction;
    for (std::size_t channel = 0; channel < kChannels; ++channel) {
      const std::size_t at = 2 * (i * kChannels + channel);
      pairs[at] = static_cast<std::uint8_t>(first + static_cast<int>(channel));
      pairs[at + 1] = static_cast<std::uint8_t>(second + static_cast<int>(channel));
      weights[at] = static_cast<std::int8_t>(kWeightOne - weight);
      weights[at + 1] = static_cast<std::int8_t>(weight);
    }
  }
}

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
  row_pairs_.resize(static_cast<std::size_t>(2 * out_width_ * channels_));
  row_weights_.resize(row_pairs_.size());
  outputs_.resize(static_cast<std::size_t>(blocks_));
  bases_.resize(units * windows);
  pairs_.resize(lines_for(units * windows * unit_bytes));
  weights_.resize(lines_for(units * unit_bytes));
}

void BilinearColumnTables::place_samples(std::int64_t origin, std::int64_t step) {
  const std::int64_t last = std::int64_t{in_width_ - 1} << 32;
  const std::int64_t end = origin + (out_width_ - 1) * step;
  clamped_ = origin < 0 || end >= last;
  if (clamped_) {
    std::int64_t place = origin;
    for (std::int32_t& rounded : places_) {
      rounded = static_cast<std::int32_t>((std::clamp<std::int64_t>(place, 0, last) + kPlaceHalf) >>
                                          kPlaceShift);
      place += step;
    }
    return;
  }
  // Vector code has no signed shift of 64 bits.
  auto place = static_cast<std::uint64_t>(origin + kPlaceHalf);
  for (std::int32_t& rounded : places_) {
    rounded = static_cast<std::int32_t>(place >> kPlaceShift);
    place += static_cast<std::uint64_t>(step);
  }
}

void BilinearColumnTables::pair_bytes() {
  const auto pair_by = [this](const auto& pair) {
    pair(places_, row_pairs_.data(), row_weights_.data());
  };
  switch (channels_) {
    case 1:
      return pair_by(pair_samples<1>);
    case 2:
      return pair_by(pair_samples<2>);
    default:
      return pair_by(pair_samples<4>);
  }
}

void BilinearColumnTables::fill_unit(int first_output, std::int32_t* bases, std::uint8_t* pairs,
                                     std::int8_t* weights) {
  const int last_base = in_width_ * channels_ - shape_.window;
  const int group = shape_.unit / windows_;
  std::copy_n(row_weights_.data() + 2 * first_output, 2 * shape_.unit, weights);
  for (int window = 0; window < windows_; ++window) {
    const int first = first_output + window * group;
    int base = (places_[static_cast<std::size_t>(first / channels_)] >> kWeightBits) * channels_;
    // Generic C++ has units of one byte, and windows as long as they need to be.
    if (shape_.unit > 1 && base > last_base) {
      base = last_base;
      clamped_ = true;
    }
    bases[window * shape_.lanes] = base;
    std::uint8_t* of_window = pairs + window * shape_.lanes * 2 * shape_.unit;
    if (windows_ > 1) {
      std::fill_n(of_window, 2 * shape_.unit, kNotInThisWindow);
    }
    const std::uint8_t* from = row_pairs_.data() + 2 * first;
    std::transform(from, from + 2 * group, of_window + 2 * window * group,
                   [base](std::uint8_t byte) { return static_cast<std::uint8_t>(byte - base); });
  }
}

void BilinearColumnTables::fill_blocks() {
  const int unit_bytes = 2 * shape_.unit;
  for (int block = 0; block < blocks_; ++block) {
    const int first = std::min(block * shape_.block(), out_width_ * channels_ - shape_.block());
    outputs_[static_cast<std::size_t>(block)] = first;
    for (int half = 0; half < shape_.halves; ++half) {
      const int row = block * shape_.halves + half;
      for (int lane = 0; lane < shape_.lanes; ++lane) {
        fill_unit(first + (lane * shape_.halves + half) * shape_.unit,
                  bases_.data() + row * windows_ * shape_.lanes + lane,
                  pairs_.data()->bytes.data() + (row * windows_ * shape_.lanes + lane) * unit_bytes,
                  reinterpret_cast<std::int8_t*>(weights_.data()->bytes.data()) +
                      (row * shape_.lanes + lane) * unit_bytes);
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
  blocks_ = (out_width * channels + shape.block() - 1) / shape.block();
  lines_ = static_cast<int>((shape.block() * step >> 32) / kLineBytes) + 1;
  resize();
  place_samples(origin, step);
  pair_bytes();
  fill_blocks();
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
