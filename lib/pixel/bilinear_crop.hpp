// Samples a crop rectangle out of one plane at sub-pixel positions, bilinear.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/camera/crop.hpp"
#include "lib/pixel/plane.hpp"

namespace gimbal {

/// Where a plane's samples lie on the luma grid, along one axis.
struct SampleGrid {
  double step = 1;      ///< luma pixels from one sample to the next: 1, or 2 for 4:2:0 chroma
  double center = 0.5;  ///< edge coordinate of sample 0's centre in luma pixels
};

inline constexpr SampleGrid kLumaGrid{1, 0.5};
inline constexpr SampleGrid kChromaCosited{2, 0.5};   ///< on the first of two luma samples (MPEG-2)
inline constexpr SampleGrid kChromaCentered{2, 1.0};  ///< midway between two luma samples (JPEG)

/// Samples planes; keeps its tables and row buffer from one frame to the next. One instance per
/// plane: it is not safe to share between threads.
class BilinearCrop {
 public:
  /// `channels` is 1 (luma, I420 chroma) or 2 (NV12's interleaved chroma).
  explicit BilinearCrop(int channels) : channels_(channels) {}

  /// Fills `output` with the part of `source` under `crop`. `crop` is in luma pixels of the source
  /// and is scaled to `luma_width` x `luma_height` luma pixels of the output. Samples beyond the
  /// source's edge repeat the edge.
  void run(const Plane& source, const MutablePlane& output, const CropRect& crop, int luma_width,
           int luma_height, SampleGrid horizontal, SampleGrid vertical);

 private:
  /// An output sample is (256 - weight) * source[first] + weight * source[second], over 256.
  struct Tap {
    int first = 0;
    int second = 0;
    unsigned weight = 0;
  };

  /// Fills `taps` anew, one a sample of the output; its memory is kept from frame to frame.
  static void fill_taps(std::vector<Tap>& taps, int source_size, int output_size, double origin,
                        double scale, SampleGrid grid);
  void blend_rows(const Plane& source, const Tap& tap, int begin, int end);
  void sample_row(std::uint8_t* output, int begin) const;

  int channels_;
  std::vector<Tap> columns_;
  std::vector<Tap> rows_;
  std::vector<std::uint16_t> blended_;  // one source row after the vertical blend, times 256
};

}  // namespace gimbal
