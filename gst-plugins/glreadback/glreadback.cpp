// glreadback: RGBA in GL memory to NV12 or I420 in system memory; the CPU twin of cudainterop.
#include <gst/video/video.h>
// gl.h does not bring what this one needs.
#include <gst/gl/gl.h>
#include <gst/gl/gstglbasefilter.h>

#include <string_view>

#include "gst-plugins/support/handles.hpp"
#include "lib/pixel/rgba_to_yuv.hpp"

/**
 * SECTION:element-glreadback
 *
 * Reads frames back from the GPU through a pixel buffer object and converts them to 4:2:0 with
 * SIMD, in the matrix and range of the output caps.
 *
 * |[
 * gst-launch-1.0 eglsrc num-buffers=60 ! glreadback ! x264enc tune=zerolatency ! fakesink
 * ]|
 */

GST_DEBUG_CATEGORY_STATIC(gl_readback_debug);
#define GST_CAT_DEFAULT gl_readback_debug

namespace {

constexpr const char* kSinkCaps =
    "video/x-raw(memory:GLMemory), format=(string)RGBA, width=(int)[1,max], height=(int)[1,max], "
    "framerate=(fraction)[0/1,max], texture-target=(string)2D";
constexpr const char* kSrcCaps =
    "video/x-raw, format=(string){NV12,I420}, width=(int)[1,max], height=(int)[1,max], "
    "framerate=(fraction)[0/1,max]";

}  // namespace

struct GimbalGlReadback {
  GstGLBaseFilter parent;
  // Streaming thread only, fixed by set_caps.
  GstVideoInfo in_info;
  GstVideoInfo out_info;
  gimbal::YuvCoefficients coefficients;
};

struct GimbalGlReadbackClass {
  GstGLBaseFilterClass parent_class;
};

GType gimbal_gl_readback_get_type(void);
G_DEFINE_TYPE(GimbalGlReadback, gimbal_gl_readback, GST_TYPE_GL_BASE_FILTER)

namespace {

using gimbal::CapsHandle;

GimbalGlReadback* self_of(gpointer object) {
  return static_cast<GimbalGlReadback*>(object);
}

/// The same picture on the other side: memory, format and what belongs to the format are dropped.
CapsHandle other_side(GstCaps* caps, GstPadDirection direction) {
  CapsHandle other(gst_caps_copy(caps));
  const bool to_gl = direction == GST_PAD_SRC;
  for (guint i = 0; i < gst_caps_get_size(other.get()); ++i) {
    GstStructure* structure = gst_caps_get_structure(other.get(), i);
    gst_structure_remove_fields(structure, "format", "colorimetry", "chroma-site", "texture-target",
                                nullptr);
    gst_caps_set_features(
        other.get(), i,
        to_gl ? gst_caps_features_new(GST_CAPS_FEATURE_MEMORY_GL_MEMORY, nullptr)
              : gst_caps_features_new(GST_CAPS_FEATURE_MEMORY_SYSTEM_MEMORY, nullptr));
  }
  const CapsHandle ours(gst_caps_from_string(to_gl ? kSinkCaps : kSrcCaps));
  return CapsHandle(gst_caps_intersect_full(other.get(), ours.get(), GST_CAPS_INTERSECT_FIRST));
}

GstCaps* transform_caps(GstBaseTransform*, GstPadDirection direction, GstCaps* caps,
                        GstCaps* filter) {
  CapsHandle other = other_side(caps, direction);
  if (filter == nullptr) {
    return other.release();
  }
  return gst_caps_intersect_full(filter, other.get(), GST_CAPS_INTERSECT_FIRST);
}

/// Says the output's colours in the caps, so that nothing behind has to guess them from the size.
GstCaps* fixate_caps(GstBaseTransform*, GstPadDirection direction, GstCaps*, GstCaps* other) {
  GstCaps* fixed = gst_caps_fixate(other);
  GstVideoInfo info;
  if (direction == GST_PAD_SRC || gst_video_info_from_caps(&info, fixed) == FALSE) {
    return fixed;
  }
  GstStructure* structure = gst_caps_get_structure(fixed, 0);
  if (gst_structure_has_field(structure, "colorimetry") == FALSE) {
    const gimbal::CharHandle colorimetry(gst_video_colorimetry_to_string(&info.colorimetry));
    gst_structure_set(structure, "colorimetry", G_TYPE_STRING, colorimetry.get(), nullptr);
  }
  if (gst_structure_has_field(structure, "chroma-site") == FALSE) {
    gst_structure_set(structure, "chroma-site", G_TYPE_STRING, "mpeg2", nullptr);
  }
  return fixed;
}

gboolean get_unit_size(GstBaseTransform*, GstCaps* caps, gsize* size) {
  GstVideoInfo info;
  if (gst_video_info_from_caps(&info, caps) == FALSE) {
    return FALSE;
  }
  *size = GST_VIDEO_INFO_SIZE(&info);
  return TRUE;
}

bool choose_coefficients(GimbalGlReadback* self) {
  const GstVideoColorimetry& colors = self->out_info.colorimetry;
  const bool bt709 = colors.matrix == GST_VIDEO_COLOR_MATRIX_BT709;
  if (!bt709 && colors.matrix != GST_VIDEO_COLOR_MATRIX_BT601) {
    const gimbal::CharHandle name(gst_video_colorimetry_to_string(&colors));
    GST_ELEMENT_ERROR(self, STREAM, FORMAT,
                      ("glreadback converts to BT.709 and BT.601 only; downstream asks for %s.",
                       name ? name.get() : "an unknown matrix"),
                      (nullptr));
    return false;
  }
  const bool full = colors.range == GST_VIDEO_COLOR_RANGE_0_255;
  self->coefficients =
      gimbal::yuv_coefficients(bt709 ? gimbal::YuvMatrix::kBt709 : gimbal::YuvMatrix::kBt601,
                               full ? gimbal::YuvRange::kFull : gimbal::YuvRange::kLimited);
  return true;
}

gboolean set_caps(GstBaseTransform* transform, GstCaps* in, GstCaps* out) {
  GimbalGlReadback* self = self_of(transform);
  if (gst_video_info_from_caps(&self->in_info, in) == FALSE ||
      gst_video_info_from_caps(&self->out_info, out) == FALSE || !choose_coefficients(self)) {
    return FALSE;
  }
  return GST_BASE_TRANSFORM_CLASS(gimbal_gl_readback_parent_class)->set_caps(transform, in, out);
}

void convert(const GimbalGlReadback* self, GstVideoFrame& in, GstVideoFrame& out) {
  const int width = GST_VIDEO_FRAME_WIDTH(&in);
  const int height = GST_VIDEO_FRAME_HEIGHT(&in);
  const gimbal::Plane rgba{static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&in, 0)),
                           GST_VIDEO_FRAME_PLANE_STRIDE(&in, 0), width, height};
  const gimbal::MutablePlane luma{static_cast<std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&out, 0)),
                                  GST_VIDEO_FRAME_PLANE_STRIDE(&out, 0), width, height};
  const gimbal::ChromaOutput chroma{static_cast<std::uint8_t*>(GST_VIDEO_FRAME_COMP_DATA(&out, 1)),
                                    static_cast<std::uint8_t*>(GST_VIDEO_FRAME_COMP_DATA(&out, 2)),
                                    GST_VIDEO_FRAME_COMP_STRIDE(&out, 1),
                                    GST_VIDEO_FRAME_COMP_PSTRIDE(&out, 1)};
  gimbal::rgba_to_yuv420(rgba, luma, chroma, self->coefficients);
}

