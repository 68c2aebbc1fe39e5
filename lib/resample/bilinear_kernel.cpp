#include "lib/resample/bilinear_kernel.hpp"

// 512 bits at a time only where bytes are shuffled across all of them (VBMI).
#define HWY_WANT_AVX3_DL
#undef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_AVX3 | HWY_SSE4)
#if !defined(__x86_64__) && !defined(__i386__) && !defined(HWY_COMPILE_ONLY_STATIC)
#define HWY_COMPILE_ONLY_STATIC
#endif

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/resample/bilinear_kernel.cpp"
#include <hwy/foreach_target.h>  // compiles this file again for each instruction set
//
#include <hwy/highway.h>

#include "lib/resample/bilinear_kernel-inl.hpp"

#if HWY_ONCE
namespace gimbal {

namespace {

int weigh(const std::uint8_t* window, const std::uint8_t* pair, const std::int8_t* weights) {
  return window[pair[0]] * weights[0] + window[pair[1]] * weights[1];
}

void run_rows_generic(const BilinearColumns& columns, const BilinearRows& rows) {
  for (int row = 0; row < kRowsAtOnce; ++row) {
    const std::uint8_t* top_row = rows.sources[2 * row];
    const std::uint8_t* bottom_row = rows.sources[2 * row + 1];
    for (int i = 0; i < columns.blocks; ++i) {
      const std::int32_t base = columns.bases[i];
      const std::uint8_t* pair = columns.pairs + 2 * i;
      const std::int8_t* weights = columns.weights + 2 * i;
      const int top = weigh(top_row + base, pair, weights);
      const int bottom = weigh(bottom_row + base, pair, weights);
      const int between = top + (((bottom - top) * rows.weights[row] + (1 << 14)) >> 15);
      rows.out[row][i] =
          static_cast<std::uint8_t>((between + (1 << (kWeightBits - 1))) >> kWeightBits);
    }
  }
}

std::vector<BilinearKernel> kernels_of_this_cpu() {
  std::vector<BilinearKernel> kernels;
#if HWY_TARGETS & HWY_AVX3_DL
  // All that the compiler may have used for this target and GCC 12 can ask for.
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
      __builtin_cpu_supports("avx512bitalg") && __builtin_cpu_supports("avx512vpopcntdq")) {
    kernels.push_back({"AVX-512", N_AVX3_DL::bilinear::kShape, N_AVX3_DL::bilinear::run_rows});
  }
#endif
#if HWY_TARGETS & HWY_AVX2
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")) {
    kernels.push_back({"AVX2", N_AVX2::bilinear::kShape, N_AVX2::bilinear::run_rows});
  }
#endif
#if HWY_TARGETS & HWY_SSSE3
  if (__builtin_cpu_supports("ssse3")) {
    kernels.push_back({"SSSE3", N_SSSE3::bilinear::kShape, N_SSSE3::bilinear::run_rows});
  }
#endif
  kernels.push_back({"generic", {1, 1, 1, 1}, run_rows_generic});
  return kernels;
}

}  // namespace

// Not Highway's own choice: see rgba_to_yuv_variants().
const std::vector<BilinearKernel>& bilinear_kernels() {
  static const std::vector<BilinearKernel> kernels = kernels_of_this_cpu();
  return kernels;
}

}  // namespace gimbal
#endif  // HWY_ONCE
