#include "lib/codec/tracking_formats/tracking_format.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace gimbal {

namespace {

constexpr std::array<std::pair<std::string_view, TrackingFormat>, 7> kNames{{
    {"auto", TrackingFormat::kAuto},
    {"record", TrackingFormat::kRecord},
    {"frigate", TrackingFormat::kFrigate},
    {"deepstream", TrackingFormat::kDeepstream},
    {"onvif", TrackingFormat::kOnvif},
    {"mot", TrackingFormat::kMot},
    {"coco", TrackingFormat::kCoco},
}};

}  // namespace

Result<TrackingFormat> tracking_format_from_name(std::string_view name) {
  const auto* const found = std::find_if(kNames.begin(), kNames.end(),
                                         [&](const auto& entry) { return entry.first == name; });
  if (found == kNames.end()) {
    return Error{"'" + std::string(name) +
                 "' is no tracking format: use auto, record, frigate, deepstream, onvif, mot or "
                 "coco"};
  }
  return found->second;
}

std::string_view name_of(TrackingFormat format) {
  return kNames[static_cast<std::size_t>(format)].first;
}

}  // namespace gimbal
