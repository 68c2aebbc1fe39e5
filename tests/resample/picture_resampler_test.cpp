#include "lib/resample/picture_resampler.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <ostream>
#include <string>

#include "tests/resample/counted_allocations.hpp"
#include "tests/resample/guarded_plane.hpp"
#include "tests/resample/pictures.hpp"
#include "tests/resample/reference.hpp"

namespace gimbal {
namespace {

using reference::Axis;
using reference::crop_axis;
using reference::Field;

constexpr std::uint8_t kMark = 0xa5;

/// How one plane of a format lies on the luma grid.
struct PlaneShape {
  int channels;
  int value_bytes;
  bool chroma;

  int bytes() const { return channels * value_bytes; }
  int size(int luma) const { return chroma ? (luma + 1) / 2 : luma; }
};

std::vector<PlaneShape> shapes_of(PictureFormat format) {
  switch (format) {
    case PictureFormat::kNv12:
      return {{1, 1, false}, {2, 1, true}};
    case PictureFormat::kI420:
      return {{1, 1, false}, {1, 1, true}, {1, 1, true}};
    case PictureFormat::kP010:
      return {{1, 2, false}, {2, 2, true}};
    case PictureFormat::kRgba:
      return {{4, 1, false}};
  }
  return {};
}

/// A picture whose planes lie with gaps between rows, each against memory nobody may touch.
class Memory {
 public:
  Memory(PictureFormat format, int width, int height) : shapes_(shapes_of(format)) {
    for (const PlaneShape& shape : shapes_) {
      planes_.push_back(std::make_unique<GuardedPlane>(
          shape.size(width) * shape.bytes(), shape.size(height), 13,
          planes_.empty() ? GuardedPlane::Against::kBehind : GuardedPlane::Against::kBefore));
      planes_.back()->fill_gaps(kMark);
    }
  }

  Picture view() const {
    Picture picture;
    for (std::size_t i = 0; i < planes_.size(); ++i) {
      picture.planes[i] = planes_[i]->view(shapes_[i].bytes());
    }
    return picture;
  }
  MutablePicture target() const {
    MutablePicture picture;
    for (std::size_t i = 0; i < planes_.size(); ++i) {
      picture.planes[i] = planes_[i]->target(shapes_[i].bytes());
    }
    return picture;
  }

