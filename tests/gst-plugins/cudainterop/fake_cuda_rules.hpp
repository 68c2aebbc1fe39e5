// What the calls of the fake CUDA driver share: its state, and the rules that real CUDA has too.
#pragma once

#include <cuda.h>

#include <string>
#include <vector>

#include "tests/gst-plugins/cudainterop/fake_cuda.hpp"

namespace gimbal::cudainterop {

extern FakeCuda fake;
extern thread_local std::vector<CUcontext> current;

/// Notes the first rule that a caller broke; `result`.
CUresult broken(const std::string& rule, CUresult result);

/// The failure that the test asked for, or that of a call without a current context.
CUresult enter(const char* call);

/// As `enter`, and a call that needs a current OpenGL context.
CUresult enter_gl(const char* call);

// A launch is done at once, but nobody may rely on that before its stream was waited for.
void queue(CUstream stream, const void* target);
void synchronise(CUstream stream);
bool is_idle(CUstream stream);
bool is_written(CUdeviceptr memory);

}  // namespace gimbal::cudainterop
