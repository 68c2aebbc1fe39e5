#include "lib/resample/tap_blocks.hpp"

#include <algorithm>
#include <cstring>

namespace gimbal {

namespace {

constexpr int kSecondWindow = 112;  // a window's byte 16 and on get bit 7

}  // namespace

int weight_one(TapWeights weights) {
  switch (weights) {
    case TapWeights::kBytes:
      return 256;
    case TapWeights::kSplit:
      return 2048;
    case TapWeights::kWords:
      break;
  }
  return 16384;
}

TapLayout::TapLayout(SampleFormat format, TapWeights weights, int lanes)
    : format_(format), weights_(weights), lanes_(lanes) {}

int TapLayout::lane_samples() const {
  return kLaneBytes / (2 * format_.bytes());
}

/// Source samples from the first tap to the last of a pair in the same lane.
int TapLayout::widest_lane(const FilterTaps& taps) const {
  int widest = 0;
  for (int i = 0; i < taps.count(); i += lane_samples()) {
    const int last = std::min(i + lane_samples(), taps.count()) - 1;
    widest = std::max(widest, taps.first(last) - taps.first(i) + 2);
  }
  return widest;
}

void TapLayout::fill(const FilterTaps& taps) {
  const int block_lanes = lanes_ * vectors();
  view_.block_values = block_lanes * lane_samples() * format_.channels;
  view_.blocks = (taps.count() * format_.channels + view_.block_values - 1) / view_.block_values;
  view_.pairs = taps.taps() / 2;
  view_.pair_bytes = 2 * format_.bytes();
  const int lane_bytes = widest_lane(taps) * format_.bytes();
  const int windows = (lane_bytes + kLaneBytes - 1) / kLaneBytes;
  view_.windows = windows <= 2 ? windows : 0;
  view_.window_pairs =
      windows <= 2 ? (windows * kLaneBytes - lane_bytes) / view_.pair_bytes + 1 : 1;
  const int parts = weights_ == TapWeights::kSplit ? 2 : 1;
  reach_ = (view_.pairs - 1) * view_.pair_bytes +
           (view_.windows > 0 ? view_.windows * kLaneBytes : view_.pair_bytes);

  const auto lanes = static_cast<std::size_t>(view_.blocks * block_lanes);
  const auto lane_bases = static_cast<std::size_t>(view_.windows > 0 ? 1 : lane_samples());
  bases_.resize(lanes * lane_bases);
  shuffles_.resize(lanes * kLaneBytes);
  weight_bytes_.resize(lanes * kLaneBytes * static_cast<std::size_t>(view_.pairs * parts));
  for (int lane = 0; lane < static_cast<int>(lanes); ++lane) {
    fill_lane(taps, lane);
  }
  view_.bases = bases_.data();
  view_.shuffles = shuffles_.data();
  view_.weights = weight_bytes_.data();
}

void TapLayout::fill_lane(const FilterTaps& taps, int lane) {
  const int block_lanes = lanes_ * vectors();
  const int block = lane / block_lanes;
  const int in_block = lane % block_lanes;
  const int vector = block * vectors() + in_block % vectors();
  const int slot = in_block / vectors();
  const int in_order = vector * lanes_ + slot;  // among all lanes as they are stored
  const int vector_bytes = lanes_ * kLaneBytes;
  const int parts = weights_ == TapWeights::kSplit ? 2 : 1;
  std::uint8_t* shuffle = shuffles_.data() + in_order * kLaneBytes;
  std::uint8_t* weights =
      weight_bytes_.data() + vector * view_.pairs * parts * vector_bytes + slot * kLaneBytes;

  const int bytes = format_.bytes();
  const int base = taps.first(std::min(lane * lane_samples(), taps.count() - 1)) * bytes;
  if (view_.windows > 0) {
    bases_[static_cast<std::size_t>(in_order)] = base;
  }
  for (int s = 0; s < lane_samples(); ++s) {
    const int i = std::min(lane * lane_samples() + s, taps.count() - 1);
    const int first = taps.first(i) * bytes;
    int from = first - base;
    if (view_.windows == 0) {
      bases_[static_cast<std::size_t>(in_order * lane_samples() + s)] = first;
      from = s * view_.pair_bytes;
    }
    const std::int16_t* weight = taps.weights(i);
    for (int channel = 0; channel < format_.channels; ++channel) {
      for (int tap = 0; tap < 2; ++tap) {
        const int sample = from + tap * bytes + channel * format_.value_bytes;
        for (int byte = 0; byte < format_.value_bytes; ++byte) {
          *shuffle++ = static_cast<std::uint8_t>(sample + byte + kSecondWindow);
        }
      }
      std::uint8_t* to = weights;
      for (int pair = 0; pair < view_.pairs; ++pair, to += parts * vector_bytes) {
        for (int tap = 0; tap < 2; ++tap) {
          const std::int16_t w = weight[2 * pair + tap];
          if (weights_ == TapWeights::kWords) {
            std::memcpy(to + 2 * tap, &w, sizeof w);
          } else if (weights_ == TapWeights::kBytes) {
            to[tap] = static_cast<std::uint8_t>(w);
          } else {
            const int high = (w + 16) >> 5;
            to[tap] = static_cast<std::uint8_t>(high);
            to[tap + vector_bytes] = static_cast<std::uint8_t>(w - 32 * high);
          }
        }
      }
      weights += 2 * format_.value_bytes;
    }
  }
}

// Whatever their order in between, the first and the last of a block's bases are its least and its
// greatest.
int TapLayout::first_base(int block) const {
  const auto block_bases = bases_.size() / static_cast<std::size_t>(view_.blocks);
  return bases_[static_cast<std::size_t>(block) * block_bases];
}

int TapLayout::last_base(int block) const {
  const auto block_bases = bases_.size() / static_cast<std::size_t>(view_.blocks);
  return bases_[static_cast<std::size_t>(block + 1) * block_bases - 1];
}

}  // namespace gimbal
