#include "gst-plugins/virtualptz/gl/gl_resampler.hpp"

#include "gst-plugins/support/gl_thread.hpp"
#include "gst-plugins/support/mapped_memory.hpp"
#include "gst-plugins/support/object_lock.hpp"

namespace gimbal {

namespace {

using PoolHandle = GstObjectHandle<GstBufferPool>;

GstGLMemory* only_texture(GstBuffer* buffer) {
  GstMemory* memory = gst_buffer_peek_memory(buffer, 0);
  return gst_buffer_n_memory(buffer) == 1 && gst_is_gl_memory(memory) != FALSE
             ? reinterpret_cast<GstGLMemory*>(memory)
             : nullptr;
}

GstGLContext* context_of(GstGLMemory* texture) {
  return reinterpret_cast<GstGLBaseMemory*>(texture)->context;
}

bool has_size_of(GstGLMemory* texture, const GstVideoInfo& info) {
  return gst_gl_memory_get_texture_width(texture) >= GST_VIDEO_INFO_WIDTH(&info) &&
         gst_gl_memory_get_texture_height(texture) >= GST_VIDEO_INFO_HEIGHT(&info);
}

TextureOfSize texture_of(const MappedMemory& mapped, const GstVideoInfo& info) {
  return {*reinterpret_cast<const guint*>(mapped.data()), GST_VIDEO_INFO_WIDTH(&info),
          GST_VIDEO_INFO_HEIGHT(&info)};
}

/// Where there is no OpenGL, GStreamer gives out a display of no kind, and 1.22 crashes as it makes
/// a context for that.
bool is_none(GstGLDisplay* display) {
  return G_OBJECT_TYPE(display) == GST_TYPE_GL_DISPLAY;
}

/// One that the display has, else a new one, sharing textures with `app_context` (may be null).
Result<GstObjectHandle<GstGLContext>> any_context_of(GstGLDisplay* display,
                                                     GstGLContext* app_context) {
  const ObjectLock lock(display);
  for (;;) {
    GstObjectHandle<GstGLContext> context(
        gst_gl_display_get_gl_context_for_thread(display, nullptr));
    if (!context) {
      GstGLContext* created = nullptr;
      GError* raw_error = nullptr;
      if (gst_gl_display_create_context(display, app_context, &created, &raw_error) == FALSE) {
        const ErrorHandle error(raw_error);
        return Error{std::string("No OpenGL context could be made: ") + error->message +
                     ". Put \"gldownload\" in front of virtualptz."};
      }
      context.reset(created);
    }
    if (gst_gl_display_add_context(display, context.get()) != FALSE) {
      return context;
    }
  }
}

constexpr const char* kOtherTarget =
    "virtualptz takes 2D textures only. Put \"glcolorconvert\" in front.";

}  // namespace

GlResampler::~GlResampler() {
  leave_context();
}

// --- contexts ------------------------------------------------------------------------------------

void GlResampler::set_context(GstContext* context) {
  GstGLDisplay* display = nullptr;
  GstGLContext* app_context = nullptr;
  gst_gl_handle_set_context(GST_ELEMENT(element_), context, &display, &app_context);
  display_.offer(GstObjectHandle<GstGLDisplay>(display));
  app_context_.offer(ContextRef(app_context));
}

bool GlResampler::answer_context_query(GstQuery* query) {
  const auto display = display_.get();
  const auto app_context = app_context_.get();
  const std::lock_guard lock(mutex_);
  return gst_gl_handle_context_query(GST_ELEMENT(element_), query, display.get(), context_.get(),
                                     app_context.get()) != FALSE;
}

/// The one that upstream draws with, since the frames are its own; else downstream's; else one of
/// ours that can share textures with others of its display.
Result<GlResampler::ContextRef> GlResampler::find_context() {
  auto* element = GST_ELEMENT(element_);
  GstGLContext* found = nullptr;
  if (gst_gl_query_local_gl_context(element, GST_PAD_SINK, &found) != FALSE ||
      gst_gl_query_local_gl_context(element, GST_PAD_SRC, &found) != FALSE) {
    return ContextRef(found);
  }
  const auto display = display_.ask([&](GstGLDisplay** to) {
    app_context_.ask(
        [&](GstGLContext** app_to) { gst_gl_ensure_element_data(element, to, app_to); });
  });
  if (!display || is_none(display.get())) {
    return Error{"No OpenGL display could be opened. Put \"gldownload\" in front of virtualptz."};
  }
  return any_context_of(display.get(), app_context_.get().get());
}

std::optional<Error> GlResampler::use_context(ContextRef found) {
  if (found.get() == context_.get()) {
    return std::nullopt;
  }
  leave_context();
  // What stays if the context has ended and runs nothing any more.
  std::optional<Error> error = Error{"The OpenGL context has ended: start the pipeline again."};
  on_gl_thread(found.get(), [&] { error = program_.start(found.get()); });
  if (!error) {
    const std::lock_guard lock(mutex_);
    context_ = std::move(found);
  }
  return error;
}

void GlResampler::leave_context() {
  ContextRef left;
  {
    const std::lock_guard lock(mutex_);
    left = std::move(context_);
  }
  if (left) {
    on_gl_thread(left.get(), [this] { program_.stop(); });
  }
}

// --- setup ---------------------------------------------------------------------------------------

std::string GlResampler::configure(const ResampleSetup& setup) {
  const gchar* target =
      gst_structure_get_string(gst_caps_get_structure(setup.in_caps, 0), "texture-target");
  if (target != nullptr && g_str_equal(target, GST_GL_TEXTURE_TARGET_2D_STR) == FALSE) {
    return kOtherTarget;
  }
  if (GST_VIDEO_INFO_FORMAT(&setup.in_info) != GST_VIDEO_FORMAT_RGBA) {
    return "virtualptz takes RGBA in OpenGL textures. Put \"glcolorconvert\" in front.";
  }
  in_info_ = setup.in_info;
  out_info_ = setup.out_info;
  method_ = setup.method;
  auto found = find_context();
  if (!found) {
    return found.error();
  }
  const auto error = use_context(std::move(*found));
  return error ? error->text : "";
}

bool GlResampler::propose_allocation(GstQuery* query) {
  // No pool: OpenGL elements make their own in their own context.
  gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
  gst_query_add_allocation_meta(query, GST_GL_SYNC_META_API_TYPE, nullptr);
  return true;
}

bool GlResampler::decide_allocation(GstQuery* query) {
  GstCaps* caps = nullptr;
  gst_query_parse_allocation(query, &caps, nullptr);
  GstBufferPool* offered = nullptr;
  auto size = static_cast<guint>(GST_VIDEO_INFO_SIZE(&out_info_));
  guint min = 0;
  guint max = 0;
  const bool any_offered = gst_query_get_n_allocation_pools(query) > 0;
  if (any_offered) {
    gst_query_parse_nth_allocation_pool(query, 0, &offered, &size, &min, &max);
  }
  PoolHandle pool(offered);
  const bool fits =
      pool && GST_IS_GL_BUFFER_POOL(pool.get()) &&
      gst_gl_context_can_share(GST_GL_BUFFER_POOL(pool.get())->context, context_.get()) != FALSE;
  if (!fits) {
    pool.reset(gst_gl_buffer_pool_new(context_.get()));
  }
  GstStructure* config = gst_buffer_pool_get_config(pool.get());
  gst_buffer_pool_config_set_params(config, caps, size, min, max);
  gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META);
  if (gst_query_find_allocation_meta(query, GST_GL_SYNC_META_API_TYPE, nullptr) != FALSE) {
    gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_GL_SYNC_META);
  }
  if (gst_buffer_pool_set_config(pool.get(), config) == FALSE) {
    return false;
  }
  if (any_offered) {
    gst_query_set_nth_allocation_pool(query, 0, pool.get(), size, min, max);
  } else {
    gst_query_add_allocation_pool(query, pool.get(), size, min, max);
  }
  return true;
}

