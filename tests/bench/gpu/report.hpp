// What the GPU bench has found: as a table, as JSON, and against its goals.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/gpu/kernel_times.hpp"
#include "tests/bench/gpu/resample_times.hpp"
#include "tests/bench/gpu/spread.hpp"
#include "tests/bench/gpu/stream_times.hpp"

namespace gimbal {

/// A way from the texture to CUDA memory, or that of drawing alone.
struct WayReport {
  std::string name;
  bool stock = false;
  Spread frame_us;  ///< one frame alone, see time_frames(); zero for drawing alone
  std::vector<StreamTimes> streams;
  std::string failure;  ///< why there are no figures, or not all; else empty
};

struct SizeReport {
  PictureSize size;
  KernelTimes kernel;
  std::vector<WayReport> ways;
  std::vector<ResampleTimes> resampling;  ///< NV12 to half the width and height
};

struct GpuReport {
  std::string device;
  int driver = 0;             ///< the CUDA version it is for, as the driver gives it
  double copy_bandwidth = 0;  ///< bytes read and written a second
  std::vector<SizeReport> sizes;
};

/// Microseconds that reading RGBA and writing NV12 once take at the bandwidth of copies.
double floor_us(const GpuReport& report, PictureSize size);

/// Microseconds that reading NV12 and writing a quarter of it take at that bandwidth.
double resample_floor_us(const GpuReport& report, PictureSize size);

struct Goal {
  std::string what;
  double value = 0;
  double limit = 0;
  bool at_least = false;  ///< the limit is the least, else the most
  bool met() const { return at_least ? value >= limit : value <= limit; }
};

/// The goals that can be judged: those of 2160p, if that was measured, and the one beside the stock
/// ways if any of them works.
std::vector<Goal> goals_of(const GpuReport& report);

void print_head(const GpuReport& report);
void print_size(const GpuReport& report, const SizeReport& size);
void print_goals(const std::vector<Goal>& goals);

std::string json_of(const GpuReport& report);

}  // namespace gimbal
