// cudainterop: OpenGL frames (GLMemory RGBA) into CUDA memory (NV12) on the GPU, for NVENC.
#include "gst-plugins/cudainterop/cudainterop.hpp"

#include <gst/cuda/gstcudamemory.h>
#include <gst/cuda/gstcudautils.h>
#include <gst/gl/gl.h>

#include <climits>
#include <utility>

#include "gst-plugins/common/video_transform.hpp"
#include "gst-plugins/cudainterop/caps.hpp"
#include "gst-plugins/cudainterop/cuda_driver.hpp"
#include "gst-plugins/support/object_lock.hpp"

using namespace gimbal;
using namespace gimbal::cudainterop;

struct GimbalCudaInteropClass {
  GstBaseTransformClass parent;
};

GST_DEBUG_CATEGORY_STATIC(gimbal_cuda_interop_debug);
#define GST_CAT_DEFAULT gimbal_cuda_interop_debug

G_DEFINE_TYPE_WITH_CODE(GimbalCudaInterop, gimbal_cuda_interop, GST_TYPE_BASE_TRANSFORM,
                        GST_DEBUG_CATEGORY_INIT(gimbal_cuda_interop_debug, "cudainterop", 0,
                                                "OpenGL frames into CUDA memory"))

namespace gimbal::cudainterop {

int wanted_device(GimbalCudaInterop* self) {
  const ObjectLock lock(self);
  return self->settings->cuda_device;
}

CudaContextHandle cuda_context(GimbalCudaInterop* self) {
  return self->shared->cuda.get();
}

std::shared_ptr<CudaStream> cuda_stream(GimbalCudaInterop* self) {
  auto& stream = self->state->stream;
  const auto cuda = cuda_context(self);
  if (!stream || stream->context() != cuda.get()) {
    stream = std::make_shared<CudaStream>(cuda.get());
  }
  return stream;
}

void set_status(GimbalCudaInterop* self, bool zero_copy, std::string device_name) {
  bool path_changed = false;
  bool name_changed = false;
  {
    const ObjectLock lock(self);
    Shared& shared = *self->shared;
    path_changed = std::exchange(shared.zero_copy, zero_copy) != zero_copy;
    name_changed = shared.device_name != device_name;
    shared.device_name = std::move(device_name);
  }
  if (path_changed) {
    g_object_notify(G_OBJECT(self), "path");
  }
  if (name_changed) {
    g_object_notify(G_OBJECT(self), "cuda-device-name");
  }
}

void fail(GimbalCudaInterop* self, GQuark domain, int code, const std::string& text) {
  if (!std::exchange(self->state->failed, true)) {
    gst_element_message_full(GST_ELEMENT_CAST(self), GST_MESSAGE_ERROR, domain, code,
                             g_strdup(text.c_str()), nullptr, __FILE__, GST_FUNCTION, __LINE__);
  }
}

}  // namespace gimbal::cudainterop

namespace {

enum Property { kPropCudaDevice = 1, kPropPath, kPropCudaDeviceName };

GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS(kSinkCaps));
GstStaticPadTemplate src_template =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS(kSrcCaps));

GimbalCudaInterop* self_of(gpointer object) {
  return static_cast<GimbalCudaInterop*>(object);
}

void set_property(GObject* object, guint id, const GValue* value, GParamSpec* spec) {
  auto* self = self_of(object);
  if (id != kPropCudaDevice) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    return;
  }
  const ObjectLock lock(self);
  self->settings->cuda_device = g_value_get_int(value);
}

