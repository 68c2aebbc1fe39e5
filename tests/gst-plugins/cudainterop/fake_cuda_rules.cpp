#include "tests/gst-plugins/cudainterop/fake_cuda_rules.hpp"

#include <EGL/egl.h>

#include <algorithm>
#include <map>
#include <mutex>

namespace gimbal::cudainterop {

namespace {

std::mutex fault_mutex;
std::mutex writing_mutex;
std::multimap<CUstream, const void*> writing;  // what launches that nobody waited for write to

}  // namespace

FakeCuda fake;
thread_local std::vector<CUcontext> current;

CUresult broken(const std::string& rule, CUresult result) {
  const std::lock_guard lock(fault_mutex);
  if (fake.fault.empty()) {
    fake.fault = rule;
  }
  return result;
}

CUresult enter(const char* call) {
  if (fake.failing_call == call) {
    return CUDA_ERROR_UNKNOWN;
  }
  if (current.empty()) {
    return broken(std::string(call) + " without a current CUDA context",
                  CUDA_ERROR_INVALID_CONTEXT);
  }
  return CUDA_SUCCESS;
}

CUresult enter_gl(const char* call) {
  const CUresult entered = enter(call);
  if (entered == CUDA_SUCCESS && eglGetCurrentContext() == EGL_NO_CONTEXT) {
    return broken(std::string(call) + " without a current OpenGL context",
                  CUDA_ERROR_INVALID_GRAPHICS_CONTEXT);
  }
  return entered;
}

void queue(CUstream stream, const void* target) {
  const std::lock_guard lock(writing_mutex);
  writing.emplace(stream, target);
  fake.unsynchronised = static_cast<int>(writing.size());
}

void synchronise(CUstream stream) {
  const std::lock_guard lock(writing_mutex);
  writing.erase(stream);
  fake.unsynchronised = static_cast<int>(writing.size());
}

bool is_idle(CUstream stream) {
  const std::lock_guard lock(writing_mutex);
  return writing.count(stream) == 0;
}

bool is_written(CUdeviceptr memory) {
  const std::lock_guard lock(writing_mutex);
  return std::none_of(writing.begin(), writing.end(), [memory](const auto& launch) {
    return launch.second == reinterpret_cast<const void*>(memory);
  });
}

}  // namespace gimbal::cudainterop

extern "C" gimbal::cudainterop::FakeCuda* gimbal_fake_cuda() {
  return &gimbal::cudainterop::fake;
}
