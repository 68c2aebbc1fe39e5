// What resamples one plane of a picture, frame after frame.
#pragma once

#include "lib/pixel/plane.hpp"
#include "lib/resample/axis_map.hpp"

namespace gimbal {

/// One method for one kind of samples. A plane's width and height count samples of all its
/// interleaved channels together: NV12's chroma of a 1280 pixels wide picture is 640 wide.
class PlaneResampler {
 public:
  PlaneResampler() = default;
  PlaneResampler(const PlaneResampler&) = delete;
  PlaneResampler& operator=(const PlaneResampler&) = delete;
  virtual ~PlaneResampler() = default;

  /// Makes the tables for a frame; keeps them while maps and sizes stay the same, and their memory
  /// always. Sizes are positive. Output sample 0 is `horizontal.at(0)`, `vertical.at(0)`.
  virtual void prepare(const AxisMap& horizontal, const AxisMap& vertical, int in_width,
                       int in_height, int out_width, int out_height) = 0;

  /// Fills output rows [begin, end), at least one, of planes that have the sizes told to `prepare`.
  /// Samples beyond the source repeat its edge. Reads nothing beside the source's rows and writes
  /// nothing beside the output's. May be called from several threads at once, for different rows;
  /// `worker` (from 0) is the thread's number, whose scratch memory it may use.
  virtual void run(const Plane& in, const MutablePlane& out, int begin, int end, int worker) = 0;
};

}  // namespace gimbal