void get_property(GObject* object, guint id, GValue* value, GParamSpec* spec) {
  auto* self = self_of(object);
  const ObjectLock lock(self);
  switch (id) {
    case kPropCudaDevice:
      g_value_set_int(value, self->settings->cuda_device);
      break;
    case kPropPath:
      g_value_set_static_string(value, self->shared->zero_copy ? "zero-copy" : "none");
      break;
    case kPropCudaDeviceName:
      g_value_set_string(value, self->shared->device_name.c_str());
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

// NULL to READY

/// Posts the error if there is no usable driver or device.
bool driver_is_usable(GimbalCudaInterop* self) {
  self->state->failed = false;
  if (const auto error = check_driver(wanted_device(self))) {
    fail(self, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND, error->text);
    return false;
  }
  return true;
}

GstStateChangeReturn change_state(GstElement* element, GstStateChange transition) {
  if (transition == GST_STATE_CHANGE_NULL_TO_READY && !driver_is_usable(self_of(element))) {
    return GST_STATE_CHANGE_FAILURE;
  }
  return GST_ELEMENT_CLASS(gimbal_cuda_interop_parent_class)->change_state(element, transition);
}

/// From neighbours, bins and the application, in any state and on any thread.
void set_context(GstElement* element, GstContext* context) {
  auto* self = self_of(element);
  GstCudaContext* offered = nullptr;
  gst_cuda_handle_set_context(element, context, wanted_device(self), &offered);
  self->shared->cuda.offer(CudaContextHandle(offered));
  GST_ELEMENT_CLASS(gimbal_cuda_interop_parent_class)->set_context(element, context);
}

gboolean query(GstBaseTransform* transform, GstPadDirection direction, GstQuery* query) {
  if (GST_QUERY_TYPE(query) == GST_QUERY_CONTEXT) {
    const auto cuda = cuda_context(self_of(transform));
    if (gst_cuda_handle_context_query(GST_ELEMENT_CAST(transform), query, cuda.get())) {
      return TRUE;
    }
  }
  return GST_BASE_TRANSFORM_CLASS(gimbal_cuda_interop_parent_class)
      ->query(transform, direction, query);
}

// READY to PAUSED

gboolean start(GstBaseTransform* transform) {
  auto* self = self_of(transform);
  // Again: cuda-device may have been set in READY.
  if (!driver_is_usable(self)) {
    return FALSE;
  }
  const int device = wanted_device(self);
  const auto offered = cuda_context(self);
  if (offered && device != kAnyDevice && device_of(offered.get()) != device) {
    self->shared->cuda.replace(nullptr);
  }
  // Asks downstream, upstream and the application before making one, so that the encoder's context
  // is ours.
  const auto cuda = self->shared->cuda.ask([&](GstCudaContext** to) {
    gst_cuda_ensure_element_context(GST_ELEMENT_CAST(self), device, to);
  });
  if (!cuda) {
    fail(self, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ_WRITE,
         describe_device(device == kAnyDevice ? 0 : device) +
             " cannot be used: no CUDA context could be made on it. Check nvidia-smi for free "
             "memory "
             "and for its compute mode.");
    return FALSE;
  }
  gst_cuda_memory_init_once();
  set_status(self, false, device_name(device_of(cuda.get())));
  return TRUE;
}

// Caps

GstCaps* transform_caps(GstBaseTransform*, GstPadDirection direction, GstCaps* caps,
                        GstCaps* filter) {
  return filtered(CapsHandle(other_caps(direction, caps)), filter);
}

GstCaps* fixate_caps(GstBaseTransform*, GstPadDirection direction, GstCaps*, GstCaps* othercaps) {
  return direction == GST_PAD_SINK ? fixate_output(othercaps) : gst_caps_fixate(othercaps);
}

gboolean set_caps(GstBaseTransform* transform, GstCaps* input, GstCaps* output) {
  auto* self = self_of(transform);
  State& state = *self->state;
  state.session.reset();  // upstream's textures are about to be others
  if (gst_video_info_from_caps(&state.input, input) == FALSE ||
      gst_video_info_from_caps(&state.output, output) == FALSE) {
    return FALSE;
  }
  auto matrix = matrix_for(state.output);
  if (!matrix) {
    fail(self, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT, matrix.error());
    return FALSE;
  }
  state.matrix = *matrix;
  return TRUE;
}

// Allocation

gboolean decide_allocation(GstBaseTransform* transform, GstQuery* query) {
  return decide_pool(self_of(transform), query)
             ? GST_BASE_TRANSFORM_CLASS(gimbal_cuda_interop_parent_class)
                   ->decide_allocation(transform, query)
             : FALSE;
}

// Frames

/// All but what belongs to the input's memory: those with the memory tags (which the base class
/// also drops) and OpenGL's fence. Size and positions stay the same, so everything else still
/// holds.
gboolean transform_meta(GstBaseTransform*, GstBuffer*, GstMeta* meta, GstBuffer*) {
  const GType api = meta->info->api;
  return api != GST_GL_SYNC_META_API_TYPE &&
         gst_meta_api_type_has_tag(api, g_quark_from_static_string(GST_META_TAG_MEMORY_STR)) ==
             FALSE;
}

/// Nothing is converted by another way: what cannot go from texture to kernel is an error.
std::optional<Error> convert(GimbalCudaInterop* self, GstBuffer* input, GstBuffer* output) {
  State& state = *self->state;
  GstMemory* source = gst_buffer_peek_memory(input, 0);
  GstMemory* target = gst_buffer_peek_memory(output, 0);
  const auto cuda = cuda_context(self);
  if (gst_buffer_n_memory(input) != 1 || gst_is_gl_memory(source) == FALSE) {
    return Error{"A frame came that is not one GLMemory. Put glupload before cudainterop."};
  }
  if (gst_is_cuda_memory(target) == FALSE || GST_CUDA_MEMORY_CAST(target)->context != cuda.get()) {
    return Error{"The pool for output frames gave memory of another CUDA context."};
  }
  GstGLContext* gl = GST_GL_BASE_MEMORY_CAST(source)->context;
  if (!state.session || !state.session->is_of(gl, cuda.get())) {
    state.session.reset();
    auto session = Session::create(gl, cuda_stream(self));
    if (!session) {
      return Error{session.error()};
    }
    state.session = std::move(*session);
  }
  return state.session->convert(input, target, state.matrix);
}

GstFlowReturn transform(GstBaseTransform* base, GstBuffer* input, GstBuffer* output) {
  auto* self = self_of(base);
  if (const auto error = convert(self, input, output)) {
    fail(self, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_FAILED, error->text);
    return GST_FLOW_ERROR;
  }
  if (!self->shared->zero_copy) {  // only this thread sets it while frames flow
    set_status(self, true, device_name(device_of(cuda_context(self).get())));
  }
  return GST_FLOW_OK;
}

// PAUSED to READY

gboolean stop(GstBaseTransform* transform) {
  auto* self = self_of(transform);
  self->state->session.reset();
  self->state->stream.reset();
  self->shared->cuda.replace(nullptr);
  set_status(self, false, "");
  return TRUE;
}

void finalize(GObject* object) {
  auto* self = self_of(object);
  delete self->state;
  delete self->shared;
  delete self->settings;
  G_OBJECT_CLASS(gimbal_cuda_interop_parent_class)->finalize(object);
}

void install_properties(GObjectClass* klass) {
  constexpr auto kReadOnly = static_cast<GParamFlags>(G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property(
      klass, kPropCudaDevice,
      g_param_spec_int("cuda-device", "CUDA device",
                       "CUDA ordinal of the GPU to work on (-1: the one of the encoder downstream, "
                       "else 0)",
                       kAnyDevice, INT_MAX, kAnyDevice,
                       static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                                GST_PARAM_MUTABLE_READY)));
  g_object_class_install_property(
      klass, kPropPath,
      g_param_spec_string("path", "Path", "How frames travel: zero-copy once they do, none before",
                          "none", kReadOnly));
  g_object_class_install_property(
      klass, kPropCudaDeviceName,
      g_param_spec_string("cuda-device-name", "CUDA device name",
                          "Name of the GPU that is worked on, empty before PAUSED", "", kReadOnly));
}

}  // namespace

static void gimbal_cuda_interop_class_init(GimbalCudaInteropClass* klass) {
  auto* object = G_OBJECT_CLASS(klass);
  object->set_property = set_property;
  object->get_property = get_property;
  object->finalize = finalize;
  install_properties(object);

  auto* element = GST_ELEMENT_CLASS(klass);
  element->change_state = change_state;
  element->set_context = set_context;
  gst_element_class_add_static_pad_template(element, &sink_template);
  gst_element_class_add_static_pad_template(element, &src_template);
  gst_element_class_set_static_metadata(
      element, "OpenGL to CUDA converter", "Filter/Converter/Video/Hardware",
      "Converts OpenGL textures (RGBA) to NV12 in CUDA memory on an NVIDIA GPU, without a copy "
      "through system memory",
      "Gimbal");

  auto* transform_class = GST_BASE_TRANSFORM_CLASS(klass);
  transform_class->start = start;
  transform_class->stop = stop;
  transform_class->query = query;
  transform_class->transform_caps = transform_caps;
  transform_class->fixate_caps = fixate_caps;
  transform_class->get_unit_size = get_frame_size;
  transform_class->set_caps = set_caps;
  transform_class->propose_allocation = propose_allocation;
  transform_class->decide_allocation = decide_allocation;
  transform_class->transform_meta = transform_meta;
  transform_class->transform = transform;
}

static void gimbal_cuda_interop_init(GimbalCudaInterop* self) {
  self->settings = new Settings;
  self->shared = new Shared;
  self->state = new State;
}

static gboolean plugin_init(GstPlugin* plugin) {
  return gst_element_register(plugin, "cudainterop", GST_RANK_NONE, gimbal_cuda_interop_get_type());
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, gimbalcudainterop,
                  "OpenGL frames into CUDA memory", plugin_init, GIMBAL_VERSION, "LGPL", "gimbal",
                  "gimbal")
