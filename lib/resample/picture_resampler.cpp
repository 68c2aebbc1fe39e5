#include "lib/resample/picture_resampler.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <thread>

#include "lib/resample/bilinear_plane.hpp"
#include "lib/resample/filtered_plane.hpp"

namespace gimbal {

namespace {

/// Tasks a plane and thread: few enough to cost nothing, and one thread that is held up by others'
/// work does not hold up the frame.
constexpr int kTasksPerWorker = 4;

constexpr double kWholeWithin = 1e-6;

bool is_whole(double place) {
  return std::fabs(place - std::round(place)) < kWholeWithin;
}

/// Whether every output sample shows just one sample of the source.
bool is_copy(const AxisMap& map, int in_size, int out_size) {
  const double first = map.at(0);
  const double last = map.at(out_size - 1);
  return is_whole(first) && is_whole(last) && std::lround(last - first) == out_size - 1 &&
         std::lround(first) >= 0 && std::lround(last) < in_size;
}

/// The part of a plane's axis that a placement takes.
struct Span {
  int begin = 0;
  int size = 0;
};

Span span_of(int origin, int size, const SampleGrid& grid, int plane_size) {
  const int step = static_cast<int>(grid.step);
  const int begin = std::clamp(origin / step, 0, plane_size);
  const int end = std::clamp((origin + size + step - 1) / step, begin, plane_size);
  return {begin, end - begin};
}

AxisMap map_of(double crop_origin, double crop_size, int out_origin, int out_size,
               const SampleGrid& grid, const Span& span) {
  const AxisMap map = axis_map(crop_origin, crop_size, out_origin, out_size, grid);
  return {map.at(span.begin), map.step};
}

int workers_for(int threads) {
  return threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void fill(std::uint8_t* to, int samples, const std::uint8_t* sample, int sample_bytes) {
  if (sample_bytes == 1) {
    std::memset(to, sample[0], static_cast<std::size_t>(samples));
    return;
  }
  for (int i = 0; i < samples; ++i) {
    std::memcpy(to + i * sample_bytes, sample, static_cast<std::size_t>(sample_bytes));
  }
}

}  // namespace

PictureResampler::PictureResampler(const PictureSetup& setup)
    : setup_(setup), workers_(workers_for(setup.threads)) {
  switch (setup.format) {
    case PictureFormat::kNv12:
      add_kind({1, 1}, false);
      add_kind({1, 2}, true);
      kind_of_ = {0, 1};
      break;
    case PictureFormat::kI420:
      add_kind({1, 1}, false);
      add_kind({1, 1}, true);
      kind_of_ = {0, 1, 1};
      break;
    case PictureFormat::kP010:
      add_kind({2, 1}, false);
      add_kind({2, 2}, true);
      kind_of_ = {0, 1};
      break;
    case PictureFormat::kRgba:
      add_kind({1, 4}, false);
      kind_of_ = {0};
      break;
  }
  works_.resize(kind_of_.size());
}

void PictureResampler::add_kind(SampleFormat format, bool chroma) {
  PlaneKind kind{format, chroma, nullptr};
  if (setup_.method == ResampleMethod::kBilinear && format.value_bytes == 1) {
    kind.resampler = std::make_unique<BilinearPlane>(format.channels);
  } else {
    kind.resampler = std::make_unique<FilteredPlane>(format, setup_.method, workers_.count());
  }
  kinds_.push_back(std::move(kind));
}

std::array<std::uint8_t, 4> PictureResampler::black_sample(std::size_t plane) const {
  const auto& black = setup_.black;
  if (setup_.format == PictureFormat::kRgba) {
    return black;
  }
  if (setup_.format == PictureFormat::kP010) {  // little-endian, the upper byte second
    return plane == 0 ? std::array<std::uint8_t, 4>{0, black[0]}
                      : std::array<std::uint8_t, 4>{0, black[1], 0, black[2]};
  }
  return {black[plane], black[2]};
}

PictureResampler::PlaneWork PictureResampler::plan(std::size_t plane, const Picture& in,
                                                   const MutablePicture& out,
                                                   const Placement& placement) {
  const PlaneKind& kind = kinds_[kind_of_[plane]];
  const SampleGrid horizontal = kind.chroma ? setup_.chroma_horizontal : kLumaGrid;
  const SampleGrid vertical = kind.chroma ? setup_.chroma_vertical : kLumaGrid;
  PlaneWork work;
  work.in = in.planes[plane];
  work.out = out.planes[plane];
  work.sample_bytes = kind.format.bytes();
  work.black = black_sample(plane);
  const Span columns = span_of(placement.x, placement.width, horizontal, work.out.width);
  const Span rows = span_of(placement.y, placement.height, vertical, work.out.height);
  work.left = columns.begin;
  work.top = rows.begin;
  work.window = {work.out.row(rows.begin) + columns.begin * work.sample_bytes, work.out.stride,
                 columns.size, rows.size};
  if (columns.size == 0 || rows.size == 0) {
    return work;
  }
  const CropRect& crop = placement.crop;
  const AxisMap across = map_of(crop.x, crop.w, placement.x, placement.width, horizontal, columns);
  const AxisMap down = map_of(crop.y, crop.h, placement.y, placement.height, vertical, rows);
  if (is_copy(across, work.in.width, columns.size) && is_copy(down, work.in.height, rows.size)) {
    work.in.data = work.in.row(static_cast<int>(std::lround(down.origin))) +
                   std::lround(across.origin) * work.sample_bytes;
    return work;
  }
  work.resampler = kind.resampler.get();
  work.resampler->prepare(across, down, work.in.width, work.in.height, columns.size, rows.size);
  return work;
}

void PictureResampler::run(const Picture& in, const MutablePicture& out,
                           const Placement& placement) {
  const int pieces = workers_.count() == 1 ? 1 : workers_.count() * kTasksPerWorker;
  task_rows_ = (out.planes[0].height + pieces - 1) / pieces;
  int tasks = 0;
  for (std::size_t plane = 0; plane < works_.size(); ++plane) {
    PlaneWork& work = works_[plane];
    work = plan(plane, in, out, placement);
    work.first_task = tasks;
    tasks += (work.out.height + task_rows_ - 1) / task_rows_;
  }
  workers_.run(tasks, [this](int task, int worker) { run_task(task, worker); });
}

void PictureResampler::run_task(int task, int worker) const {
  const auto after = std::find_if(works_.begin() + 1, works_.end(),
                                  [task](const PlaneWork& work) { return work.first_task > task; });
  const PlaneWork& work = *(after - 1);
  const int begin = (task - work.first_task) * task_rows_;
  run_rows(work, begin, std::min(begin + task_rows_, work.out.height), worker);
}

/// Rows [begin, end) of the output plane: black, and of the window what falls among them.
void PictureResampler::run_rows(const PlaneWork& work, int begin, int end, int worker) {
  const MutablePlane& window = work.window;
  const int bytes = work.sample_bytes;
  const int right = work.left + window.width;
  const auto in_window = [&](int y) { return y >= work.top && y < work.top + window.height; };
  const auto blacken = [&](int y, int from, int to) {
    fill(work.out.row(y) + from * bytes, to - from, work.black.data(), bytes);
  };
  for (int y = begin; y < end; ++y) {
    if (in_window(y)) {
      blacken(y, 0, work.left);
      blacken(y, right, work.out.width);
    } else {
      blacken(y, 0, work.out.width);
    }
  }
  const int first = std::clamp(begin - work.top, 0, window.height);
  const int last = std::clamp(end - work.top, first, window.height);
  if (first == last) {
    return;
  }
  if (work.resampler != nullptr) {
    work.resampler->run(work.in, window, first, last, worker);
    return;
  }
  for (int y = first; y < last; ++y) {
    std::memcpy(window.row(y), work.in.row(y), static_cast<std::size_t>(window.width * bytes));
  }
}

}  // namespace gimbal
