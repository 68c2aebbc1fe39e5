#include "gst-plugins/virtualptz/negotiation.hpp"

#include "gst-plugins/common/video_transform.hpp"
#include "gst-plugins/support/handles.hpp"
#include "gst-plugins/support/object_lock.hpp"
#include "gst-plugins/virtualptz/caps.hpp"
#include "gst-plugins/virtualptz/debug_category.hpp"
#include "gst-plugins/virtualptz/memory_kind.hpp"

namespace gimbal::virtualptz {

namespace {

std::shared_ptr<Resampler> resampler_of(GimbalVirtualPtz* self) {
  const ObjectLock lock(self);
  return self->p->facts.resampler;
}

/// The one before ends outside of the lock: it waits for the thread of its OpenGL context.
void publish_resampler(GimbalVirtualPtz* self, std::shared_ptr<Resampler> resampler,
                       const char* memory) {
  const ObjectLock lock(self);
  self->p->facts.resampler.swap(resampler);
  self->p->facts.memory = memory;
}

bool fail(GimbalVirtualPtz* self, const std::string& error) {
  GST_ELEMENT_ERROR(self, STREAM, FORMAT, ("%s", error.c_str()), (nullptr));
  return false;
}

/// Everything that neighbours and the application have shared with the element so far.
void hand_on_contexts(GimbalVirtualPtz* self, Resampler& resampler) {
  GList* contexts = gst_element_get_contexts(GST_ELEMENT(self));
  for (GList* item = contexts; item != nullptr; item = item->next) {
    const ContextHandle context(static_cast<GstContext*>(item->data));
    resampler.set_context(context.get());
  }
  g_list_free(contexts);
}

/// The resampler for frames of `caps`: the one there is, or another where the memory is another.
bool choose_resampler(GimbalVirtualPtz* self, const GstCaps* caps) {
  State& state = self->p->state;
  const MemoryKind kind = memory_kind_of(caps);
  if (state.resampler && state.memory == kind) {
    return true;
  }
  auto opened = open_resampler(kind, GST_BASE_TRANSFORM(self));
  if (!opened) {
    return fail(self, opened.error());
  }
  state.resampler = *opened;
  state.memory = kind;
  // Before it asks for contexts: the answers come in through `offer_context`.
  publish_resampler(self, state.resampler, name_of(kind));
  GST_INFO_OBJECT(self, "resampling in %s", name_of(kind));
  hand_on_contexts(self, *state.resampler);
  return true;
}

Setup wanted_setup(GimbalVirtualPtz* self) {
  const Settings settings = settings_of(self);
  return {settings.aspect, settings.method, settings.threads};
}

bool configure_resampler(GimbalVirtualPtz* self) {
  State& state = self->p->state;
  const std::string error = state.resampler->configure({.in_caps = state.in_caps.get(),
                                                        .out_caps = state.out_caps.get(),
                                                        .in_info = state.in_info,
                                                        .out_info = state.out_info,
                                                        .method = state.setup.method,
                                                        .threads = state.setup.threads});
  return error.empty() || fail(self, error);
}

/// For detectors that count pixels or frames.
void publish_video(GimbalVirtualPtz* self, const GstVideoInfo& info) {
  const ObjectLock lock(self);
  self->p->facts.video = {
      .width = GST_VIDEO_INFO_WIDTH(&info),
      .height = GST_VIDEO_INFO_HEIGHT(&info),
      .frame_rate = static_cast<double>(GST_VIDEO_INFO_FPS_N(&info)) / GST_VIDEO_INFO_FPS_D(&info),
      .camera = ""};
}

bool set_up(GimbalVirtualPtz* self) {
  State& state = self->p->state;
  state.setup = wanted_setup(self);
  self->p->camera.set_shapes(state.source, state.output, state.setup.aspect);
  return configure_resampler(self);
}

/// The size for what downstream leaves open: the one this stream already has, else the user's wish.
SizeWish size_wish(GimbalVirtualPtz* self) {
  return self->p->state.fixed_size.value_or(settings_of(self).size);
}

/// Frames that are held here are missing in upstream's pool.
void ask_for_held_frames(GimbalVirtualPtz* self, GstQuery* query) {
  const GstVideoInfo& info = self->p->state.in_info;
  const GstClockTime hold = settings_of(self).hold();
  if (hold == 0 || GST_VIDEO_INFO_FPS_N(&info) == 0) {
    return;
  }
  const auto held = static_cast<guint>(
      gst_util_uint64_scale_ceil(hold, static_cast<guint64>(GST_VIDEO_INFO_FPS_N(&info)),
                                 static_cast<guint64>(GST_VIDEO_INFO_FPS_D(&info)) * GST_SECOND));
  if (gst_query_get_n_allocation_pools(query) == 0) {
    gst_query_add_allocation_pool(query, nullptr, static_cast<guint>(GST_VIDEO_INFO_SIZE(&info)),
                                  held, 0);
    return;
  }
  GstBufferPool* pool = nullptr;
  guint size = 0;
  guint min = 0;
  guint max = 0;
  gst_query_parse_nth_allocation_pool(query, 0, &pool, &size, &min, &max);
  const GstObjectHandle<GstBufferPool> owned(pool);
  gst_query_set_nth_allocation_pool(query, 0, pool, size, min + held, max == 0 ? 0 : max + held);
}

}  // namespace

GstCaps* transform_caps(GstBaseTransform*, GstPadDirection, GstCaps* caps, GstCaps* filter) {
  return filtered(CapsHandle(other_caps(caps)), filter);
}

GstCaps* fixate_caps(GstBaseTransform* base, GstPadDirection direction, GstCaps* caps,
                     GstCaps* other) {
  GstVideoInfo input;
  if (direction == GST_PAD_SRC || gst_video_info_from_caps(&input, caps) == FALSE) {
    return gst_caps_fixate(other);
  }
  return fixate_output(other, input, size_wish(self_of(base)));
}

gboolean set_caps(GstBaseTransform* base, GstCaps* in, GstCaps* out) {
  GimbalVirtualPtz* self = self_of(base);
  State& state = self->p->state;
  if (gst_video_info_from_caps(&state.in_info, in) == FALSE ||
      gst_video_info_from_caps(&state.out_info, out) == FALSE) {
    return FALSE;
  }
  if (GST_VIDEO_INFO_IS_INTERLACED(&state.in_info)) {
    return fail(self, "virtualptz takes progressive video only. Put \"deinterlace\" in front.");
  }
  publish_video(self, state.in_info);
  state.in_caps.reset(gst_caps_ref(in));
  state.out_caps.reset(gst_caps_ref(out));
  state.source = shape_of(state.in_info);
  state.output = shape_of(state.out_info);
  return choose_resampler(self, in) && set_up(self) ? TRUE : FALSE;
}

bool follow_settings(GimbalVirtualPtz* self) {
  return wanted_setup(self) == self->p->state.setup || set_up(self);
}

gboolean propose_allocation(GstBaseTransform* base, GstQuery* decided, GstQuery* query) {
  GimbalVirtualPtz* self = self_of(base);
  if (base_class()->propose_allocation(base, decided, query) == FALSE) {
    return FALSE;
  }
  const auto resampler = resampler_of(self);
  if (!resampler || !resampler->propose_allocation(query)) {
    return FALSE;
  }
  ask_for_held_frames(self, query);
  return TRUE;
}

gboolean decide_allocation(GstBaseTransform* base, GstQuery* query) {
  State& state = self_of(base)->p->state;
  // The base class takes what belongs to the memory out of the query.
  state.downstream_takes_strides =
      gst_query_find_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr) != FALSE;
  return state.resampler->decide_allocation(query) ? base_class()->decide_allocation(base, query)
                                                   : FALSE;
}

void offer_context(GimbalVirtualPtz* self, GstContext* context) {
  if (const auto resampler = resampler_of(self)) {
    resampler->set_context(context);
  }
}

bool answer_context_query(GimbalVirtualPtz* self, GstQuery* query) {
  const auto resampler = resampler_of(self);
  return resampler && resampler->answer_context_query(query);
}

void drop_resampler(GimbalVirtualPtz* self) {
  publish_resampler(self, nullptr, "");
}

}  // namespace gimbal::virtualptz
