#include "gst-plugins/virtualptz/frames.hpp"

#include <utility>

#include "gst-plugins/common/crop_meta.hpp"
#include "gst-plugins/common/regions.hpp"
#include "gst-plugins/common/roi_meta.hpp"
#include "gst-plugins/support/object_lock.hpp"
#include "gst-plugins/virtualptz/debug_category.hpp"
#include "gst-plugins/virtualptz/metas.hpp"
#include "gst-plugins/virtualptz/negotiation.hpp"

namespace gimbal::virtualptz {

namespace {

double to_seconds(GstClockTime time) {
  return static_cast<double>(time) / GST_SECOND;
}

/// How long a frame is shown; 0 where nobody says.
GstClockTime duration_of(const GstBuffer* frame, const GstVideoInfo& info) {
  if (GST_BUFFER_DURATION_IS_VALID(frame)) {
    return GST_BUFFER_DURATION(frame);
  }
  return GST_VIDEO_INFO_FPS_N(&info) == 0
             ? 0
             : gst_util_uint64_scale_int(GST_SECOND, GST_VIDEO_INFO_FPS_D(&info),
                                         GST_VIDEO_INFO_FPS_N(&info));
}

// --- frames come in ----------------------------------------------------------------------------

/// What is seen on a frame, to the camera.
void observe_regions(GimbalVirtualPtz* self, GstBuffer* frame) {
  if (!settings_of(self).follow_rois || self->p->camera.mode() != CameraMode::kFollow) {
    return;
  }
  const auto record = record_of_regions(frame, self->p->state.source);
  if (!record || !GST_BUFFER_PTS_IS_VALID(frame)) {
    return;
  }
  RecordArrival arrival;
  arrival.frame_pts = to_seconds(GST_BUFFER_PTS(frame));
  arrival.video_delay = to_seconds(settings_of(self).video_delay());
  if (const auto refused = self->p->camera.observe(0, *record, arrival)) {
    self->p->record_warnings.post(GST_ELEMENT(self),
                                  "The regions of a frame were refused: " + refused->reason);
  }
}

void take_frame(GimbalVirtualPtz* self, BufferHandle frame) {
  State& state = self->p->state;
  if (GST_BUFFER_PTS_IS_VALID(frame.get())) {
    self->p->camera.note_frame(to_seconds(GST_BUFFER_PTS(frame.get())));
  }
  observe_regions(self, frame.get());
  const GstClockTime duration = duration_of(frame.get(), state.in_info);
  state.held.push(std::move(frame), duration);
}

// --- the camera --------------------------------------------------------------------------------

/// Properties that are under a control binding have their value for this frame.
void sync_properties(GimbalVirtualPtz* self, const GstBuffer* frame) {
  const GstSegment& segment = GST_BASE_TRANSFORM(self)->segment;
  if (segment.format != GST_FORMAT_TIME) {
    return;
  }
  const GstClockTime stream_time =
      gst_segment_to_stream_time(&segment, GST_FORMAT_TIME, GST_BUFFER_PTS(frame));
  if (GST_CLOCK_TIME_IS_VALID(stream_time)) {
    gst_object_sync_values(GST_OBJECT(self), stream_time);
  }
}

void advance_camera(GimbalVirtualPtz* self, const GstBuffer* frame) {
  State& state = self->p->state;
  const bool discontinuity =
      std::exchange(state.new_segment, false) || GST_BUFFER_IS_DISCONT(frame) != FALSE;
  const FrameTimes::Moment moment =
      state.times.next(GST_BUFFER_PTS(frame), duration_of(frame, state.in_info), discontinuity);
  if (moment.begins_anew) {
    GST_DEBUG_OBJECT(self, "time has jumped to %" GST_TIME_FORMAT, GST_TIME_ARGS(moment.time));
    self->p->camera.restart();
    state.reports.restart();
  }
  state.current.time = moment.time;
  state.current.shot = self->p->camera.advance(moment.seconds);
}

// --- frames go out -----------------------------------------------------------------------------

bool shows_all_of(const Placement& placement, const State& state) {
  const CropRect whole{0, 0, static_cast<double>(state.source.width),
                       static_cast<double>(state.source.height)};
  return state.source.width == state.output.width && state.source.height == state.output.height &&
         placement == Placement{whole, 0, 0, state.output.width, state.output.height};
}

/// Whether the frame lies in memory as its caps say, so that nobody has to read its GstVideoMeta.
bool lies_as_caps_say(GstBuffer* frame, const GstVideoInfo& info) {
  const GstVideoMeta* meta = gst_buffer_get_video_meta(frame);
  if (meta == nullptr) {
    return true;
  }
  for (guint i = 0; i < meta->n_planes; ++i) {
    if (meta->offset[i] != GST_VIDEO_INFO_PLANE_OFFSET(&info, i) ||
        meta->stride[i] != GST_VIDEO_INFO_PLANE_STRIDE(&info, i)) {
      return false;
    }
  }
  return true;
}

bool nothing_to_do(const State& state, GstBuffer* frame) {
  return shows_all_of(place(state.current.shot.shot.crop, state.source, state.output), state) &&
         (state.downstream_takes_strides || lies_as_caps_say(frame, state.in_info));
}

/// `frame` itself where nobody else has it, or another buffer around the same memory, which keeps
/// `frame` from going back to its pool meanwhile. The base class understands both.
GstBuffer* share(GstBuffer* frame) {
  if (gst_buffer_is_writable(frame) != FALSE) {
    return frame;
  }
  GstBuffer* shared = gst_buffer_copy(frame);
  gst_buffer_add_parent_buffer_meta(shared, frame);
  return shared;
}

/// From here on who points at the output points at this crop.
void note_shown(GimbalVirtualPtz* self, const CropRect& crop) {
  const PictureShape& output = self->p->state.output;
  const ObjectLock lock(self);
  self->p->facts.shown = {crop, output.width, output.height};
}

void post_messages(GimbalVirtualPtz* self, GstClockTime pts) {
  State& state = self->p->state;
  const AnsweredShot& shot = state.current.shot;
  post_answers(GST_ELEMENT(self), shot, pts);
  state.reports.post_when_due(GST_ELEMENT(self), shot.shot, {pts, state.current.time},
                              self->p->camera.mode(), settings_of(self).state_interval);
}

GstFlowReturn show(GimbalVirtualPtz* self, BufferHandle frame, GstBuffer** output) {
  auto* base = GST_BASE_TRANSFORM(self);
  base->queued_buf = frame.release();
  const GstFlowReturn flow = base_class()->generate_output(base, output);
  if (flow == GST_FLOW_OK && *output != nullptr) {
    note_shown(self, self->p->state.current.shot.shot.crop);
    post_messages(self, GST_BUFFER_PTS(*output));
  } else {
    self->p->camera.keep(std::exchange(self->p->state.current.shot.answers, {}));
  }
  return flow;
}

/// What was held: a frame is made into `output`, an event is sent on.
GstFlowReturn release(GimbalVirtualPtz* self, HeldFrames::Item item, GstBuffer** output) {
  if (auto* frame = std::get_if<BufferHandle>(&item)) {
    return show(self, std::move(*frame), output);
  }
  base_class()->sink_event(GST_BASE_TRANSFORM(self), std::get<EventHandle>(item).release());
  return GST_FLOW_OK;
}

/// As `release`, and pushes the frame: outside of the base class's loop over one input.
GstFlowReturn release_and_push(GimbalVirtualPtz* self, HeldFrames::Item item) {
  GstBuffer* raw_output = nullptr;
  const GstFlowReturn flow = release(self, std::move(item), &raw_output);
  BufferHandle output(raw_output);  // there as well where the resampler failed half-way
  return flow == GST_FLOW_OK && output
             ? gst_pad_push(GST_BASE_TRANSFORM_SRC_PAD(self), output.release())
             : flow;
}

}  // namespace

GstFlowReturn submit_input_buffer(GstBaseTransform* base, gboolean discontinuity,
                                  GstBuffer* input) {
  GimbalVirtualPtz* self = self_of(base);
  // The base class marks the next frame that leaves as the discontinuity: it must be this one.
  if (GST_BUFFER_IS_DISCONT(input) || self->p->state.held.is_before(GST_BUFFER_PTS(input))) {
    const GstFlowReturn flow = drain(self);
    if (flow != GST_FLOW_OK) {
      const BufferHandle owned(input);
      return flow;
    }
  }
  const GstFlowReturn flow = base_class()->submit_input_buffer(base, discontinuity, input);
  if (flow == GST_FLOW_OK && base->queued_buf != nullptr) {
    take_frame(self, BufferHandle(std::exchange(base->queued_buf, nullptr)));
  }
  return flow;
}

GstFlowReturn generate_output(GstBaseTransform* base, GstBuffer** output) {
  GimbalVirtualPtz* self = self_of(base);
  const GstClockTime hold = settings_of(self).hold();
  while (auto item = self->p->state.held.pop_due(hold)) {
    const GstFlowReturn flow = release(self, std::move(*item), output);
    if (flow != GST_FLOW_OK || *output != nullptr) {
      return flow;
    }
  }
  return GST_FLOW_OK;
}

GstFlowReturn prepare_output_buffer(GstBaseTransform* base, GstBuffer* input, GstBuffer** output) {
  GimbalVirtualPtz* self = self_of(base);
  State& state = self->p->state;
  // From the first frame on: until then tags may still turn the input on its side.
  state.fixed_size = SizeWish{state.output.width, state.output.height};
  sync_properties(self, input);
  if (!follow_settings(self)) {
    return GST_FLOW_ERROR;
  }
  advance_camera(self, input);
  state.current.shared = nothing_to_do(state, input);
  if (!state.current.shared) {
    return base_class()->prepare_output_buffer(base, input, output);
  }
  *output = share(input);
  return GST_FLOW_OK;
}

GstFlowReturn transform(GstBaseTransform* base, GstBuffer* input, GstBuffer* output) {
  State& state = self_of(base)->p->state;
  const CropRect& crop = state.current.shot.shot.crop;
  set_crop_meta(output, crop);
  if (state.current.shared) {
    return GST_FLOW_OK;
  }
  const std::string error =
      state.resampler->run(input, output, place(crop, state.source, state.output));
  if (!error.empty()) {
    GST_ELEMENT_ERROR(base, RESOURCE, FAILED, ("%s", error.c_str()), (nullptr));
    return GST_FLOW_ERROR;
  }
  crop_roi_metas(input, output, crop, state.output.width, state.output.height);
  return GST_FLOW_OK;
}

gboolean transform_meta(GstBaseTransform*, GstBuffer*, GstMeta* meta, GstBuffer*) {
  return survives_crop(meta->info) ? TRUE : FALSE;
}

GstFlowReturn drain(GimbalVirtualPtz* self) {
  GstFlowReturn flow = GST_FLOW_OK;
  while (auto item = self->p->state.held.pop()) {
    const GstFlowReturn result = release_and_push(self, std::move(*item));
    flow = flow == GST_FLOW_OK ? result : flow;
  }
  return flow;
}

bool hold_event(GimbalVirtualPtz* self, GstEvent* event) {
  HeldFrames& held = self->p->state.held;
  if (held.empty()) {
    return false;
  }
  held.push(EventHandle(event));
  return true;
}

void pass_gap(GimbalVirtualPtz* self, GstClockTime end) {
  HeldFrames& held = self->p->state.held;
  if (held.empty()) {
    return;
  }
  held.pass(end);
  const GstClockTime hold = settings_of(self).hold();
  while (auto item = held.pop_due(hold)) {
    release_and_push(self, std::move(*item));
  }
}

}  // namespace gimbal::virtualptz
