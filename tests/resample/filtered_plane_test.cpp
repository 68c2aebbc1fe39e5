#include "lib/resample/filtered_plane.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/resample/counted_allocations.hpp"
#include "tests/resample/pictures.hpp"
#include "tests/resample/reference.hpp"

namespace gimbal {
namespace {

using reference::Field;
using reference::Kernel;

constexpr SampleFormat kFormats[] = {{1, 1}, {1, 2}, {1, 4}, {2, 1}, {2, 2}};
constexpr ResampleMethod kMethods[] = {ResampleMethod::kAuto, ResampleMethod::kBilinear,
                                       ResampleMethod::kBicubic, ResampleMethod::kLanczos};

double peak_of(SampleFormat format) {
  return format.value_bytes == 1 ? 255 : 1023;
}

/// A picture in memory; rows are `pad` bytes further apart than they are long.
struct Picture {
  SampleFormat format;
  int width;
  int height;
  std::ptrdiff_t stride;
  std::vector<std::uint8_t> bytes;

  Picture(SampleFormat f, int w, int h, int pad = 0)
      : format(f),
        width(w),
        height(h),
        stride(w * f.bytes() + pad),
        bytes(static_cast<std::size_t>(stride * h), 0xa5) {}

  Picture(SampleFormat f, const Field& field, int pad = 0)
      : Picture(f, field.width, field.height, pad) {
    for (int y = 0; y < height; ++y) {
      for (int i = 0; i < width * f.channels; ++i) {
        const auto value = static_cast<int>(field.at(i / f.channels, y, i % f.channels));
        std::uint8_t* to = bytes.data() + y * stride + i * f.value_bytes;
        if (f.value_bytes == 1) {
          *to = static_cast<std::uint8_t>(value);
        } else {
          to[0] = static_cast<std::uint8_t>(value << 6);
          to[1] = static_cast<std::uint8_t>(value >> 2);
        }
      }
    }
  }

  Plane plane() const { return {bytes.data(), stride, width, height}; }
  MutablePlane plane() { return {bytes.data(), stride, width, height}; }

  Field field() const {
    Field all(width, height, format.channels);
    for (int y = 0; y < height; ++y) {
      for (int i = 0; i < width * format.channels; ++i) {
        const std::uint8_t* from = bytes.data() + y * stride + i * format.value_bytes;
        all.at(i / format.channels, y, i % format.channels) =
            format.value_bytes == 1 ? from[0] : (from[0] + 256 * from[1]) / 64.0;
      }
    }
    return all;
  }
};

/// An output of `width` x `height` samples.
struct Job {
  AxisMap horizontal;
  AxisMap vertical;
  int width;
  int height;
};

Picture run(FilteredPlane& plane, const Picture& in, const Job& job, int pad = 0) {
  Picture out(in.format, job.width, job.height, pad);
  plane.prepare(job.horizontal, job.vertical, in.width, in.height, job.width, job.height);
  plane.run(in.plane(), out.plane(), 0, job.height, 0);
  return out;
}

Field exact(const Field& in, const Job& job, Kernel kernel, bool widened) {
  const auto horizontal =
      reference::even_axis(job.horizontal.origin, job.horizontal.step, job.width);
  const auto vertical = reference::even_axis(job.vertical.origin, job.vertical.step, job.height);
  return reference::resample(
      in, horizontal, vertical, kernel,
      widened ? reference::antialiasing(horizontal, vertical) : reference::Spread{});
}

/// What `auto` does along rows by its definition: a mean of the samples around, weighted by a
/// triangle and by Catmull-Rom, of which the former is all from step 2 on and nothing up to step 1.
Field faded_along_rows(const Field& in, const AxisMap& map, int width) {
  const double spread = std::max(1.0, map.step);
  const double share = std::clamp(map.step - 1, 0.0, 1.0);
  const auto reach = static_cast<int>(std::ceil(2 * spread));
  Field out(width, in.height, in.channels);
  for (int i = 0; i < width; ++i) {
    const double place = map.at(i);
    double sum = 0;
    for (int k = -reach; k <= reach + 1; ++k) {
      const int sample = static_cast<int>(std::floor(place)) + k;
      const double x = std::fabs(sample - place) / spread;
      const double weight = share * reference::kernel_value(Kernel::kTriangle, x) +
                            (1 - share) * reference::kernel_value(Kernel::kCatmullRom, x);
      sum += weight;
      for (int y = 0; y < in.height; ++y) {
        for (int c = 0; c < in.channels; ++c) {
          out.at(i, y, c) += weight * in.at(std::clamp(sample, 0, in.width - 1), y, c);
        }
      }
    }
    for (int y = 0; y < in.height; ++y) {
      for (int c = 0; c < in.channels; ++c) {
        out.at(i, y, c) /= sum;
      }
    }
  }
  return out;
}

Field transposed(const Field& in) {
  Field out(in.height, in.width, in.channels);
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) {
      for (int c = 0; c < in.channels; ++c) {
        out.at(y, x, c) = in.at(x, y, c);
      }
    }
  }
  return out;
}

