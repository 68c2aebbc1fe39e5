// Pictures in memory that somebody else owns, as planes.
#pragma once

#include <array>

#include "lib/pixel/plane.hpp"

namespace gimbal {

/// How a picture's samples lie in memory.
enum class PictureFormat {
  kNv12,  ///< a plane of luma, one of chroma pairs, 8 bits
  kI420,  ///< a plane of luma, two of chroma, 8 bits
  kP010,  ///< as NV12 with 16 bits, of which the upper 10 count
  kRgba,  ///< four bytes a pixel in any order
};

/// The planes of a picture, the luma or all of it first. Widths and heights are in samples of all
/// interleaved channels together; those of 4:2:0 chroma are half of luma's, rounded up.
template <class AnyPlane>
struct BasicPicture {
  std::array<AnyPlane, 3> planes;
};

using Picture = BasicPicture<Plane>;
using MutablePicture = BasicPicture<MutablePlane>;

}  // namespace gimbal
