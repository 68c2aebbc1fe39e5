#include "gst-plugins/cudainterop/gl_texture_cache.hpp"

#include <gst/gl/gstglfuncs.h>

#include <algorithm>
#include <atomic>

#include "gst-plugins/support/gl_thread.hpp"

namespace gimbal::cudainterop {

// The texture's name and size alone would not do as a key: once a texture is deleted its name is
// given out again, and a registration of the old one shows old pictures. So a registration belongs
// to a GstMemory and ends with it. Its fields but `live` are touched on the GL thread only.
class Registration {
 public:
  Registration(GstGLContext* gl, GstCudaContext* cuda, GstGLMemory* memory,
               CUgraphicsResource resource)
      : gl_(static_cast<GstGLContext*>(gst_object_ref(gl))),
        cuda_(static_cast<GstCudaContext*>(gst_object_ref(cuda))),
        memory_(memory),
        texture_(gst_gl_memory_get_texture_id(memory)),
        width_(gst_gl_memory_get_texture_width(memory)),
        height_(gst_gl_memory_get_texture_height(memory)),
        resource_(resource) {}

  bool live() const { return live_; }
  CUgraphicsResource resource() const { return resource_; }

  bool is_of(GstGLMemory* memory) const {
    return live_ && memory_ == memory && texture_ == gst_gl_memory_get_texture_id(memory) &&
           width_ == gst_gl_memory_get_texture_width(memory) &&
           height_ == gst_gl_memory_get_texture_height(memory);
  }

  void unregister() {
    if (!live_) {
      return;
    }
    {
      const CurrentContext current(cuda_.get());
      auto error = current.error();
      if (!error) {
        error = check(CuGraphicsUnregisterResource(resource_), "cuGraphicsUnregisterResource");
      }
      if (error) {
        GST_WARNING("texture %u: %s", texture_, error->text.c_str());
      }
    }
    cuda_.reset();
    live_ = false;
  }

  /// Ends `registration` when its memory does, whichever thread lets go of it. GstMemory tells its
  /// watchers before it deletes the texture. The watch itself stays until then: taking it back
  /// would race with memory that is just being freed.
  static void watch(const std::shared_ptr<Registration>& registration) {
    gst_mini_object_weak_ref(GST_MINI_OBJECT_CAST(registration->memory_), &memory_ended,
                             new std::shared_ptr<Registration>(registration));
  }

 private:
  static void memory_ended(gpointer data, GstMiniObject*) {
    const std::unique_ptr<std::shared_ptr<Registration>> owned(
        static_cast<std::shared_ptr<Registration>*>(data));
    Registration& self = **owned;
    if (self.live_) {
      on_gl_thread(self.gl_.get(), [&self] { self.unregister(); });
    }
  }

  GlContextHandle gl_;
  CudaContextHandle cuda_;
  GstGLMemory* memory_;  // to compare with, never to look into
  guint texture_;
  int width_;
  int height_;
  CUgraphicsResource resource_;
  std::atomic<bool> live_{true};
};

GlTextureCache::GlTextureCache(GstGLContext* gl, GstCudaContext* cuda)
    : gl_(static_cast<GstGLContext*>(gst_object_ref(gl))),
      cuda_(static_cast<GstCudaContext*>(gst_object_ref(cuda))) {}

GlTextureCache::~GlTextureCache() = default;

Result<CUgraphicsResource> GlTextureCache::find_or_register(GstGLMemory* memory) {
  const auto known = std::find_if(registrations_.begin(), registrations_.end(),
                                  [memory](const auto& one) { return one->is_of(memory); });
  if (known != registrations_.end()) {
    return (*known)->resource();
  }
  registrations_.erase(std::remove_if(registrations_.begin(), registrations_.end(),
                                      [](const auto& one) { return !one->live(); }),
                       registrations_.end());
  CUgraphicsResource resource = nullptr;
  if (auto error =
          check(CuGraphicsGLRegisterImage(&resource, gst_gl_memory_get_texture_id(memory),
                                          GL_TEXTURE_2D, CU_GRAPHICS_REGISTER_FLAGS_READ_ONLY),
                "cuGraphicsGLRegisterImage")) {
    return *error;
  }
  registrations_.push_back(
      std::make_shared<Registration>(gl_.get(), cuda_.get(), memory, resource));
  Registration::watch(registrations_.back());
  return resource;
}

void GlTextureCache::clear() {
  for (const auto& registration : registrations_) {
    registration->unregister();
  }
  registrations_.clear();
}

}  // namespace gimbal::cudainterop