Field faded(const Field& in, const Job& job) {
  const Field rows = faded_along_rows(in, job.horizontal, job.width);
  return transposed(faded_along_rows(transposed(rows), job.vertical, job.height));
}

Field exact(const Field& in, const Job& job, ResampleMethod method) {
  switch (method) {
    case ResampleMethod::kBilinear:
      return exact(in, job, Kernel::kTriangle, false);
    case ResampleMethod::kBicubic:
      return exact(in, job, Kernel::kCatmullRom, true);
    case ResampleMethod::kLanczos:
      return exact(in, job, Kernel::kLanczos3, true);
    case ResampleMethod::kAuto:
      break;
  }
  return faded(in, job);
}

/// Each test with every instruction set that this CPU and the portable code offer.
class Filtered : public testing::TestWithParam<FilterKernels> {
 protected:
  std::unique_ptr<FilteredPlane> make(SampleFormat format, ResampleMethod method, int workers = 1) {
    return std::make_unique<FilteredPlane>(format, method, workers, GetParam());
  }
};

INSTANTIATE_TEST_SUITE_P(With, Filtered, testing::ValuesIn(filter_kernels()), [](const auto& one) {
  std::string name = one.param.instructions;
  std::erase(name, '-');
  return name;
});

/// Up, 1:1, down a little, and down by both orders of work, with one and two windows and gathered.
std::vector<Job> jobs() {
  std::vector<Job> all;
  for (const double step : {0.37, 0.75, 1.0, 1.3, 1.7, 2.0, 2.2, 3.0, 4.6, 7.3}) {
    const auto size = static_cast<int>(180 / step);
    all.push_back({{4.3, step}, {3.7, step * 1.0001}, std::min(size, 211), std::min(size, 97)});
  }
  return all;
}

TEST_P(Filtered, IsCloseToTheExactPicture) {
  for (const SampleFormat format : kFormats) {
    for (const bool noise : {true, false}) {
      const double peak = peak_of(format);
      const Field source = noise ? reference::noise(203, 190, format.channels, peak)
                                 : reference::natural(203, 190, format.channels, peak);
      const Picture in(format, source, 3);
      for (const ResampleMethod method : kMethods) {
        for (const Job& job : jobs()) {
          const Picture out = run(*make(format, method), in, job, 5);
          const Field want = reference::clamped(exact(source, job, method), peak);
          // Weights of a byte show in noise, and where there are very many of them.
          const double least_of_bytes = noise || job.horizontal.step > 5 ? 51 : 55;
          EXPECT_GE(reference::psnr(out.field(), want, peak),
                    format.value_bytes == 1 ? least_of_bytes : 63)
              << format.value_bytes << " bytes, " << format.channels << " channels, method "
              << static_cast<int>(method) << ", step " << job.horizontal.step << ", noise "
              << noise;
        }
      }
    }
  }
}

