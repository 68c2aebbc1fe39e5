// The weights of one axis in a texture, worked out by the CPU in full precision.
#pragma once

#include <gst/gl/gl.h>
#include <gst/gl/gstglfuncs.h>

#include <vector>

#include "lib/resample/axis_map.hpp"
#include "lib/resample/method.hpp"

namespace gimbal {

/// On the GL thread, all of it.
class WeightTexture {
 public:
  void start(const GstGLFuncs* gl);
  void stop();

  /// For output samples [begin, begin + count). Kept while nothing changes. The texture has one
  /// channel of floats, a column for each of them and taps() + 1 rows: the number of the first
  /// source sample, which may lie beyond the source, and the weights from there on.
  void update(const AxisMap& map, ResampleMethod method, int begin, int count);

  void bind(unsigned unit) const;
  int taps() const { return taps_; }

 private:
  struct Made {
    AxisMap map;
    ResampleMethod method = ResampleMethod::kAuto;
    int begin = 0;
    int count = 0;
  };

  void weigh(const Made& wanted);
  void upload(int count);

  const GstGLFuncs* gl_ = nullptr;
  unsigned texture_ = 0;
  int width_ = 0;
  int height_ = 0;
  int taps_ = 0;
  Made made_;
  std::vector<float> table_;
};

}  // namespace gimbal