GstFlowReturn transform(GstBaseTransform* base, GstBuffer* in, GstBuffer* out) {
  GimbalGlReadback* self = self_of(base);
  if (GstGLSyncMeta* sync = gst_buffer_get_gl_sync_meta(in)) {
    GstGLContext* context = GST_GL_BASE_FILTER(base)->context;
    gst_gl_sync_meta_wait(sync, context);
  }
  GstVideoFrame in_frame;
  // Mapping GL memory for reading is what reads it back, through its pixel buffer object.
  if (gst_video_frame_map(&in_frame, &self->in_info, in, GST_MAP_READ) == FALSE) {
    GST_ELEMENT_ERROR(self, RESOURCE, READ, ("Could not read the frame back from the GPU."),
                      ("mapping the input buffer failed"));
    return GST_FLOW_ERROR;
  }
  GstVideoFrame out_frame;
  if (gst_video_frame_map(&out_frame, &self->out_info, out, GST_MAP_WRITE) == FALSE) {
    gst_video_frame_unmap(&in_frame);
    GST_ELEMENT_ERROR(self, RESOURCE, WRITE, ("Could not write to the output buffer."),
                      ("mapping the output buffer failed"));
    return GST_FLOW_ERROR;
  }
  convert(self, in_frame, out_frame);
  gst_video_frame_unmap(&out_frame);
  gst_video_frame_unmap(&in_frame);
  return GST_FLOW_OK;
}

/// The picture's geometry stays: every meta but those about its memory goes along.
gboolean transform_meta(GstBaseTransform*, GstBuffer*, GstMeta* meta, GstBuffer*) {
  const GType api = meta->info->api;
  return api != GST_VIDEO_META_API_TYPE && api != GST_GL_SYNC_META_API_TYPE;
}

}  // namespace

static void gimbal_gl_readback_init(GimbalGlReadback* self) {
  gst_video_info_init(&self->in_info);
  gst_video_info_init(&self->out_info);
}

static void gimbal_gl_readback_class_init(GimbalGlReadbackClass* klass) {
  GST_DEBUG_CATEGORY_INIT(gl_readback_debug, "glreadback", 0, "GL readback");
  auto* element_class = GST_ELEMENT_CLASS(klass);
  auto* transform_class = GST_BASE_TRANSFORM_CLASS(klass);

  gst_element_class_set_static_metadata(
      element_class, "GL readback", "Filter/Converter/Video",
      "Reads RGBA frames back from OpenGL and converts them to NV12 or I420", "The Gimbal authors");
  const CapsHandle sink(gst_caps_from_string(kSinkCaps));
  const CapsHandle src(gst_caps_from_string(kSrcCaps));
  gst_element_class_add_pad_template(
      element_class, gst_pad_template_new("sink", GST_PAD_SINK, GST_PAD_ALWAYS, sink.get()));
  gst_element_class_add_pad_template(
      element_class, gst_pad_template_new("src", GST_PAD_SRC, GST_PAD_ALWAYS, src.get()));

  transform_class->transform_caps = transform_caps;
  transform_class->fixate_caps = fixate_caps;
  transform_class->get_unit_size = get_unit_size;
  transform_class->set_caps = set_caps;
  transform_class->transform = transform;
  transform_class->transform_meta = transform_meta;
  GST_GL_BASE_FILTER_CLASS(klass)->supported_gl_api = GST_GL_API_OPENGL3;
}

static gboolean plugin_init(GstPlugin* plugin) {
  return gst_element_register(plugin, "glreadback", GST_RANK_NONE, gimbal_gl_readback_get_type());
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, gimbalglreadback, "GL readback",
                  plugin_init, GIMBAL_VERSION, "LGPL", "gimbal", "gimbal")