TEST_P(Filtered, ShowsThingsWhereTheyAre) {
  for (const SampleFormat format : kFormats) {
    const double peak = peak_of(format);
    const Field source = reference::waves(400, 300, format.channels, 40, peak);
    const Picture in(format, source);
    for (const ResampleMethod method : kMethods) {
      for (const double step : {0.5, 1.0, 1.5, 3.0}) {
        const Job job{{10.313, step}, {7.77, step}, 90, 80};
        const Field shown = run(*make(format, method), in, job).field();
        const auto shift =
            reference::shift_between(shown, exact(source, job, Kernel::kCatmullRom, false));
        EXPECT_NEAR(shift.x, 0, 0.03) << "step " << step;
        EXPECT_NEAR(shift.y, 0, 0.03) << "step " << step;
      }
    }
  }
}

TEST_P(Filtered, IsTheSameWithEveryInstructionSet) {
  for (const SampleFormat format : kFormats) {
    const Picture in(format, reference::noise(203, 190, format.channels, peak_of(format)));
    for (const ResampleMethod method : kMethods) {
      FilteredPlane generic(format, method, 1, filter_kernels().back());
      for (const Job& job : jobs()) {
        EXPECT_EQ(run(*make(format, method), in, job).bytes, run(generic, in, job).bytes);
      }
    }
  }
}

TEST_P(Filtered, FlatPicturesStayFlat) {
  for (const SampleFormat format : kFormats) {
    for (const int level : {0, 1, 127, 128, 254, static_cast<int>(peak_of(format))}) {
      Field source(60, 50, format.channels);
      std::fill(source.values.begin(), source.values.end(), level);
      const Picture in(format, source);
      for (const ResampleMethod method : kMethods) {
        for (const double step : {0.7, 1.5, 2.7}) {
          const Field out =
              run(*make(format, method), in, {{-3.3, step}, {-2.1, step}, 35, 30}).field();
          for (const double value : out.values) {
            ASSERT_EQ(value, level) << "step " << step;
          }
        }
      }
    }
  }
}

TEST_P(Filtered, BeyondTheEdgeItRepeats) {
  for (const SampleFormat format : kFormats) {
    const double peak = peak_of(format);
    const Field source = reference::noise(23, 17, format.channels, peak);
    const Picture in(format, source);
    for (const ResampleMethod method : kMethods) {
      for (const double step : {0.6, 1.0, 2.0, 3.1, 6.0}) {
        // Around the picture, and wholly beside it.
        for (const double origin : {-9.3, 60.0, -250.0}) {
          const Job job{{origin, step}, {-6.2, step}, 70, 50};
          const Field want = reference::clamped(exact(source, job, method), peak);
          EXPECT_GE(reference::psnr(run(*make(format, method), in, job).field(), want, peak), 51)
              << format.value_bytes << " x " << format.channels << ", method "
              << static_cast<int>(method) << ", step " << step << ", from " << origin;
        }
      }
    }
  }
}

