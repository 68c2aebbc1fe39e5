// Of the fake libcuda.so.1: textures of OpenGL, read back from the current context.
#include <EGL/egl.h>
#include <cuda.h>
#include <cudaGL.h>

#include <utility>

#include "tests/gst-plugins/cudainterop/fake_cuda_image.hpp"
#include "tests/gst-plugins/cudainterop/fake_cuda_rules.hpp"

namespace gimbal::cudainterop {
namespace {

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

Image* image_of(CUgraphicsResource resource) {
  return reinterpret_cast<Image*>(resource);
}

}  // namespace
}  // namespace gimbal::cudainterop

using namespace gimbal::cudainterop;

extern "C" {

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
