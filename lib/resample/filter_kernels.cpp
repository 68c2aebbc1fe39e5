#include "lib/resample/filter_kernels.hpp"

// SSE4 and AVX-512's later parts have nothing for these loops.
#undef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS ((HWY_AVX3 - 1) | HWY_SSE4)
#if !defined(__x86_64__) && !defined(__i386__) && !defined(HWY_COMPILE_ONLY_STATIC)
#define HWY_COMPILE_ONLY_STATIC
#endif

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/resample/filter_kernels.cpp"
#include <hwy/foreach_target.h>  // compiles this file again for each instruction set
//
#include <hwy/highway.h>

#include "lib/resample/filter_blend-inl.hpp"
#include "lib/resample/filter_rows-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gimbal {
namespace HWY_NAMESPACE {

FilterKernels kernels(const char* instructions) {
  return {instructions,   kLanes,        filter_signed, filter_words,
          words_to_bytes, words_to_p010, blend_bytes,   filter_bytes};
}

}  // namespace HWY_NAMESPACE
}  // namespace gimbal
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gimbal {

namespace {

// Not Highway's own choice: see rgba_to_yuv_variants().
std::vector<FilterKernels> kernels_of_this_cpu() {
  std::vector<FilterKernels> kernels;
#if HWY_TARGETS & HWY_AVX3
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) {
    kernels.push_back(N_AVX3::kernels("AVX-512"));
  }
#endif
#if HWY_TARGETS & HWY_AVX2
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")) {
    kernels.push_back(N_AVX2::kernels("AVX2"));
  }
#endif
#if HWY_TARGETS & HWY_SSSE3
  if (__builtin_cpu_supports("ssse3")) {
    kernels.push_back(N_SSSE3::kernels("SSSE3"));
  }
#endif
  kernels.push_back(HWY_STATIC_DISPATCH(kernels)("generic"));
  return kernels;
}

}  // namespace

const std::vector<FilterKernels>& filter_kernels() {
  static const std::vector<FilterKernels> kernels = kernels_of_this_cpu();
  return kernels;
}

}  // namespace gimbal
#endif  // HWY_ONCE
