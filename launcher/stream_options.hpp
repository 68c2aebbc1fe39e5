// The options of `gimbal stream`, read from the command line and the environment and checked.
#pragma once

#include <string>
#include <vector>

#include "launcher/common_options.hpp"

namespace gimbal {

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

/// `arguments` are those behind the subcommand; options are taken from the environment as well. The
/// error is one line; an empty error means that help was asked for and has been printed to
/// `video_fd`, the real standard output.
Result<StreamOptions> read_stream_options(const std::vector<std::string>& arguments, int video_fd);

}  // namespace gimbal