/// A picture whose last row ends where memory does.
class GuardedPicture {
 public:
  explicit GuardedPicture(const Picture& of) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t size = of.bytes.size();
    pages_ = (size + page - 1) / page * page;
    memory_ = static_cast<std::uint8_t*>(
        mmap(nullptr, pages_ + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    size_ = pages_ + 2 * page;
    std::uint8_t* inside = memory_ + page;
    EXPECT_EQ(mprotect(inside, pages_, PROT_READ | PROT_WRITE), 0);
    at_end_ = inside + pages_ - size;
    at_start_ = inside;
    width_ = of.width;
    height_ = of.height;
    stride_ = of.stride;
    bytes_ = &of.bytes;
  }
  GuardedPicture(const GuardedPicture&) = delete;
  GuardedPicture& operator=(const GuardedPicture&) = delete;
  ~GuardedPicture() { munmap(memory_, size_); }

  MutablePlane at(bool end) {
    std::uint8_t* data = end ? at_end_ : at_start_;
    std::copy(bytes_->begin(), bytes_->end(), data);
    return {data, stride_, width_, height_};
  }

 private:
  std::uint8_t* memory_;
  std::uint8_t* at_end_;
  std::uint8_t* at_start_;
  std::size_t pages_;
  std::size_t size_;
  std::ptrdiff_t stride_;
  int width_;
  int height_;
  const std::vector<std::uint8_t>* bytes_;
};

TEST_P(Filtered, TouchesNothingBesideThePictures) {
  for (const SampleFormat format : kFormats) {
    for (const int width : {1, 2, 7, 16, 33, 100}) {
      const Picture in(format, reference::noise(width, 9, format.channels, peak_of(format)));
      GuardedPicture source(in);
      for (const double step : {0.4, 1.0, 1.7, 2.5, 5.0}) {
        const auto out_width = std::max(1, static_cast<int>(width / step));
        const auto out_height = std::max(1, static_cast<int>(9 / step));
        const Picture empty(format, out_width, out_height);
        GuardedPicture target(empty);
        for (const bool end : {true, false}) {
          for (const ResampleMethod method : kMethods) {
            const auto plane = make(format, method);
            const MutablePlane from = source.at(end);
            plane->prepare({-0.1, step}, {0.2, step}, width, 9, out_width, out_height);
            plane->run({from.data, from.stride, width, 9}, target.at(end), 0, out_height, 0);
          }
        }
      }
    }
  }
}

TEST_P(Filtered, RowsMayBeLongerThanThePicture) {
  for (const SampleFormat format : kFormats) {
    const Picture in(format, reference::noise(61, 40, format.channels, peak_of(format)), 7);
    for (const double step : {0.6, 2.6}) {
      const Picture out =
          run(*make(format, ResampleMethod::kAuto), in, {{0.2, step}, {0.3, step}, 37, 15}, 9);
      for (int y = 0; y < out.height; ++y) {
        const std::uint8_t* row = out.bytes.data() + y * out.stride;
        EXPECT_EQ(std::count(row + out.stride - 9, row + out.stride, 0xa5), 9);
      }
    }
  }
}

TEST_P(Filtered, ThreadsMakeTheSamePicture) {
  for (const SampleFormat format : kFormats) {
    const Picture in(format, reference::noise(150, 140, format.channels, peak_of(format)));
    for (const double step : {0.6, 1.4, 2.6}) {
      const Job job{{0.2, step}, {0.3, step}, 50, 51};
      const auto plane = make(format, ResampleMethod::kAuto, 3);
      const Picture alone = run(*plane, in, job);
      Picture together(format, job.width, job.height);
      std::vector<std::thread> threads;
      threads.reserve(3);
      for (int worker = 0; worker < 3; ++worker) {
        threads.emplace_back([&, worker] {
          plane->run(in.plane(), together.plane(), worker * 17, worker * 17 + 17, worker);
        });
      }
      for (std::thread& thread : threads) {
        thread.join();
      }
      EXPECT_EQ(alone.bytes, together.bytes);
    }
  }
}

TEST_P(Filtered, KeptTablesMakeTheSamePicture) {
  const SampleFormat format{1, 2};
  const Picture in(format, reference::noise(300, 200, 2));
  for (const double step : {0.8, 1.5, 2.5}) {
    const auto kept = make(format, ResampleMethod::kAuto);
    // By whole samples, by fractions, over both edges, other sizes, and back.
    for (const Job& job :
         {Job{{50.25, step}, {40.5, step}, 60, 40}, Job{{53.25, step}, {40.5, step}, 60, 40},
          Job{{-3.75, step}, {38.5, step}, 60, 40}, Job{{200.25, step}, {38.5, step}, 60, 40},
          Job{{50.3, step}, {40.75, step}, 60, 40},
          Job{{50.3, step / 2}, {40.75, step * 1.5}, 80, 30},
          Job{{50.25, step}, {40.5, step}, 60, 40}}) {
      EXPECT_EQ(run(*kept, in, job).bytes,
                run(*make(format, ResampleMethod::kAuto), in, job).bytes);
    }
  }
}

TEST_P(Filtered, AllocatesNothingOnceItHasSeenWhatThereIs) {
  for (const SampleFormat format : kFormats) {
    const Picture in(format, reference::noise(300, 200, format.channels, peak_of(format)));
    for (const ResampleMethod method : kMethods) {
      const auto plane = make(format, method);
      Picture out(format, 90, 60);
      // A zoom and a pan over the edges.
      const auto move = [&] {
        for (double step = 3.1; step > 0.4; step -= 0.31) {
          const AxisMap horizontal{-3 + 7.3 * step, step};
          const AxisMap vertical{-2 + 5.1 * step, step};
          plane->prepare(horizontal, vertical, in.width, in.height, out.width, out.height);
          plane->run(in.plane(), out.plane(), 0, out.height, 0);
        }
      };
      move();
      const int before = allocations_so_far();
      move();
      EXPECT_EQ(allocations_so_far(), before) << "method " << static_cast<int>(method);
    }
  }
}

TEST_P(Filtered, AutoDoesNotAlias) {
  // Rings finer than the output can hold come out grey; with two by two samples they come out as
  // other rings.
  constexpr int kSize = 600;
  const Picture in({1, 1}, reference::zone_plate(kSize, kSize));
  for (const double step : {1.9, 2.0, 3.0, 4.0}) {
    const auto size = static_cast<int>(kSize / step);
    const Job job{{(step - 1) / 2, step}, {(step - 1) / 2, step}, size, size};
    const auto energy_beyond = [&](ResampleMethod method) {
      const Field out = run(*make({1, 1}, method), in, job).field();
      double energy = 0;
      for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) {
          // Waves a sample at this radius, of the output: over 0.75 all that is seen is aliased.
          const double radius = std::hypot(x - (size - 1) / 2.0, y - (size - 1) / 2.0) * step;
          const double frequency = 0.45 * radius / (kSize / 2.0) * step;
          if (frequency > 0.75 && radius < kSize / 2.0) {
            energy += std::pow(out.at(x, y) - 127.5, 2);
          }
        }
      }
      return energy;
    };
    const double bilinear = energy_beyond(ResampleMethod::kBilinear);
    EXPECT_GT(bilinear, 1000) << "step " << step;
    EXPECT_LT(energy_beyond(ResampleMethod::kAuto), 0.05 * bilinear) << "step " << step;
  }
}

TEST_P(Filtered, ZoomingInDoesNotPop) {
  // From half size to twice the size, a thousandth a frame, at a place that stays where it is.
  const SampleFormat format{1, 1};
  const Picture in(format, reference::natural(400, 300, 1));
  const auto plane = make(format, ResampleMethod::kAuto);
  constexpr int kWidth = 64;
  constexpr int kHeight = 48;
  const auto shown = [&](double step) {
    return run(*plane, in,
               {{200 - step * kWidth / 2, step}, {150 - step * kHeight / 2, step}, kWidth, kHeight})
        .field();
  };
  Field before = shown(2.6);
  double most = 0;
  double sum = 0;
  int frames = 0;
  for (double step = 2.6 / 1.001; step > 0.5; step /= 1.001) {
    const Field now = shown(step);
    const double noise = std::pow(10, -reference::psnr(now, before, 255) / 20) * 255;
    most = std::max(most, noise);
    sum += noise;
    ++frames;
    before = now;
  }
  EXPECT_LT(most, 2.5 * sum / frames);
}

}  // namespace
}  // namespace gimbal
