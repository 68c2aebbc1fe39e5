// A libcuda.so.1 for tests without a GPU. Device memory is host memory, a mapped texture is read
// back from the current OpenGL context, a launch runs the kernel's CPU twin. It notes what real
// CUDA would refuse: calls without a current context or OpenGL context, arrays used unmapped, and
// so on.
#include "tests/gst-plugins/cudainterop/fake_cuda.hpp"

#include <EGL/egl.h>
#include <cuda.h>
#include <cudaGL.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <vector>

#include "tests/gpu/picture_hash.h"
#include "tests/gst-plugins/cudainterop/kernel_twin.hpp"
#include "tests/gst-plugins/virtualptz/resample_twin.hpp"

namespace gimbal::cudainterop {
namespace {

struct Context {
  CUdevice device;
};

/// A registered texture, and while mapped its pixels. Resource, array and texture object in one.
struct Image {
  GLuint texture = 0;
  bool mapped = false;
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
  CUstream read_on = nullptr;  // by the last launch
};

FakeCuda fake;
std::mutex fault_mutex;
std::mutex writing_mutex;
std::multimap<CUstream, const void*> writing;  // what launches that nobody waited for write to
thread_local std::vector<CUcontext> current;

/// The kernels by name. An entry's address is its function, and that of the first every module.
struct Call;
using Launch = CUresult (*)(const Call& call);
struct Kernel {
  const char* name;
  Launch launch;
};
struct Call {
  unsigned grid[3];
  unsigned block[3];
  unsigned shared_bytes;
  CUstream stream;
  void** arguments;
};

CUresult broken(const std::string& rule, CUresult result) {
  const std::lock_guard lock(fault_mutex);
  if (fake.fault.empty()) {
    fake.fault = rule;
  }
  return result;
}

/// The failure that the test asked for, or that of a call without a current context.
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

template <class Returned = void, class... Arguments>
Returned gl(const char* name, Arguments... arguments) {
  return reinterpret_cast<Returned (*)(Arguments...)>(eglGetProcAddress(name))(arguments...);
}

void read_texture(Image& image) {
  gl("glBindTexture", GLenum{GL_TEXTURE_2D}, image.texture);
  for (const auto& [what, where] :
       {std::pair{GL_TEXTURE_WIDTH, &image.width}, std::pair{GL_TEXTURE_HEIGHT, &image.height}}) {
    gl("glGetTexLevelParameteriv", GLenum{GL_TEXTURE_2D}, GLint{0}, static_cast<GLenum>(what),
       static_cast<GLint*>(where));
  }
  image.pixels.resize(static_cast<std::size_t>(image.width * image.height) * 4);
  gl("glGetTexImage", GLenum{GL_TEXTURE_2D}, GLint{0}, GLenum{GL_RGBA}, GLenum{GL_UNSIGNED_BYTE},
     static_cast<void*>(image.pixels.data()));
  gl("glBindTexture", GLenum{GL_TEXTURE_2D}, GLuint{0});
}

/// A launch is done at once, but nobody may rely on that before its stream was waited for.
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

CUresult launch_hash(const Call& call) {
  const auto& picture = *static_cast<const Nv12Target*>(call.arguments[0]);
  auto* sum = *static_cast<std::uint64_t**>(call.arguments[1]);
  for (unsigned row = 0; row < call.grid[0]; ++row) {
    for (unsigned lane = 0; lane < call.block[0]; ++lane) {
      *sum += hash_words(picture, static_cast<int>(row), static_cast<int>(lane),
                         static_cast<int>(call.block[0]));
    }
  }
  queue(call.stream, sum);
  return CUDA_SUCCESS;
}

CUresult launch_conversion(const Call& call) {
  auto* image = reinterpret_cast<Image*>(*static_cast<const CUtexObject*>(call.arguments[0]));
  const auto& target = *static_cast<const Nv12Target*>(call.arguments[1]);
  if (!image->mapped) {
    return broken("a launch on a texture that is not mapped", CUDA_ERROR_NOT_MAPPED);
  }
  run_kernel_twin(image->pixels.data(), image->width, target,
                  *static_cast<const Matrix*>(call.arguments[2]),
                  static_cast<int>(call.grid[0] * call.block[0]),
                  static_cast<int>(call.grid[1] * call.block[1]));
  image->read_on = call.stream;
  queue(call.stream, target.luma);
  return CUDA_SUCCESS;
}

template <class Sample>
CUresult launch_resampling(const Call& call) {
  const auto& frame = *static_cast<const resample::Frame*>(call.arguments[0]);
  if (call.block[0] != resample::kThreads || call.grid[2] != resample::kPlanes ||
      call.shared_bytes > resample::kSharedBytes) {
    return broken("a launch of another shape than the kernel's", CUDA_ERROR_INVALID_VALUE);
  }
  if (!is_written(reinterpret_cast<CUdeviceptr>(frame.planes[0].in))) {
    return broken("a frame was resampled before it was there", CUDA_ERROR_UNKNOWN);
  }
  resample::run_kernel_twin<Sample>(frame, call.grid[0], call.grid[1], call.shared_bytes);
  queue(call.stream, frame.planes[0].out);
  return CUDA_SUCCESS;
}

constexpr Kernel kKernels[] = {
    {"gimbal_rgba_to_nv12", launch_conversion},
    {"gimbal_hash_nv12", launch_hash},
    {"gimbal_resample_nv12", launch_resampling<std::uint8_t>},
    {"gimbal_resample_p010", launch_resampling<std::uint16_t>},
};

Image* image_of(CUgraphicsResource resource) {
  return reinterpret_cast<Image*>(resource);
}

}  // namespace
}  // namespace gimbal::cudainterop