  /// A plane's values, 10 bits of P010's 16.
  Field field(std::size_t plane) const {
    const Plane view = planes_[plane]->view(shapes_[plane].bytes());
    Field field(view.width, view.height, shapes_[plane].channels);
    for (int y = 0; y < view.height; ++y) {
      for (int x = 0; x < view.width; ++x) {
        for (int c = 0; c < field.channels; ++c) {
          const std::uint8_t* at =
              view.row(y) + (x * field.channels + c) * shapes_[plane].value_bytes;
          field.at(x, y, c) = shapes_[plane].value_bytes == 1 ? at[0] : (at[0] + 256 * at[1]) / 64;
        }
      }
    }
    return field;
  }
  void set(std::size_t plane, const Field& field) const {
    const MutablePlane target = planes_[plane]->target(shapes_[plane].bytes());
    for (int y = 0; y < field.height; ++y) {
      for (int x = 0; x < field.width; ++x) {
        for (int c = 0; c < field.channels; ++c) {
          std::uint8_t* at = target.row(y) + (x * field.channels + c) * shapes_[plane].value_bytes;
          const int value = static_cast<int>(field.at(x, y, c));
          if (shapes_[plane].value_bytes == 1) {
            at[0] = static_cast<std::uint8_t>(value);
          } else {
            at[0] = static_cast<std::uint8_t>(value * 64 % 256);
            at[1] = static_cast<std::uint8_t>(value * 64 / 256);
          }
        }
      }
    }
  }
  template <class Make>
  void fill(Make make) const {
    for (std::size_t i = 0; i < planes_.size(); ++i) {
      const Plane view = planes_[i]->view(shapes_[i].bytes());
      set(i, make(view.width, view.height, shapes_[i].channels, peak(i)));
    }
  }
  double peak(std::size_t plane) const { return shapes_[plane].value_bytes == 1 ? 255 : 1023; }
  std::vector<std::uint8_t> bytes() const {
    std::vector<std::uint8_t> all;
    for (const auto& plane : planes_) {
      const auto some = plane->bytes();
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }
  bool gaps_hold() const {
    return std::all_of(planes_.begin(), planes_.end(),
                       [](const auto& plane) { return plane->gaps_hold(kMark); });
  }
  const std::vector<PlaneShape>& shapes() const { return shapes_; }

 private:
  std::vector<PlaneShape> shapes_;
  std::vector<std::unique_ptr<GuardedPlane>> planes_;
};

struct Case {
  const char* name;
  PictureFormat format;
  int in_width;
  int in_height;
  int out_width;
  int out_height;
  Placement placement;
  SampleGrid horizontal = kChromaCosited;
  SampleGrid vertical = kChromaCentered;
};

std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

PictureSetup setup_of(const Case& c, int threads = 1,
                      ResampleMethod method = ResampleMethod::kBilinear) {
  PictureSetup setup;
  setup.format = c.format;
  setup.method = method;
  setup.chroma_horizontal = c.horizontal;
  setup.chroma_vertical = c.vertical;
  setup.threads = threads;
  if (c.format == PictureFormat::kRgba) {
    setup.black = {0, 0, 0, 255};
  }
  return setup;
}

/// Where plane `shape` of the output shows the source, over the part that the placement takes.
struct Window {
  int x;
  int y;
  Axis across;
  Axis down;
};

Window window_of(const Case& c, const PlaneShape& shape) {
  const Placement& p = c.placement;
  const auto axis = [&](double origin, double size, int out, int out_size, SampleGrid grid) {
    const double spacing = shape.chroma ? 2 : 1;
    const double centre = shape.chroma ? grid.center : 0.5;
    const int count = shape.chroma ? (out_size + 1) / 2 : out_size;
    // From the plane's first sample on; what is before the window is dropped.
    const int skipped = shape.chroma ? out / 2 : out;
    Axis all = crop_axis(origin, size, out, out_size, centre, spacing, skipped + count);
    all.places.erase(all.places.begin(), all.places.begin() + skipped);
    return all;
  };
  return {shape.chroma ? p.x / 2 : p.x, shape.chroma ? p.y / 2 : p.y,
          axis(p.crop.x, p.crop.w, p.x, p.width, c.horizontal),
          axis(p.crop.y, p.crop.h, p.y, p.height, c.vertical)};
}

Field part(const Field& field, int x, int y, int width, int height) {
  Field out(width, height, field.channels);
  for (int j = 0; j < height; ++j) {
    for (int i = 0; i < width; ++i) {
      for (int ch = 0; ch < field.channels; ++ch) {
        out.at(i, j, ch) = field.at(x + i, y + j, ch);
      }
    }
  }
  return out;
}

class PictureResamplerTest : public testing::TestWithParam<Case> {};

/// What `method` is by definition.
Field truth_of(const Field& source, const Window& window, ResampleMethod method) {
  const reference::Spread spread = reference::antialiasing(window.across, window.down);
  switch (method) {
    case ResampleMethod::kBilinear:
      return reference::resample(source, window.across, window.down, reference::Kernel::kTriangle);
    case ResampleMethod::kLanczos:
      return reference::resample(source, window.across, window.down, reference::Kernel::kLanczos3,
                                 spread);
    case ResampleMethod::kBicubic:
    case ResampleMethod::kAuto:
      break;
  }
  return reference::resample(source, window.across, window.down, reference::Kernel::kCatmullRom,
                             spread);
}

void expect_close(const Case& c, ResampleMethod method, const Memory& in, const Memory& out) {
  for (std::size_t plane = 0; plane < in.shapes().size(); ++plane) {
    const Window window = window_of(c, in.shapes()[plane]);
    const double peak = in.peak(plane);
    const Field truth = reference::clamped(truth_of(in.field(plane), window, method), peak);
    const Field shown = part(out.field(plane), window.x, window.y, truth.width, truth.height);
    EXPECT_GE(reference::psnr(shown, truth, peak), 50) << "plane " << plane;
    const reference::Shift shift = reference::shift_between(shown, truth);
    EXPECT_LE(std::hypot(shift.x, shift.y), 0.05) << "plane " << plane;
  }
}

TEST_P(PictureResamplerTest, ShowsTheCropWhereThePlacementSays) {
  const Case& c = GetParam();
  const Memory in(c.format, c.in_width, c.in_height);
  const Memory out(c.format, c.out_width, c.out_height);
  for (const bool natural : {true, false}) {
    in.fill([&](int w, int h, int channels, double peak) {
      return natural ? reference::natural(w, h, channels, peak)
                     : reference::waves(w, h, channels, 14, peak);
    });
    for (const ResampleMethod method :
         {ResampleMethod::kBilinear, ResampleMethod::kBicubic, ResampleMethod::kLanczos}) {
      const testing::ScopedTrace trace(__FILE__, __LINE__, static_cast<int>(method));
      PictureResampler resampler(setup_of(c, 1, method));
      resampler.run(in.view(), out.target(), c.placement);
      EXPECT_TRUE(out.gaps_hold());
      expect_close(c, method, in, out);
    }
  }
}

TEST_P(PictureResamplerTest, IsBlackAround) {
  const Case& c = GetParam();
  const Memory in(c.format, c.in_width, c.in_height);
  const Memory out(c.format, c.out_width, c.out_height);
  in.fill([](int w, int h, int channels, double peak) {
    return reference::noise(w, h, channels, peak);
  });
  PictureResampler(setup_of(c)).run(in.view(), out.target(), c.placement);
  const double scale = c.format == PictureFormat::kP010 ? 4 : 1;
  for (std::size_t plane = 0; plane < in.shapes().size(); ++plane) {
    const Window window = window_of(c, in.shapes()[plane]);
    const Field shown = out.field(plane);
    const int right = window.x + static_cast<int>(window.across.places.size());
    const int bottom = window.y + static_cast<int>(window.down.places.size());
    for (int y = 0; y < shown.height; ++y) {
      for (int x = 0; x < shown.width; ++x) {
        if (x >= window.x && x < right && y >= window.y && y < bottom) {
          continue;
        }
        for (int ch = 0; ch < shown.channels; ++ch) {
          const double black = c.format == PictureFormat::kRgba ? (ch == 3 ? 255 : 0)
                               : plane == 0                     ? 16 * scale
                                                                : 128 * scale;
          ASSERT_EQ(shown.at(x, y, ch), black) << "plane " << plane << " at " << x << ", " << y;
        }
      }
    }
  }
}

TEST_P(PictureResamplerTest, SameBytesWithAnyNumberOfThreads) {
  const Case& c = GetParam();
  const Memory in(c.format, c.in_width, c.in_height);
  in.fill([](int w, int h, int channels, double peak) {
    return reference::noise(w, h, channels, peak);
  });
  for (const ResampleMethod method : {ResampleMethod::kBilinear, ResampleMethod::kAuto}) {
    std::vector<std::uint8_t> of_one;
    for (const int threads : {1, 2, 3, 7}) {
      const Memory out(c.format, c.out_width, c.out_height);
      PictureResampler resampler(setup_of(c, threads, method));
      resampler.run(in.view(), out.target(), c.placement);
      of_one = threads == 1 ? out.bytes() : of_one;
      EXPECT_EQ(out.bytes(), of_one) << threads << " threads";
    }
  }
}

/// Zooms in step by step, forty frames.
void zoom(PictureResampler& resampler, const Memory& in, const Memory& out, Placement placement) {
  for (int i = 0; i < 40; ++i) {
    resampler.run(in.view(), out.target(), placement);
    placement.crop.w *= 0.93;
    placement.crop.h *= 0.93;
  }
}

TEST_P(PictureResamplerTest, AllocatesNothingOnceItHasZoomed) {
  const Case& c = GetParam();
  const Memory in(c.format, c.in_width, c.in_height);
  const Memory out(c.format, c.out_width, c.out_height);
  for (const ResampleMethod method : {ResampleMethod::kBilinear, ResampleMethod::kAuto}) {
    PictureResampler resampler(setup_of(c, 2, method));
    zoom(resampler, in, out, c.placement);
    const int before = allocations_so_far();
    zoom(resampler, in, out, c.placement);
    EXPECT_EQ(allocations_so_far() - before, 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Pictures, PictureResamplerTest,
                         testing::Values(Case{"Nv12",
                                              PictureFormat::kNv12,
                                              320,
                                              240,
                                              160,
                                              90,
                                              {{31.37, 40.81, 240, 135}, 0, 0, 160, 90}},
                                         Case{"Nv12OddSizes",
                                              PictureFormat::kNv12,
                                              321,
                                              241,
                                              161,
                                              91,
                                              {{31.37, 40.81, 200, 113}, 0, 0, 161, 91}},
                                         Case{"Nv12Padded",
                                              PictureFormat::kNv12,
                                              320,
                                              240,
                                              200,
                                              120,
                                              {{0, 0, 320, 240}, 20, 0, 160, 120}},
                                         Case{"Nv12Letterboxed",
                                              PictureFormat::kNv12,
                                              320,
                                              240,
                                              200,
                                              160,
                                              {{11.5, 20.2, 250, 130}, 0, 28, 200, 104}},
                                         Case{"Nv12Centered",
                                              PictureFormat::kNv12,
                                              320,
                                              240,
                                              160,
                                              90,
                                              {{31.37, 40.81, 240, 135}, 0, 0, 160, 90},
                                              kChromaCentered,
                                              kChromaCentered},
                                         Case{"Nv12Enlarged",
                                              PictureFormat::kNv12,
                                              320,
                                              240,
                                              320,
                                              180,
                                              {{100.3, 80.7, 100, 56.25}, 0, 0, 320, 180}},
                                         Case{"I420",
                                              PictureFormat::kI420,
                                              320,
                                              240,
                                              160,
                                              90,
                                              {{31.37, 40.81, 240, 135}, 0, 0, 160, 90}},
                                         Case{"I420TopLeft",
                                              PictureFormat::kI420,
                                              320,
                                              240,
                                              160,
                                              90,
                                              {{31.37, 40.81, 240, 135}, 0, 0, 160, 90},
                                              kChromaCosited,
                                              kChromaCosited},
                                         Case{"I420OddPadded",
                                              PictureFormat::kI420,
                                              319,
                                              239,
                                              203,
                                              121,
                                              {{3.3, 2.2, 300, 200}, 22, 14, 161, 91}},
                                         Case{"I420Stretched",
                                              PictureFormat::kI420,
                                              320,
                                              240,
                                              100,
                                              200,
                                              {{0, 0, 320, 240}, 0, 0, 100, 200}},
                                         Case{"P010",
                                              PictureFormat::kP010,
                                              320,
                                              240,
                                              160,
                                              90,
                                              {{31.37, 40.81, 240, 135}, 0, 0, 160, 90}},
                                         Case{"P010Padded",
                                              PictureFormat::kP010,
                                              323,
                                              241,
                                              203,
                                              111,
                                              {{11.37, 10.81, 300, 200}, 16, 10, 161, 91}},
                                         Case{"P010Enlarged",
                                              PictureFormat::kP010,
                                              320,
                                              240,
                                              320,
                                              180,
                                              {{100.3, 80.7, 100, 56.25}, 0, 0, 320, 180}},
                                         Case{"P010WholePixels",
                                              PictureFormat::kP010,
                                              320,
                                              240,
                                              160,
                                              90,
                                              {{34, 20, 160, 90}, 0, 0, 160, 90}},
                                         Case{"Rgba",
                                              PictureFormat::kRgba,
                                              320,
                                              240,
                                              160,
                                              90,
                                              {{31.37, 40.81, 240, 135}, 0, 0, 160, 90}},
                                         Case{"RgbaPadded",
                                              PictureFormat::kRgba,
                                              323,
                                              240,
                                              201,
                                              111,
                                              {{31.37, 40.81, 240, 135}, 16, 10, 161, 91}},
                                         Case{"Nv12WholePixels",
                                              PictureFormat::kNv12,
                                              320,
                                              240,
                                              160,
                                              90,
                                              {{34, 20, 160, 90}, 0, 0, 160, 90}},
                                         Case{"RgbaWholePixels",
                                              PictureFormat::kRgba,
                                              320,
                                              240,
                                              180,
                                              100,
                                              {{33, 21, 160, 90}, 10, 4, 160, 90}}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(PictureResampler, WholePixelsAreCopiedExactly) {
  const Memory in(PictureFormat::kNv12, 320, 240);
  const Memory out(PictureFormat::kNv12, 160, 90);
  in.fill([](int w, int h, int channels, double peak) {
    return reference::noise(w, h, channels, peak);
  });
  PictureResampler resampler({});
  resampler.run(in.view(), out.target(), {{34, 20, 160, 90}, 0, 0, 160, 90});
  EXPECT_EQ(out.field(0).values, part(in.field(0), 34, 20, 160, 90).values);
  EXPECT_EQ(out.field(1).values, part(in.field(1), 17, 10, 80, 45).values);
}

TEST(PictureResampler, FollowsASourceThatChangesItsSize) {
  const Case c{
      "", PictureFormat::kNv12, 320, 240, 160, 90, {{31.3, 40.8, 240, 135}, 0, 0, 160, 90}};
  PictureResampler resampler(setup_of(c));
  for (const auto& [width, height] : {std::pair{320, 240}, {402, 226}, {301, 181}, {320, 240}}) {
    const Memory in(c.format, width, height);
    in.fill([](int w, int h, int channels, double peak) {
      return reference::noise(w, h, channels, peak);
    });
    const Memory kept(c.format, c.out_width, c.out_height);
    const Memory fresh(c.format, c.out_width, c.out_height);
    resampler.run(in.view(), kept.target(), c.placement);
    PictureResampler(setup_of(c)).run(in.view(), fresh.target(), c.placement);
    EXPECT_EQ(kept.bytes(), fresh.bytes()) << width << "x" << height;
  }
}

}  // namespace
}  // namespace gimbal
