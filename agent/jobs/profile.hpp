// What a job is asked for, with the contract's defaults.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.hpp"
#include "lib/camera/crop.hpp"

namespace gimbal {

/// A picture's size; a side that is absent follows from the other one and the aspect.
struct Scale {
  std::optional<int> width;
  std::optional<int> height;

  bool operator==(const Scale&) const = default;
};

/// Reads "W:H"; each is 16 to 4096, or -1 to follow the aspect (not both).
Result<Scale> parse_scale(std::string_view text);

struct PreviewSettings {
  std::string source;
  Scale scale{640, std::nullopt};
  int fps = 20;     ///< 1 to 60, pictures a second at most
  int quality = 8;  ///< 2 (best) to 31
  double start_seconds = 0;
  Framing framing;
  bool loop = false;
};

/// `value` as a whole number, moved into the range.
int clamp_to_int(double value, int min, int max);

/// Encoder effort and rate of an ingest job.
struct IngestProfile {
  std::string_view name;
  int bitrate = 0;  ///< bits per second
};

/// An unknown name is balanced.
IngestProfile ingest_profile(std::string_view name);

struct IngestSettings {
  std::string source;
  IngestProfile profile;
  std::string output;  ///< "null" or an absolute path
  int width = 1280;
  int height = 720;
};

}  // namespace gimbal
