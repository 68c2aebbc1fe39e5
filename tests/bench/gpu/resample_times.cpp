#include "tests/bench/gpu/resample_times.hpp"

#include <memory>
#include <optional>

#include "gst-plugins/cuda/cuda_stream.hpp"
#include "gst-plugins/virtualptz/cuda/frame_layout.hpp"
#include "gst-plugins/virtualptz/cuda/frame_memory.hpp"
#include "gst-plugins/virtualptz/cuda/resample_kernel.hpp"
#include "tests/bench/gpu/cuda_timer.hpp"
#include "tests/bench/gpu/give_up.hpp"
#include "tests/gpu/cuda_frame.hpp"

namespace gimbal {
namespace {

/// More than the cache of any GPU holds at 2160p.
constexpr int kFramesInTurn = 12;
constexpr int kWarmUp = 5;

void must(const std::optional<Error>& error) {
  if (error) {
    give_up(error->text);
  }
}

template <class T>
T must(Result<T> result) {
  if (!result) {
    give_up(result.error());
  }
  return std::move(*result);
}

/// Frames in and frames out, mapped for as long as they live.
class Frames {
 public:
  Frames(const Setting& setting, PictureSize size, GstMapFlags access) {
    for (int i = 0; i < kFramesInTurn; ++i) {
      frames_.push_back(std::make_unique<CudaFrame>(setting.cuda, size.width, size.height));
      if (!*frames_.back()) {
        give_up("no CUDA memory for frames to resample");
      }
      mapped_.push_back(std::make_unique<MappedMemory>(frames_.back()->memory(),
                                                       access | static_cast<int>(GST_MAP_CUDA)));
    }
  }

  resample::FrameMemory at(int i) const {
    const auto turn = static_cast<std::size_t>(i % kFramesInTurn);
    return {frames_[turn]->memory(), *mapped_[turn]};
  }

 private:
  std::vector<std::unique_ptr<CudaFrame>> frames_;
  std::vector<std::unique_ptr<MappedMemory>> mapped_;
};

resample::Frame half_of(PictureSize size, ResampleMethod method) {
  resample::StreamFormat format;
  format.in_width = size.width;
  format.in_height = size.height;
  format.out_width = size.width / 2;
  format.out_height = size.height / 2;
  format.method = method;
  return must(resample::lay_out(
      format, {{0, 0, static_cast<double>(size.width), static_cast<double>(size.height)},
               0,
               0,
               format.out_width,
               format.out_height}));
}

}  // namespace

std::vector<ResampleTimes> time_resampling(const Setting& setting, PictureSize size) {
  const Frames from(setting, size, GST_MAP_READ);
  const Frames to(setting, {size.width / 2, size.height / 2}, GST_MAP_WRITE);
  const CurrentContext current(setting.cuda);
  must(current.error());
  CudaStream stream(setting.cuda);
  must(stream.open());
  const auto kernel =
      must(resample::ResampleKernel::create(stream.handle(), resample::Format::kNv12));
  CudaTimer timer(setting.driver, stream.handle());
  std::vector<ResampleTimes> all;
  for (const auto& [method, name] :
       {std::pair{ResampleMethod::kBilinear, "bilinear"}, std::pair{ResampleMethod::kAuto, "auto"},
        std::pair{ResampleMethod::kBicubic, "bicubic"},
        std::pair{ResampleMethod::kLanczos, "lanczos"}}) {
    resample::Frame frame = half_of(size, method);
    std::vector<double> times;
    for (int i = -kWarmUp; i < setting.frames; ++i) {
      resample::put_in_memory(frame, from.at(i + kWarmUp), to.at(i + kWarmUp));
      hold_up(setting.driver, stream.handle());
      timer.begin();
      must(kernel->launch(frame));
      timer.end();
      must(kernel->finish());
      if (i >= 0) {
        times.push_back(timer.microseconds());
      }
    }
    all.push_back({name, spread_of(times)});
  }
  return all;
}

}  // namespace gimbal
