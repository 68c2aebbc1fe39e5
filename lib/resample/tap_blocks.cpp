#include "lib/resample/tap_blocks.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace gimbal {

namespace {

constexpr int kSecondWindow = 112;  // a window's byte 16 and on get bit 7

/// `Group`'s bytes, filled with what is in the lowest `Part`.
template <class Part, class Group>
constexpr Group repeated(Group part) {
  constexpr auto kMost = static_cast<Group>(~Group{0});
  return static_cast<Group>(part * (kMost / std::numeric_limits<Part>::max()));
}

template <class Group>
void store(Group group, std::uint8_t* to) {
  std::memcpy(to, &group, sizeof group);
}

}  // namespace

int weight_one(TapWeights weights) {
  switch (weights) {
    case TapWeights::kUnsigned:
      return 256;
    case TapWeights::kSigned:
      return kSignedOne;
    case TapWeights::kWords:
      break;
  }
  return 16384;
}

TapLayout::TapLayout(SampleFormat format, TapWeights weights, int lanes)
    : format_(format), weights_(weights), lanes_(lanes) {}

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
  reach_ = (view_.pairs - 1) * view_.pair_bytes +
           (view_.windows > 0 ? view_.windows * kLaneBytes : view_.pair_bytes);

  const auto lanes = static_cast<std::size_t>(view_.blocks * block_lanes);
  const auto lane_bases = static_cast<std::size_t>(view_.windows > 0 ? 1 : lane_samples());
  bases_.resize(lanes * lane_bases);
  shuffles_.resize(lanes * kLaneBytes);
  weight_bytes_.resize(lanes * kLaneBytes * static_cast<std::size_t>(view_.pairs));
  for (int lane = 0; lane < static_cast<int>(lanes); ++lane) {
    fill_lane(taps, lane);
  }
  view_.bases = bases_.data();
  view_.shuffles = shuffles_.data();
  view_.weights = weight_bytes_.data();
}

/// Where the bytes of a sample's two taps are, after the first one's.
template <class Group>
Group TapLayout::bytes_of_sample() const {
  std::array<std::uint8_t, sizeof(Group)> bytes{};
  std::size_t i = 0;
  for (int value = 0; value < format_.bytes(); value += format_.value_bytes) {
    for (const int tap : {0, format_.bytes()}) {
      for (int byte = 0; byte < format_.value_bytes; ++byte) {
        bytes[i++] = static_cast<std::uint8_t>(value + tap + byte);
      }
    }
  }
  Group group = 0;
  std::memcpy(&group, bytes.data(), sizeof group);
  return group;
}

/// Bases and shuffle of a lane that is stored as the `stored`-th.
template <class Group>
void TapLayout::fill_places(const FilterTaps& taps, int lane, int stored) {
  const Group bytes = bytes_of_sample<Group>();
  const int base = taps.first(sample(taps, lane, 0)) * format_.bytes();
  if (view_.windows > 0) {
    bases_[static_cast<std::size_t>(stored)] = base;
  }
  std::uint8_t* shuffle = shuffles_.data() + stored * kLaneBytes;
  for (int i = 0; i < lane_samples(); ++i, shuffle += sizeof(Group)) {
    const int first = taps.first(sample(taps, lane, i)) * format_.bytes();
    int from = first - base;
    if (view_.windows == 0) {
      bases_[static_cast<std::size_t>(stored * lane_samples() + i)] = first;
      from = i * view_.pair_bytes;
    }
    store<Group>(static_cast<Group>(
                     repeated<std::uint8_t>(static_cast<Group>(from + kSecondWindow)) + bytes),
                 shuffle);
  }
}

/// Weights of a lane whose first pair goes to `to`.
template <class Group>
void TapLayout::fill_weights(const FilterTaps& taps, int lane, std::uint8_t* to) const {
  const int vector_bytes = lanes_ * kLaneBytes;
  for (int i = 0; i < lane_samples(); ++i, to += sizeof(Group)) {
    const std::int16_t* weights = taps.weights(sample(taps, lane, i));
    std::uint8_t* value = to;
    for (int pair = 0; pair < view_.pairs; ++pair, weights += 2, value += vector_bytes) {
      store<Group>(both<Group>(weights), value);
    }
  }
}

/// Two weights, once for each channel.
template <class Group>
Group TapLayout::both(const std::int16_t* weights) const {
  if constexpr (sizeof(Group) >= sizeof(std::uint32_t)) {
    if (weights_ == TapWeights::kWords) {
      std::uint32_t words = 0;
      std::memcpy(&words, weights, sizeof words);
      return repeated<std::uint32_t>(static_cast<Group>(words));
    }
  }
  const std::uint8_t bytes[] = {static_cast<std::uint8_t>(weights[0]),
                                static_cast<std::uint8_t>(weights[1])};
  std::uint16_t pair = 0;
  std::memcpy(&pair, bytes, sizeof pair);
  return repeated<std::uint16_t>(static_cast<Group>(pair));
}

void TapLayout::fill_lane(const FilterTaps& taps, int lane) {
  const int block_lanes = lanes_ * vectors();
  const int in_block = lane % block_lanes;
  const int vector = lane / block_lanes * vectors() + in_block % vectors();
  const int slot = in_block / vectors();
  const int stored = vector * lanes_ + slot;
  std::uint8_t* weights =
      weight_bytes_.data() + (vector * view_.pairs * lanes_ + slot) * kLaneBytes;
  // What a sample takes of a lane, at once: that many times less to store.
  switch (2 * format_.bytes()) {
    case sizeof(std::uint16_t):
      fill_places<std::uint16_t>(taps, lane, stored);
      return fill_weights<std::uint16_t>(taps, lane, weights);
    case sizeof(std::uint32_t):
      fill_places<std::uint32_t>(taps, lane, stored);
      return fill_weights<std::uint32_t>(taps, lane, weights);
    default:
      fill_places<std::uint64_t>(taps, lane, stored);
      return fill_weights<std::uint64_t>(taps, lane, weights);
  }
}

/// The output sample of a lane's `i`-th sample; the last one again where there are no more.
int TapLayout::sample(const FilterTaps& taps, int lane, int i) const {
  return std::min(lane * lane_samples() + i, taps.count() - 1);
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
