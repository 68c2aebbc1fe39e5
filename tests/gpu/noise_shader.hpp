// A shader whose pixels follow no pattern: nothing that a filter, a swap of rows or a compression
// of textures could leave alone. No frame is like another.
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include <string>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

inline constexpr const char* kNoiseShader =
    "void mainImage(out vec4 color, in vec2 at) {\n"
    "  vec3 seed = vec3(at, float(iFrame));\n"
    "  color = vec4(fract(sin(dot(seed, vec3(12.9898, 78.233, 3.7))) * 43758.5),\n"
    "               fract(sin(dot(seed, vec3(39.3468, 11.135, 5.1))) * 24634.6),\n"
    "               fract(sin(dot(seed, vec3(73.1562, 52.235, 7.9))) * 56445.2), 1.0);\n"
    "}\n";

/// The shader in a file of its own for as long as this lives.
class NoiseShader {
 public:
  NoiseShader() {
    GError* raw_error = nullptr;
    char* path = nullptr;
    const int descriptor = g_file_open_tmp("gimbal-noise-XXXXXX", &path, &raw_error);
    const CharHandle owned(path);
    if (descriptor >= 0) {
      close(descriptor);
      path_ = path;
      g_file_set_contents(path, kNoiseShader, -1, &raw_error);
    }
    if (const ErrorHandle error(raw_error); error) {
      g_error("no file for a shader: %s", error->message);  // ends the process
    }
  }
  ~NoiseShader() { g_unlink(path_.c_str()); }
  NoiseShader(const NoiseShader&) = delete;
  NoiseShader& operator=(const NoiseShader&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace gimbal
