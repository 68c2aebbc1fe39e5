// Reads profile values.
#include "agent/jobs/profile.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace gimbal {

namespace {

constexpr int kMinSide = 16;
constexpr int kMaxSide = 4096;
constexpr int kFollowAspect = -1;
constexpr int kFollowAspectEven = -2;  // FFmpeg's spelling of the same

constexpr std::array<IngestProfile, 3> kIngestProfiles = {{
    {"quality", 8'000'000},
    {"balanced", 4'000'000},
    {"fluid", 2'500'000},
}};

std::optional<int> parse_side(std::string_view text) {
  int side = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), side);
  const bool whole = end.ec == std::errc() && end.ptr == text.data() + text.size();
  if (!whole) {
    return std::nullopt;
  }
  if (side == kFollowAspect || side == kFollowAspectEven) {
    return kFollowAspect;
  }
  const bool allowed = side >= kMinSide && side <= kMaxSide;
  // 4:2:0 halves the picture: an odd side loses a pixel.
  return allowed ? std::optional<int>(side & ~1) : std::nullopt;
}

std::optional<int> fixed_side(int side) {
  return side == kFollowAspect ? std::nullopt : std::optional<int>(side);
}

}  // namespace

Result<Scale> parse_scale(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    const auto width = parse_side(text.substr(0, colon));
    const auto height = parse_side(text.substr(colon + 1));
    if (width && height && !(*width == kFollowAspect && *height == kFollowAspect)) {
      return Scale{fixed_side(*width), fixed_side(*height)};
    }
  }
  return Error{
      "Input should be \"W:H\" with sides of 16 to 4096, one of which may be -1 to follow the "
      "aspect, e.g. \"640:-1\""};
}

int clamp_to_int(double value, int min, int max) {
  return static_cast<int>(
      std::lround(std::clamp(value, static_cast<double>(min), static_cast<double>(max))));
}

IngestProfile ingest_profile(std::string_view name) {
  const auto known =
      std::find_if(kIngestProfiles.begin(), kIngestProfiles.end(),
                   [&](const IngestProfile& profile) { return profile.name == name; });
  return known == kIngestProfiles.end() ? kIngestProfiles[1] : *known;
}

}  // namespace gimbal
