// What a stream will be made of on this machine: which encoder, and how frames get to it.
#pragma once

#include <optional>

#include "launcher/stream_plan.hpp"

namespace gimbal {

struct StreamSetup {
  FramePath path = FramePath::kReadback;
  std::optional<EncoderRung> encoder;  ///< empty for mjpeg

  const EncoderRung* rung() const { return encoder ? &*encoder : nullptr; }
};

/// --device-idx, of earlier producers, names a CUDA device where there is one. Their configurations
/// say 0 on machines without any, too: there it has no meaning.
void apply_device_idx(StreamOptions& options);

/// Opens encoders until one works. The error says why none does.
Result<StreamSetup> choose_setup(const StreamOptions& options);
Result<StreamSetup> choose_setup(const PtzOptions& options);

}  // namespace gimbal
