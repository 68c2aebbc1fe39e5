// The options of `gimbal stream` and `gimbal ptz`, read from the command line and checked.
#pragma once

#include <string>
#include <vector>

#include "launcher/encoder_ladder.hpp"
#include "launcher/option_values.hpp"
#include "lib/base/result.hpp"
#include "lib/camera/crop.hpp"

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

/// What draws a rendered camera's frames.
struct RendererChoice {
  bool cpu = false;     ///< a built-in scene without OpenGL; else the first below that is not empty
  std::string shader;   ///< file with a fragment shader
  std::string library;  ///< shared library with a renderer
  std::string frames;   ///< where another process writes its frames
  Scene scene = Scene::kBars;
  std::uint64_t seed = 1;  ///< of a scene that has one
};

struct StreamOptions {
  CommonOptions common;
  RendererChoice renderer;
  int width = 1280;
  int height = 720;
  FrameRate fps;
  bool frame_stamp = true;
  int device = -1;
  int cuda_device = -1;
  int device_idx = -1;      ///< see apply_device_idx
  std::string instance_id;  ///< names the stream in messages; may be empty
  bool debug = false;
  std::vector<std::string> without_meaning;  ///< options that were given and change nothing
};

struct PtzOptions {
  CommonOptions common;
  Source source;
  int source_width = 1920;  ///< of a scene
  int source_height = 1080;
  int width = 0;  ///< 0 follows the other side; both 0 is 1280x720
  int height = 0;
  FrameRate fps;    ///< of a scene
  int max_fps = 0;  ///< 0: the source's own rate
  Framing framing;
  double start_seconds = 0;
  bool loop = false;
};

/// `arguments` are those behind the subcommand; a stream's options are taken from the environment
/// as well. The error is one line; an empty error means that help was asked for and has been
/// printed to `video_fd`, the real standard output.
Result<StreamOptions> read_stream_options(const std::vector<std::string>& arguments, int video_fd);
Result<PtzOptions> read_ptz_options(std::vector<std::string> arguments, int video_fd);

}  // namespace gimbal
