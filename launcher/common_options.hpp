// The options that `gimbal stream` and `gimbal ptz` have in common, and tools to read any.
#pragma once

#include <glib.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "launcher/encoder_ladder.hpp"
#include "launcher/option_values.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

/// What both kinds of stream share: how it is encoded, where it goes, who steers it.
struct CommonOptions {
  Format format = Format::kH264;
  int bitrate = 6'000'000;  ///< bits per second
  int gop = 0;      ///< frames from one IDR to the next; 0 is one second of a scene, 30 of a source
  int quality = 8;  ///< JPEG, FFmpeg's scale, 2 (best) to 31
  EncoderChoice encoder;
  std::string output = "-";  ///< "-" is standard output, "null" nowhere, else a file or FIFO
  int control_fd = -1;       ///< inherited socket with the control protocol; -1 for none
  std::string control_path;  ///< Unix socket to listen on; empty for none
  int start_timeout = 0;     ///< seconds to the first picture; 0 waits for ever
  int stall_timeout = 0;     ///< seconds between pictures; 0 waits for ever
};

/// A string that GOption gives out.
struct Text {
  gchar* raw = nullptr;

  Text() = default;
  ~Text() { g_free(raw); }
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  bool given() const { return raw != nullptr; }
  std::string value_or(const char* usual) const { return given() ? raw : usual; }
};

/// What GOption fills for the common options.
struct CommonArguments {
  Text format;
  Text bitrate;
  Text encoder;
  Text output;
  Text control_path;
};

/// An entry of a table of options.
GOptionEntry entry(const char* name, GOptionArg kind, void* target, const char* help,
                   const char* unit);

void add_common_entries(CommonArguments& raw, CommonOptions& options,
                        std::vector<GOptionEntry>& entries);

/// The common options once GOption has filled `raw` and `options`. The error is one line.
Result<CommonOptions> finish_common(const CommonArguments& raw, CommonOptions options,
                                    int video_fd);

// Checks: empty where all is well, else a line for the user.
std::string check_range(const char* option, int value, int low, int high);
/// A picture's side: even, because 4:2:0 halves it.
std::string check_side(const char* option, int value, int low);
/// The name that a detector's messages give a camera, where one was said.
std::string check_camera(const char* option, const Text& said);
/// The first finding that is not empty.
std::string check_all(std::initializer_list<std::string> findings);

}  // namespace gimbal
