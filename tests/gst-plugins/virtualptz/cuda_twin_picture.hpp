// Pictures that the CUDA kernels' arithmetic is run on by the CPU, with room around them in which
// it may not write.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "gst-plugins/virtualptz/cuda/frame_layout.hpp"
#include "tests/gst-plugins/virtualptz/resample_cases.hpp"
#include "tests/gst-plugins/virtualptz/resample_twin.hpp"

namespace gimbal::resample {

/// How samples are stored: `unit` is one step of a sample.
template <class Sample>
struct Stored;
template <>
struct Stored<std::uint8_t> {
  static constexpr double kPeak = 255;
  static constexpr int kUnit = 1;
};
template <>
struct Stored<std::uint16_t> {
  static constexpr double kPeak = 1023;
  static constexpr int kUnit = 64;
};

/// A plane in memory whose rows are padded, with bytes around it that nobody may touch.
template <class Sample>
class PlaneMemory {
 public:
  static constexpr Sample kUntouched = 0xA5;

  /// `shift` samples off any alignment.
  PlaneMemory(int width, int height, int channels, int shift)
      : width_(width),
        height_(height),
        channels_(channels),
        stride_(width * channels + 24),
        shift_(stride_ + shift),
        samples_(static_cast<std::size_t>((height + 2) * stride_), kUntouched) {}

  void fill(const reference::Field& field) {
    for_each([&](int x, int y, int c, Sample& sample) {
      sample = static_cast<Sample>(field.at(x, y, c) * Stored<Sample>::kUnit);
    });
  }

  reference::Field field() {
    reference::Field field(width_, height_, channels_);
    for_each([&](int x, int y, int c, const Sample& sample) {
      field.at(x, y, c) = static_cast<double>(sample) / Stored<Sample>::kUnit;
    });
    return field;
  }

  /// Samples outside of the plane that are no longer what they were.
  int strays() {
    std::vector<Sample> copy = samples_;
    copy.swap(samples_);
    for_each([](int, int, int, Sample& sample) { sample = kUntouched; });
    copy.swap(samples_);
    int count = 0;
    for (const Sample sample : copy) {
      count += sample != kUntouched ? 1 : 0;
    }
    return count;
  }

  std::uint8_t* start() { return reinterpret_cast<std::uint8_t*>(samples_.data() + shift_); }
  std::int64_t stride() const { return stride_ * static_cast<std::int64_t>(sizeof(Sample)); }

 private:
  template <class Function>
  void for_each(const Function& function) {
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) {
        for (int c = 0; c < channels_; ++c) {
          function(x, y, c,
                   samples_[static_cast<std::size_t>(shift_ + y * stride_ + x * channels_ + c)]);
        }
      }
    }
  }

  int width_;
  int height_;
  int channels_;
  int stride_;
  int shift_;
  std::vector<Sample> samples_;
};

/// Both planes of a picture, before and after.
template <class Sample>
struct Picture {
  Picture(const ResampleCase& one, int shift)
      : in{{one.in_width, one.in_height, 1, shift},
           {(one.in_width + 1) / 2, (one.in_height + 1) / 2, 2, shift}},
        out{{one.out_width, one.out_height, 1, shift},
            {(one.out_width + 1) / 2, (one.out_height + 1) / 2, 2, shift}} {}

  PlaneMemory<Sample> in[kPlanes];
  PlaneMemory<Sample> out[kPlanes];
};

inline StreamFormat format_for(const ResampleCase& one, ResampleMethod method, int unit) {
  StreamFormat format;
  format.in_width = one.in_width;
  format.in_height = one.in_height;
  format.out_width = one.out_width;
  format.out_height = one.out_height;
  format.method = method;
  format.black_luma = 16 * unit;
  format.black_chroma = 128 * unit;
  return format;
}

template <class Sample>
void run(const StreamFormat& format, const Placement& placement, Picture<Sample>& picture) {
  auto frame = lay_out(format, placement);
  ASSERT_TRUE(frame) << frame.error();
  for (int i = 0; i < kPlanes; ++i) {
    Plane& plane = frame->planes[i];
    plane.in = picture.in[i].start();
    plane.in_stride = picture.in[i].stride();
    plane.out = picture.out[i].start();
    plane.out_stride = picture.out[i].stride();
  }
  const Grid grid = grid_of(*frame);
  ASSERT_LE(grid.shared_bytes, static_cast<unsigned>(kSharedBytes));
  run_kernel_twin<Sample>(*frame, grid.columns, grid.rows, grid.shared_bytes);
}

}  // namespace gimbal::resample
