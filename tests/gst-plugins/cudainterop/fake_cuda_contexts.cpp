// Of the fake libcuda.so.1: devices and contexts.
#include <cuda.h>

#include <cstring>

#include "tests/gst-plugins/cudainterop/fake_cuda_rules.hpp"

using namespace gimbal::cudainterop;

namespace {

struct Context {
  CUdevice device;
};

}  // namespace

extern "C" {

CUresult cuInit(unsigned) {
  return static_cast<CUresult>(fake.init_result);
}

CUresult cuGetErrorName(CUresult error, const char** name) {
  *name = error == CUDA_ERROR_UNKNOWN ? "CUDA_ERROR_UNKNOWN" : "CUDA_ERROR_OTHER";
  return CUDA_SUCCESS;
}

CUresult cuGetErrorString(CUresult, const char** text) {
  *text = "made to fail";
  return CUDA_SUCCESS;
}

CUresult cuDriverGetVersion(int* version) {
  *version = CUDA_VERSION;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGetCount(int* count) {
  *count = fake.devices;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGet(CUdevice* device, int ordinal) {
  *device = ordinal;
  return ordinal < fake.devices ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}

CUresult cuDeviceGetName(char* name, int length, CUdevice device) {
  const std::string text = "Fake GPU " + std::string(1, static_cast<char>('A' + device));
  std::strncpy(name, text.c_str(), static_cast<std::size_t>(length));
  return CUDA_SUCCESS;
}

CUresult cuDeviceGetAttribute(int* value, CUdevice_attribute, CUdevice) {
  *value = 512;
  return CUDA_SUCCESS;
}

CUresult cuDeviceCanAccessPeer(int* can, CUdevice, CUdevice) {
  *can = 0;
  return CUDA_SUCCESS;
}

CUresult cuCtxEnablePeerAccess(CUcontext, unsigned) {
  return CUDA_SUCCESS;
}
CUresult cuCtxDisablePeerAccess(CUcontext) {
  return CUDA_SUCCESS;
}

CUresult cuCtxCreate_v2(  // NOLINT(readability-identifier-naming)
    CUcontext* context, unsigned, CUdevice device) {
  if (fake.failing_call == "cuCtxCreate") {
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  *context = reinterpret_cast<CUcontext>(new Context{device});
  current.push_back(*context);
  ++fake.contexts;
  ++fake.pushed;
  return CUDA_SUCCESS;
}

CUresult cuCtxDestroy_v2(CUcontext context) {
  delete reinterpret_cast<Context*>(context);
  --fake.contexts;
  return CUDA_SUCCESS;
}

CUresult cuCtxPushCurrent_v2(CUcontext context) {
  if (fake.failing_call == "cuCtxPushCurrent") {
    return CUDA_ERROR_UNKNOWN;
  }
  current.push_back(context);
  ++fake.pushed;
  return CUDA_SUCCESS;
}

CUresult cuCtxPopCurrent_v2(CUcontext* context) {
  if (current.empty()) {
    return broken("cuCtxPopCurrent with nothing pushed", CUDA_ERROR_INVALID_CONTEXT);
  }
  if (context != nullptr) {
    *context = current.back();
  }
  current.pop_back();
  --fake.pushed;
  return CUDA_SUCCESS;
}

}  // extern "C"
