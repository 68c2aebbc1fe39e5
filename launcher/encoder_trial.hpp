// Finds out whether an encoder encodes.
#pragma once

#include <string>

#include "launcher/option_values.hpp"

namespace gimbal {

struct TrialPicture {
  const char* format = "NV12";  ///< or "I420"
  int width = 0;
  int height = 0;
  FrameRate fps;
};

/// Has the encoder that `description` describes (gst-launch text, no user's strings in it) encode
/// one grey picture. Empty when something came out, else why not, in the encoder's own words.
std::string encode_one_picture(const std::string& description, const TrialPicture& picture);

}  // namespace gimbal
