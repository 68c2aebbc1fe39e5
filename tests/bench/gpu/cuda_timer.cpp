#include "tests/bench/gpu/cuda_timer.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "tests/bench/gpu/give_up.hpp"
#include "tests/bench/gpu/spread.hpp"

namespace gimbal {
namespace {

/// The driver's functions are named as in libcuda.so.1: the header makes macros of some.
template <class... Arguments>
void must(const CudaDriver& driver, const char* name, Arguments... arguments) {
  if (!driver.call(name, arguments...)) {
    give_up(std::string(name) + " failed");
  }
}

}  // namespace

CudaTimer::CudaTimer(const CudaDriver& driver, CUstream stream) : driver_(driver), stream_(stream) {
  must(driver_, "cuEventCreate", &begin_, 0U);
  must(driver_, "cuEventCreate", &end_, 0U);
}

CudaTimer::~CudaTimer() {
  must(driver_, "cuEventDestroy_v2", begin_);
  must(driver_, "cuEventDestroy_v2", end_);
}

void CudaTimer::begin() {
  must(driver_, "cuEventRecord", begin_, stream_);
}

void CudaTimer::end() {
  must(driver_, "cuEventRecord", end_, stream_);
}

double CudaTimer::microseconds() const {
  float milliseconds = 0;
  must(driver_, "cuEventSynchronize", end_);
  must(driver_, "cuEventElapsedTime", &milliseconds, begin_, end_);
  return 1000.0 * static_cast<double>(milliseconds);
}

void hold_up(const CudaDriver& driver, CUstream stream) {
  const CUhostFn wait = [](void*) { std::this_thread::sleep_for(std::chrono::microseconds(300)); };
  must(driver, "cuLaunchHostFunc", stream, wait, static_cast<void*>(nullptr));
}

double copy_bandwidth(const CudaDriver& driver, CUstream stream) {
  constexpr std::size_t kBytes = std::size_t{1} << 30;
  constexpr int kCopies = 20;
  CUdeviceptr from = 0;
  CUdeviceptr to = 0;
  must(driver, "cuMemAlloc_v2", &from, kBytes);
  must(driver, "cuMemAlloc_v2", &to, kBytes);
  std::vector<double> times;
  CudaTimer timer(driver, stream);
  for (int i = 0; i <= kCopies; ++i) {
    hold_up(driver, stream);
    timer.begin();
    must(driver, "cuMemcpyDtoDAsync_v2", to, from, kBytes, stream);
    timer.end();
    if (i > 0) {  // the first is the warm-up
      times.push_back(timer.microseconds());
    }
  }
  must(driver, "cuMemFree_v2", from);
  must(driver, "cuMemFree_v2", to);
  return 2.0 * static_cast<double>(kBytes) / (spread_of(times).median * 1e-6);
}

}  // namespace gimbal
