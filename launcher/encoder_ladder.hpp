// The H.264 encoders a stream may use, best first, and which of them work on this machine.
#pragma once

#include <gst/gst.h>

#include <string>
#include <string_view>
#include <vector>

#include "launcher/fragment.hpp"
#include "launcher/option_values.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

/// One GStreamer element that encodes H.264.
struct EncoderRung {
  const char* name;      ///< as users say it: several elements may be one encoder's
  const char* element;   ///< factory name
  const char* fragment;  ///< how it is set up
  const char* format;    ///< of the pictures it is tried with
  bool hardware;
  bool takes_cuda;      ///< pictures in CUDA memory, without a copy
  const char* package;  ///< Debian package that has the element
};

/// What a user asks for.
struct EncoderChoice {
  std::string name = "auto";  ///< "auto", or the name or element of rungs
  int force_software = 0;     ///< not 0: encode on the CPU (an int, because GOption writes into it)
};

/// What is to be encoded.
struct EncodingTask {
  int width = 1280;
  int height = 720;
  FrameRate fps;
  int bitrate = 6'000'000;           ///< bits a second
  int gop = 30;                      ///< frames
  const char* preset = "ultrafast";  ///< x264's: how much time it may spend on a frame
};

/// Best first: NVENC, VA, x264, openh264.
const std::vector<EncoderRung>& encoder_ladder();

/// True for "auto" and what the ladder has.
bool is_encoder_name(std::string_view name);
/// True for the name or element of an encoder that is not the CPU.
bool is_hardware_encoder(std::string_view name);

/// The slots of the rung's fragment.
Slots encoder_slots(const EncoderRung& rung, const EncodingTask& task);

/// Sets the bit rate (bits a second) of an encoder of the ladder. An error text where it has none
/// or cannot change it in its present state.
std::string set_encoder_bitrate(GstElement* encoder, int bitrate);

/// Loads what the trials for `choice` are likely to need. The dynamic loader does one thing at a
/// time: before something that keeps it busy, this lets a trial go on beside that.
void prepare_encoder_trials(const EncoderChoice& choice);

/// Opens the encoder and has it encode one grey picture: that it exists says little, for a driver
/// may lack the chip for it. Empty when a picture came out, else why not.
std::string try_encoder(const EncoderRung& rung, const EncodingTask& task);

/// The first rung that `choice` allows and that opens. Those that do not are logged with their
/// reasons (GST_DEBUG=gimbal:4). The error says what each lacked.
Result<EncoderRung> choose_encoder(const EncoderChoice& choice, const EncodingTask& task);

}  // namespace gimbal
