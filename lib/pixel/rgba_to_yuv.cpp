#include "lib/pixel/rgba_to_yuv.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/pixel/rgba_to_yuv.cpp"
#include <hwy/foreach_target.h>  // compiles this file again for each instruction set
//
#include <hwy/highway.h>

#ifndef GIMBAL_RGBA_TO_YUV_SHARED
#define GIMBAL_RGBA_TO_YUV_SHARED
namespace gimbal {

// Colours are carried as value * 128 in 16 bits, so that a high multiply by coefficient * 65536
// gives the product with seven fractional bits.
inline constexpr int kFraction = 7;

/// Sums of two rows of pixels, one array a channel, each with room for a sample before and after.
struct RowPairSums {
  std::uint16_t* r;
  std::uint16_t* g;
  std::uint16_t* b;
};

}  // namespace gimbal
#endif

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Writes one row of luma and adds the row's channels to `sums`.
void luma_row(const std::uint8_t* rgba, int width, const YuvRow& k, std::uint8_t* luma,
              const RowPairSums& sums) {
  const hn::ScalableTag<std::uint16_t> d16;
  const hn::Rebind<std::uint8_t, decltype(d16)> d8;
  const hn::RebindToSigned<decltype(d16)> ds16;
  const int lanes = static_cast<int>(hn::Lanes(d16));
  const auto kr = hn::Set(d16, static_cast<std::uint16_t>(k.r));
  const auto kg = hn::Set(d16, static_cast<std::uint16_t>(k.g));
  const auto kb = hn::Set(d16, static_cast<std::uint16_t>(k.b));
  const auto offset = hn::Set(d16, static_cast<std::uint16_t>(k.offset));
  int x = 0;
  for (; x + lanes <= width; x += lanes) {
    hn::Vec<decltype(d8)> r8;
    hn::Vec<decltype(d8)> g8;
    hn::Vec<decltype(d8)> b8;
    hn::Vec<decltype(d8)> a8;
    hn::LoadInterleaved4(d8, rgba + 4 * x, r8, g8, b8, a8);
    const auto r = hn::PromoteTo(d16, r8);
    const auto g = hn::PromoteTo(d16, g8);
    const auto b = hn::PromoteTo(d16, b8);
    const auto y = hn::MulHigh(hn::ShiftLeft<kFraction>(r), kr) +
                   hn::MulHigh(hn::ShiftLeft<kFraction>(g), kg) +
                   hn::MulHigh(hn::ShiftLeft<kFraction>(b), kb) + offset;
    hn::StoreU(hn::DemoteTo(d8, hn::BitCast(ds16, hn::ShiftRight<kFraction>(y))), d8, luma + x);
    hn::StoreU(hn::LoadU(d16, sums.r + x) + r, d16, sums.r + x);
    hn::StoreU(hn::LoadU(d16, sums.g + x) + g, d16, sums.g + x);
    hn::StoreU(hn::LoadU(d16, sums.b + x) + b, d16, sums.b + x);
  }
  for (; x < width; ++x) {
    const std::uint8_t* p = rgba + static_cast<std::ptrdiff_t>(4) * x;
    const int y = ((p[0] << kFraction) * k.r >> 16) + ((p[1] << kFraction) * k.g >> 16) +
                  ((p[2] << kFraction) * k.b >> 16) + k.offset;
    luma[x] = static_cast<std::uint8_t>(std::min(y >> kFraction, 255));
    sums.r[x] = static_cast<std::uint16_t>(sums.r[x] + p[0]);
    sums.g[x] = static_cast<std::uint16_t>(sums.g[x] + p[1]);
    sums.b[x] = static_cast<std::uint16_t>(sums.b[x] + p[2]);
  }
}

/// The 1-2-1 filter over a pair of rows at luma column 2 * `x`: eight times the mean, then * 128.
template <class D>
hn::Vec<D> chroma_input(D d, const std::uint16_t* sums, int x) {
  hn::Vec<D> unused;
  hn::Vec<D> left;
  hn::Vec<D> middle;
  hn::Vec<D> right;
  hn::LoadInterleaved2(d, sums + 2 * x - 2, unused, left);
  hn::LoadInterleaved2(d, sums + 2 * x, middle, right);
  return hn::ShiftLeft<kFraction - 3>(left + middle + middle + right);
}

template <class D>
hn::Vec<D> chroma_value(D d, const YuvRow& k, hn::Vec<D> r, hn::Vec<D> g, hn::Vec<D> b) {
  const auto sum = hn::MulHigh(r, hn::Set(d, static_cast<std::int16_t>(k.r))) +
                   hn::MulHigh(g, hn::Set(d, static_cast<std::int16_t>(k.g))) +
                   hn::MulHigh(b, hn::Set(d, static_cast<std::int16_t>(k.b))) +
                   hn::Set(d, static_cast<std::int16_t>(k.offset));
  return hn::ShiftRight<kFraction>(sum);
}

inline int chroma_input(const std::uint16_t* sums, int x) {
  return (sums[2 * x - 1] + 2 * sums[2 * x] + sums[2 * x + 1]) << (kFraction - 3);
}

inline std::uint8_t chroma_value(const YuvRow& k, int r, int g, int b) {
  const int sum = (r * k.r >> 16) + (g * k.g >> 16) + (b * k.b >> 16) + k.offset;
  return static_cast<std::uint8_t>(std::clamp(sum >> kFraction, 0, 255));
}

