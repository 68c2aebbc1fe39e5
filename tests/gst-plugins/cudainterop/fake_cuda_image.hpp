// A registered texture, and while mapped its pixels.
#pragma once

#include <cuda.h>
#include <cudaGL.h>

#include <cstdint>
#include <vector>

namespace gimbal::cudainterop {

/// Resource, array and texture object in one.
struct Image {
  GLuint texture = 0;
  bool mapped = false;
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
  CUstream read_on = nullptr;  // by the last launch
};

}  // namespace gimbal::cudainterop