using namespace gimbal::cudainterop;

extern "C" {

FakeCuda* gimbal_fake_cuda() {
  return &fake;
}

// Devices and contexts

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

// Memory

CUresult cuMemAllocPitch_v2(CUdeviceptr* memory, size_t* pitch, size_t width, size_t height,
                            unsigned) {
  if (const CUresult entered = enter("cuMemAllocPitch")) {
    return entered;
  }
  *pitch = (width + 511) / 512 * 512;
  *memory = reinterpret_cast<CUdeviceptr>(std::aligned_alloc(512, *pitch * height));
  ++fake.allocations;
  return CUDA_SUCCESS;
}

CUresult cuMemAllocHost_v2(void** memory, size_t size) {
  *memory = std::malloc(size);
  ++fake.allocations;
  return CUDA_SUCCESS;
}

CUresult cuMemFree_v2(CUdeviceptr memory) {
  std::free(reinterpret_cast<void*>(memory));
  --fake.allocations;
  return CUDA_SUCCESS;
}

CUresult cuMemFreeHost(void* memory) {
  std::free(memory);
  --fake.allocations;
  return CUDA_SUCCESS;
}

CUresult cuMemcpy2D_v2(const CUDA_MEMCPY2D* copy) {
  if (!is_written(copy->srcDevice)) {
    return broken("a frame was read before its launch was waited for", CUDA_ERROR_UNKNOWN);
  }
  const auto side = [](CUmemorytype type, const void* host, CUdeviceptr device) {
    return type == CU_MEMORYTYPE_HOST ? const_cast<void*>(host) : reinterpret_cast<void*>(device);
  };
  auto* from = static_cast<char*>(side(copy->srcMemoryType, copy->srcHost, copy->srcDevice));
  auto* to = static_cast<char*>(side(copy->dstMemoryType, copy->dstHost, copy->dstDevice));
  for (size_t row = 0; row < copy->Height; ++row) {
    std::memcpy(to + row * copy->dstPitch, from + row * copy->srcPitch, copy->WidthInBytes);
  }
  return CUDA_SUCCESS;
}

CUresult cuMemcpy2DAsync_v2(const CUDA_MEMCPY2D* copy, CUstream) {
  return cuMemcpy2D_v2(copy);
}

// Module, stream, texture object, launch

CUresult cuModuleLoadData(CUmodule* module, const void* image) {
  if (const CUresult entered = enter("cuModuleLoadData")) {
    return entered;
  }
  std::uint32_t magic = 0;
  std::memcpy(&magic, image, sizeof(magic));
  if (magic != 0xBA55ED50 || reinterpret_cast<std::uintptr_t>(image) % 8 != 0) {
    return broken("the module is not an aligned fat binary", CUDA_ERROR_INVALID_IMAGE);
  }
  *module = reinterpret_cast<CUmodule>(const_cast<Kernel*>(kKernels));
  ++fake.modules;
  return CUDA_SUCCESS;
}

CUresult cuModuleUnload(CUmodule) {
  --fake.modules;
  return enter("");
}

CUresult cuModuleGetFunction(CUfunction* function, CUmodule, const char* name) {
  const auto* kernel =
      std::find_if(std::begin(kKernels), std::end(kKernels),
                   [name](const auto& one) { return std::strcmp(name, one.name) == 0; });
  if (kernel == std::end(kKernels)) {
    return CUDA_ERROR_NOT_FOUND;
  }
  *function = reinterpret_cast<CUfunction>(const_cast<Kernel*>(kernel));
  return enter("cuModuleGetFunction");
}

CUresult cuStreamCreate(CUstream* stream, unsigned) {
  if (const CUresult entered = enter("cuStreamCreate")) {
    return entered;
  }
  *stream = reinterpret_cast<CUstream>(new int);  // an address of its own
  ++fake.streams;
  return CUDA_SUCCESS;
}

// GStreamer 1.22 loads the first version's name, to which the header gives the second's by macro.
#undef cuStreamDestroy
CUresult cuStreamDestroy(CUstream stream) {  // NOLINT(readability-identifier-naming)
  delete reinterpret_cast<int*>(stream);
  --fake.streams;
  return enter("");
}
CUresult cuStreamDestroy_v2(CUstream stream) {
  return cuStreamDestroy(stream);
}

CUresult cuStreamSynchronize(CUstream stream) {
  synchronise(stream);
  return enter("cuStreamSynchronize");
}

CUresult cuTexObjectCreate(CUtexObject* texture, const CUDA_RESOURCE_DESC* resource,
                           const CUDA_TEXTURE_DESC* sampling, const CUDA_RESOURCE_VIEW_DESC*) {
  if (const CUresult entered = enter("cuTexObjectCreate")) {
    return entered;
  }
  if (resource->resType != CU_RESOURCE_TYPE_ARRAY || sampling->flags != CU_TRSF_READ_AS_INTEGER) {
    return broken("a texture object the kernel cannot read", CUDA_ERROR_INVALID_VALUE);
  }
  *texture = reinterpret_cast<CUtexObject>(resource->res.array.hArray);
  ++fake.textures;
  return CUDA_SUCCESS;
}

CUresult cuTexObjectDestroy(CUtexObject texture) {
  const CUstream stream = reinterpret_cast<const Image*>(texture)->read_on;
  if (stream != nullptr && !is_idle(stream)) {
    return broken("a texture object ended before its launch", CUDA_ERROR_UNKNOWN);
  }
  --fake.textures;
  return enter("cuTexObjectDestroy");
}

CUresult cuLaunchKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z,
                        unsigned block_x, unsigned block_y, unsigned block_z, unsigned shared_bytes,
                        CUstream stream, void** arguments, void**) {
  if (const CUresult entered = enter("cuLaunchKernel")) {
    return entered;
  }
  const auto* kernel = reinterpret_cast<const Kernel*>(function);
  const CUresult launched = kernel->launch(
      {{grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared_bytes, stream, arguments});
  fake.launches += launched == CUDA_SUCCESS && kernel->launch != launch_hash ? 1 : 0;
  return launched;
}

// OpenGL

CUresult cuGLGetDevices_v2(unsigned* count, CUdevice* devices, unsigned, CUGLDeviceList) {
  if (eglGetCurrentContext() == EGL_NO_CONTEXT) {
    return broken("cuGLGetDevices without a current OpenGL context",
                  CUDA_ERROR_INVALID_GRAPHICS_CONTEXT);
  }
  if (fake.gl_device < 0) {
    return CUDA_ERROR_NO_DEVICE;
  }
  *count = 1;
  devices[0] = fake.gl_device;
  return CUDA_SUCCESS;
}

CUresult cuGraphicsGLRegisterImage(CUgraphicsResource* resource, GLuint texture, GLenum target,
                                   unsigned) {
  if (const CUresult entered = enter_gl("cuGraphicsGLRegisterImage")) {
    return entered;
  }
  if (target != GL_TEXTURE_2D || gl<GLboolean>("glIsTexture", texture) == GL_FALSE) {
    return broken("registering what is not a 2D texture", CUDA_ERROR_INVALID_VALUE);
  }
  auto* image = new Image;
  image->texture = texture;
  *resource = reinterpret_cast<CUgraphicsResource>(image);
  ++fake.registrations;
  ++fake.all_registrations;
  return CUDA_SUCCESS;
}

CUresult cuGraphicsGLRegisterBuffer(CUgraphicsResource*, GLuint, unsigned) {
  return broken("a buffer was registered: that is the way with a copy", CUDA_ERROR_NOT_SUPPORTED);
}

CUresult cuGraphicsUnregisterResource(CUgraphicsResource resource) {
  if (const CUresult entered = enter_gl("cuGraphicsUnregisterResource")) {
    return entered;
  }
  Image* image = image_of(resource);
  if (gl<GLboolean>("glIsTexture", image->texture) == GL_FALSE) {
    broken("a texture was deleted before it was unregistered", CUDA_ERROR_UNKNOWN);
  }
  delete image;
  --fake.registrations;
  return CUDA_SUCCESS;
}

CUresult cuGraphicsMapResources(unsigned, CUgraphicsResource* resource, CUstream) {
  if (const CUresult entered = enter_gl("cuGraphicsMapResources")) {
    return entered;
  }
  Image* image = image_of(*resource);
  image->mapped = true;
  read_texture(*image);
  ++fake.mappings;
  return CUDA_SUCCESS;
}

CUresult cuGraphicsUnmapResources(unsigned, CUgraphicsResource* resource, CUstream) {
  Image* image = image_of(*resource);
  if (!image->mapped) {
    return broken("unmapping what is not mapped", CUDA_ERROR_NOT_MAPPED);
  }
  image->mapped = false;
  --fake.mappings;
  return enter_gl("cuGraphicsUnmapResources");
}

CUresult cuGraphicsSubResourceGetMappedArray(CUarray* array, CUgraphicsResource resource, unsigned,
                                             unsigned) {
  if (const CUresult entered = enter("cuGraphicsSubResourceGetMappedArray")) {
    return entered;
  }
  *array = reinterpret_cast<CUarray>(resource);
  return CUDA_SUCCESS;
}

CUresult cuGraphicsResourceGetMappedPointer_v2(CUdeviceptr*, size_t*, CUgraphicsResource) {
  return CUDA_ERROR_NOT_SUPPORTED;
}

CUresult cuGraphicsResourceSetMapFlags_v2(CUgraphicsResource, unsigned) {
  return CUDA_SUCCESS;
}

}  // extern "C"
