// A libcuda.so.1 for tests without a GPU. Device memory is host memory, a mapped texture is read
// back from the current OpenGL context, a launch runs the kernel's CPU twin. It notes what real
// CUDA would refuse: calls without a current context or OpenGL context, arrays used unmapped, and
// so on. Here are its knobs and counters, found by name in the loaded library.
#pragma once

#include <atomic>
#include <string>

namespace gimbal::cudainterop {

struct FakeCuda {
  // What the test sets.
  int devices = 2;
  int gl_device = 0;         // the CUDA device that OpenGL is on; -1: none
  std::string failing_call;  // this function fails with CUDA_ERROR_UNKNOWN
  int init_result = 0;       // of cuInit

  // What is alive, and what was done.
  std::atomic<int> contexts{0};
  std::atomic<int> modules{0};
  std::atomic<int> streams{0};
  std::atomic<int> textures{0};
  std::atomic<int> registrations{0};
  std::atomic<int> mappings{0};
  std::atomic<int> allocations{0};
  std::atomic<int> pushed{0};
  std::atomic<int> all_registrations{0};
  std::atomic<int> launches{0};
  std::atomic<int> unsynchronised{0};  // launches not waited for

  /// The first rule of CUDA that a caller broke, empty if none.
  std::string fault;

  void reset_knobs() {
    devices = 2;
    gl_device = 0;
    failing_call.clear();
    init_result = 0;
    all_registrations = 0;
    launches = 0;
    fault.clear();
  }
  int alive() const {
    return contexts + modules + streams + textures + registrations + mappings + allocations +
           pushed + unsynchronised;
  }
};

/// extern "C" FakeCuda* gimbal_fake_cuda(), exported by the fake libcuda.so.1.
using FakeCudaFunction = FakeCuda* (*)();
inline constexpr const char* kFakeCudaFunction = "gimbal_fake_cuda";

}  // namespace gimbal::cudainterop
