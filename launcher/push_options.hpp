// The options that `gimbal track` and `gimbal ingest` have in common: which runner, and what is
// pushed to it.
#pragma once

#include <glib.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "launcher/common_options.hpp"
#include "launcher/option_values.hpp"
#include "lib/codec/tracking_formats/tracking_format.hpp"
#include "lib/scene/scene.hpp"

namespace gimbal {

enum class DetectorMode { kSim, kFile, kStdin };

struct DetectorOptions {
  DetectorMode mode = DetectorMode::kSim;
  std::string input_file;               ///< of kFile
  std::chrono::nanoseconds interval{};  ///< at least, between two pushes
  std::string source;                   ///< what records say theirs is; empty leaves it to them
  std::uint64_t seed = kDefaultSeed;    ///< of kSim
  TrackingFormat format = TrackingFormat::kAuto;
  PixelCounts size;                     ///< of the picture that the detector sees; 0: it says so
  std::optional<FrameRate> frame_rate;  ///< of its frame numbers
  std::string camera;                   ///< of messages that name several; empty: there is one
};

struct PushOptions {
  std::string runner_url;
  std::string api_key;  ///< never shown
  std::string api_key_file;
  DetectorOptions detector;
};

/// What the options about the detector are called: `gimbal ingest` begins them with "tracking-".
struct DetectorOptionNames {
  const char* mode;
  const char* input_file;
  const char* interval;
  const char* source;
  const char* seed;
  const char* format;
  const char* size;
  const char* fps;
  const char* camera;
};

/// What GOption fills.
struct PushArguments {
  Text runner_url;
  Text api_key;
  Text api_key_file;
  Text mode;
  Text input_file;
  Text interval;
  Text source;
  Text format;
  Text size;
  Text fps;
  Text camera;
  gint64 seed = static_cast<gint64>(kDefaultSeed);
};

void add_push_entries(PushArguments& raw, const DetectorOptionNames& names,
                      std::vector<GOptionEntry>& entries);

/// The options once GOption has filled `raw`. The error is one line.
Result<PushOptions> finish_push(const PushArguments& raw, const DetectorOptionNames& names);

/// What is wrong with an option's text, which has to be there and UTF-8; empty where nothing is.
/// `advice` goes with one that is missing.
std::string check_required_text(const char* option, const std::string& text, const char* advice);

/// `text` about trackingsink's properties, in words of the command line: "job-id" is "--job-id".
std::string in_words_of_options(const std::string& text);

}  // namespace gimbal