/// Writes one row of `width` chroma samples from the sums of its two rows of pixels.
void chroma_row(const RowPairSums& sums, int width, const YuvRow& ku, const YuvRow& kv,
                const ChromaOutput& out) {
  const hn::ScalableTag<std::int16_t> ds;
  const hn::RebindToUnsigned<decltype(ds)> du;
  const hn::Rebind<std::uint8_t, decltype(ds)> d8;
  const int lanes = static_cast<int>(hn::Lanes(ds));
  int x = 0;
  for (; x + lanes <= width; x += lanes) {
    const auto r = hn::BitCast(ds, chroma_input(du, sums.r, x));
    const auto g = hn::BitCast(ds, chroma_input(du, sums.g, x));
    const auto b = hn::BitCast(ds, chroma_input(du, sums.b, x));
    const auto u = hn::DemoteTo(d8, chroma_value(ds, ku, r, g, b));
    const auto v = hn::DemoteTo(d8, chroma_value(ds, kv, r, g, b));
    if (out.step == 2) {
      hn::StoreInterleaved2(u, v, d8, out.u + 2 * x);
    } else {
      hn::StoreU(u, d8, out.u + x);
      hn::StoreU(v, d8, out.v + x);
    }
  }
  for (; x < width; ++x) {
    const int r = chroma_input(sums.r, x);
    const int g = chroma_input(sums.g, x);
    const int b = chroma_input(sums.b, x);
    out.u[out.step * x] = chroma_value(ku, r, g, b);
    out.v[out.step * x] = chroma_value(kv, r, g, b);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gimbal {

HWY_EXPORT(luma_row);
HWY_EXPORT(chroma_row);

namespace {

constexpr std::ptrdiff_t kLeftPad = 2;  // chroma_input reads from two samples before column 0

/// Row-pair sums for a picture of one width, zeroed and edge-repeated for each pair of rows.
class SumBuffer {
 public:
  explicit SumBuffer(int width)
      : width_(width),
        length_(static_cast<std::size_t>(width + kLeftPad + 2)),
        data_(3 * length_) {}

  RowPairSums clear() {
    std::fill(data_.begin(), data_.end(), std::uint16_t{0});
    return {channel(0), channel(1), channel(2)};
  }

  void repeat_edges() {
    for (std::size_t c = 0; c < 3; ++c) {
      std::uint16_t* sums = channel(c);
      sums[-1] = sums[0];
      sums[width_] = sums[width_ - 1];
    }
  }

 private:
  std::uint16_t* channel(std::size_t c) { return data_.data() + c * length_ + kLeftPad; }

  int width_;
  std::size_t length_;
  std::vector<std::uint16_t> data_;
};

YuvRow make_row(double r, double g, double b, double base) {
  const auto fixed = [](double value) {
    const auto rounded = static_cast<std::int32_t>(std::lround(value * 65536));
    // A full-range chroma coefficient is 0.5, and 32768 does not fit the signed multiply. (Luma's
    // coefficients may be larger: its multiply is unsigned.)
    return rounded == 32768 ? 32767 : rounded;
  };
  // Half for rounding; 1 makes up for three products that are cut, not rounded.
  const auto offset =
      static_cast<std::int32_t>(std::lround(base * (1 << kFraction))) + (1 << (kFraction - 1)) + 1;
  return {fixed(r), fixed(g), fixed(b), offset};
}

}  // namespace

YuvCoefficients yuv_coefficients(YuvMatrix matrix, YuvRange range) {
  const double kr = matrix == YuvMatrix::kBt709 ? 0.2126 : 0.299;
  const double kb = matrix == YuvMatrix::kBt709 ? 0.0722 : 0.114;
  const double kg = 1 - kr - kb;
  const bool limited = range == YuvRange::kLimited;
  const double luma = limited ? 219.0 / 255 : 1;
  const double u = (limited ? 224.0 / 255 : 1) / (2 * (1 - kb));
  const double v = (limited ? 224.0 / 255 : 1) / (2 * (1 - kr));
  return {make_row(luma * kr, luma * kg, luma * kb, limited ? 16 : 0),
          make_row(-u * kr, -u * kg, u * (1 - kb), 128),
          make_row(v * (1 - kr), -v * kg, -v * kb, 128)};
}

void rgba_to_yuv420(const Plane& rgba, const MutablePlane& luma, const ChromaOutput& chroma,
                    const YuvCoefficients& coefficients) {
  SumBuffer buffer(rgba.width);
  ChromaOutput out = chroma;
  for (int y = 0; y < rgba.height; y += 2) {
    const RowPairSums sums = buffer.clear();
    const int second = std::min(y + 1, rgba.height - 1);
    for (const int row : {y, second}) {
      HWY_DYNAMIC_DISPATCH(luma_row)
      (rgba.row(row), rgba.width, coefficients.y, luma.row(row), sums);
    }
    buffer.repeat_edges();
    HWY_DYNAMIC_DISPATCH(chroma_row)
    (sums, (rgba.width + 1) / 2, coefficients.u, coefficients.v, out);
    out.u += out.stride;
    out.v += out.stride;
  }
}

}  // namespace gimbal
#endif  // HWY_ONCE
