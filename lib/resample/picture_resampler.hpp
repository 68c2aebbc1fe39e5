// Samples a crop out of whole pictures in memory, plane by plane and row-parallel.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "lib/camera/crop.hpp"
#include "lib/resample/axis_map.hpp"
#include "lib/resample/method.hpp"
#include "lib/resample/picture.hpp"
#include "lib/resample/plane_resampler.hpp"
#include "lib/resample/row_workers.hpp"
#include "lib/resample/sample_format.hpp"

namespace gimbal {

struct PictureSetup {
  PictureFormat format = PictureFormat::kNv12;
  ResampleMethod method = ResampleMethod::kAuto;
  SampleGrid chroma_horizontal = kChromaCosited;  ///< of source and output
  SampleGrid chroma_vertical = kChromaCentered;
  /// What surrounds the placement: Y, U and V (P010: their upper 8 bits), or a pixel's four bytes.
  std::array<std::uint8_t, 4> black{16, 128, 128, 0};
  int threads = 1;  ///< 0: as many as there are cores
};

/// Keeps tables, scratch memory and threads from frame to frame: once it has seen a size, nothing
/// is allocated.
class PictureResampler {
 public:
  /// Throws std::system_error where the system has no thread to give.
  explicit PictureResampler(const PictureSetup& setup);

  /// Fills `out` with what `placement` says of `in`; both have the setup's format. Sizes may change
  /// from one call to the next.
  void run(const Picture& in, const MutablePicture& out, const Placement& placement);

 private:
  /// Planes of the same grid and format share their tables.
  struct PlaneKind {
    SampleFormat format;
    bool chroma;
    std::unique_ptr<PlaneResampler> resampler;
  };
  /// What one frame does to one plane.
  struct PlaneWork {
    Plane in;
    MutablePlane out;
    MutablePlane window;  // the part of `out` that is not black
    int left = 0;         // where in `out` it begins
    int top = 0;
    PlaneResampler* resampler = nullptr;  // null: rows are copied
    int sample_bytes = 1;
    std::array<std::uint8_t, 4> black{};
    int first_task = 0;
  };

  void add_kind(SampleFormat format, bool chroma);
  PlaneWork plan(std::size_t plane, const Picture& in, const MutablePicture& out,
                 const Placement& placement);
  std::array<std::uint8_t, 4> black_sample(std::size_t plane) const;
  void run_task(int task, int worker) const;
  static void run_rows(const PlaneWork& work, int begin, int end, int worker);

  PictureSetup setup_;
  RowWorkers workers_;
  std::vector<PlaneKind> kinds_;
  std::vector<std::size_t> kind_of_;  // of each plane
  std::vector<PlaneWork> works_;
  int task_rows_ = 1;
};

}  // namespace gimbal