// --- frames --------------------------------------------------------------------------------------

std::string GlResampler::run(GstBuffer* in, GstBuffer* out, const Placement& placement) {
  // What stays if the context has ended and runs nothing any more.
  std::optional<Error> error = Error{"The OpenGL context has ended: start the pipeline again."};
  on_gl_thread(context_.get(), [&] { error = draw(in, out, placement); });
  return error ? error->text : "";
}

/// On the GL thread.
std::optional<Error> GlResampler::draw(GstBuffer* in, GstBuffer* out, const Placement& placement) {
  GstGLMemory* source = only_texture(in);
  GstGLMemory* target = only_texture(out);
  if (source == nullptr || target == nullptr) {
    return Error{
        "A frame came that is not one OpenGL texture. Put \"glupload\" in front of virtualptz."};
  }
  if (gst_gl_memory_get_texture_target(source) != GST_GL_TEXTURE_TARGET_2D) {
    return Error{kOtherTarget};
  }
  if (!has_size_of(source, in_info_) || !has_size_of(target, out_info_)) {
    return Error{
        "A frame's texture is smaller than its caps say, by a fault of an element beside "
        "virtualptz: try without it."};
  }
  if (gst_gl_context_can_share(context_of(source), context_.get()) == FALSE) {
    return Error{
        "A frame's texture is of an OpenGL context that shares none with the one virtualptz works "
        "in. Put \"gldownload ! glupload\" in front."};
  }
  if (GstGLSyncMeta* sync = gst_buffer_get_gl_sync_meta(in)) {
    gst_gl_sync_meta_wait(sync, context_.get());
  }
  // Brings to the texture what upstream has written to the memory from the CPU, if it has.
  const MappedMemory from(GST_MEMORY_CAST(source), GST_MAP_READ | static_cast<int>(GST_MAP_GL));
  const MappedMemory to(GST_MEMORY_CAST(target), GST_MAP_WRITE | static_cast<int>(GST_MAP_GL));
  if (!from || !to) {
    return Error{
        "The texture of a frame could not be mapped: try a smaller size, which takes less memory."};
  }
  if (auto error = program_.draw(texture_of(from, in_info_), texture_of(to, out_info_), placement,
                                 method_)) {
    return error;
  }
  if (GstGLSyncMeta* sync = gst_buffer_get_gl_sync_meta(out)) {
    gst_gl_sync_meta_set_sync_point(sync, context_.get());
  }
  return std::nullopt;
}

}  // namespace gimbal
