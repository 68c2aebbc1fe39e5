#include "tests/gst-plugins/virtualptz/resampler_element.hpp"

#include "gst-plugins/common/video_transform.hpp"

namespace gimbal {

namespace {

struct State {
  ResamplerSettings settings;
  CapsHandle in_caps;
  CapsHandle out_caps;
  ResampleSetup setup;
  int frames = 0;
};

}  // namespace

}  // namespace gimbal

struct GimbalTestResample {
  GstBaseTransform parent;
  gimbal::State* state;
};

struct GimbalTestResampleClass {
  GstBaseTransformClass parent;
};

G_DEFINE_TYPE(GimbalTestResample, gimbal_test_resample, GST_TYPE_BASE_TRANSFORM)

namespace {

using namespace gimbal;

State& state_of(gpointer object) {
  return *static_cast<GimbalTestResample*>(object)->state;
}

GstBaseTransformClass* parent_class() {
  return GST_BASE_TRANSFORM_CLASS(gimbal_test_resample_parent_class);
}

bool posted(GstBaseTransform* transform, const std::string& error) {
  if (!error.empty()) {
    GST_ELEMENT_ERROR(transform, RESOURCE, FAILED, ("%s", error.c_str()), (nullptr));
  }
  return !error.empty();
}

GstCaps* transform_caps(GstBaseTransform* transform, GstPadDirection direction, GstCaps* caps,
                        GstCaps* filter) {
  const ResamplerSettings& settings = state_of(transform).settings;
  CapsHandle other(gst_caps_copy(caps));
  for (guint i = 0; i < gst_caps_get_size(other.get()); ++i) {
    GstStructure* structure = gst_caps_get_structure(other.get(), i);
    gst_structure_remove_fields(structure, "width", "height", "pixel-aspect-ratio", nullptr);
    if (direction == GST_PAD_SINK && settings.width > 0) {  // 0 while the pipeline is being linked
      gst_structure_set(structure, "width", G_TYPE_INT, settings.width, "height", G_TYPE_INT,
                        settings.height, nullptr);
    }
  }
  return filtered(std::move(other), filter);
}

gboolean set_caps(GstBaseTransform* transform, GstCaps* in, GstCaps* out) {
  State& state = state_of(transform);
  state.in_caps.reset(gst_caps_ref(in));
  state.out_caps.reset(gst_caps_ref(out));
  state.setup.in_caps = in;
  state.setup.out_caps = out;
  gst_video_info_from_caps(&state.setup.in_info, in);
  gst_video_info_from_caps(&state.setup.out_info, out);
  state.setup.method = state.settings.method(state.frames);
  return posted(transform, state.settings.resampler->configure(state.setup)) ? FALSE : TRUE;
}

gboolean propose_allocation(GstBaseTransform* transform, GstQuery*, GstQuery* query) {
  return state_of(transform).settings.resampler->propose_allocation(query) ? TRUE : FALSE;
}

gboolean decide_allocation(GstBaseTransform* transform, GstQuery* query) {
  return state_of(transform).settings.resampler->decide_allocation(query)
             ? parent_class()->decide_allocation(transform, query)
             : FALSE;
}

gboolean query(GstBaseTransform* transform, GstPadDirection direction, GstQuery* query) {
  const bool answered = GST_QUERY_TYPE(query) == GST_QUERY_CONTEXT &&
                        state_of(transform).settings.resampler->answer_context_query(query);
  return answered ? TRUE : parent_class()->query(transform, direction, query);
}

void set_context(GstElement* element, GstContext* context) {
  state_of(element).settings.resampler->set_context(context);
  GST_ELEMENT_CLASS(gimbal_test_resample_parent_class)->set_context(element, context);
}

GstFlowReturn transform(GstBaseTransform* base, GstBuffer* in, GstBuffer* out) {
  State& state = state_of(base);
  const ResampleMethod method = state.settings.method(state.frames);
  if (method != state.setup.method) {
    state.setup.method = method;
    if (posted(base, state.settings.resampler->configure(state.setup))) {
      return GST_FLOW_ERROR;
    }
  }
  const Placement placement = state.settings.placement(state.frames++);
  return posted(base, state.settings.resampler->run(in, out, placement)) ? GST_FLOW_ERROR
                                                                         : GST_FLOW_OK;
}

/// Times and flags only: metas are none of its business.
gboolean transform_meta(GstBaseTransform*, GstBuffer*, GstMeta*, GstBuffer*) {
  return FALSE;
}

void finalize(GObject* object) {
  delete static_cast<GimbalTestResample*>(static_cast<gpointer>(object))->state;
  G_OBJECT_CLASS(gimbal_test_resample_parent_class)->finalize(object);
}

GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);
GstStaticPadTemplate src_template =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

}  // namespace

static void gimbal_test_resample_init(GimbalTestResample* self) {
  self->state = new gimbal::State;
}

static void gimbal_test_resample_class_init(GimbalTestResampleClass* klass) {
  G_OBJECT_CLASS(klass)->finalize = finalize;
  auto* element = GST_ELEMENT_CLASS(klass);
  gst_element_class_add_static_pad_template(element, &sink_template);
  gst_element_class_add_static_pad_template(element, &src_template);
  gst_element_class_set_static_metadata(element, "Resampler", "Filter", "A test's", "Gimbal");
  element->set_context = set_context;
  auto* transform_class = GST_BASE_TRANSFORM_CLASS(klass);
  transform_class->transform_caps = transform_caps;
  transform_class->set_caps = set_caps;
  transform_class->get_unit_size = gimbal::get_frame_size;
  transform_class->propose_allocation = propose_allocation;
  transform_class->decide_allocation = decide_allocation;
  transform_class->query = query;
  transform_class->transform_meta = transform_meta;
  transform_class->transform = transform;
}

namespace gimbal {

void register_resampler_element() {
  gst_element_register(nullptr, "testresample", GST_RANK_NONE, gimbal_test_resample_get_type());
}

ResamplerSettings& settings_of(GstElement* element) {
  return state_of(element).settings;
}

}  // namespace gimbal
