#include "gst-plugins/eglsrc/frame_loop.hpp"

#include "gst-plugins/common/roi_meta.hpp"
#include "gst-plugins/support/gl_thread.hpp"
#include "gst-plugins/support/mapped_frame.hpp"
#include "gst-plugins/support/object_lock.hpp"

namespace gimbal::eglsrc {

namespace {

/// Takes a frame from another process, where those are drawn. Live: what is there now. Otherwise
/// each in its turn, waited for, so that the same frames give the same stream.
GstFlowReturn take_incoming(GimbalEglSrc* self) {
  const bool live = gst_base_src_is_live(GST_BASE_SRC(self)) != FALSE;
  const auto outcome =
      self->p->inlet.advance(GST_ELEMENT(self), live ? FeedPace::kNewest : FeedPace::kEvery);
  if (!outcome) {
    GST_ELEMENT_ERROR(self, RESOURCE, OPEN_READ, ("%s", outcome.error().c_str()), (nullptr));
    return GST_FLOW_ERROR;
  }
  switch (*outcome) {
    case FrameFeed::Outcome::kFrame:
      return GST_FLOW_OK;
    case FrameFeed::Outcome::kInterrupted:
      return GST_FLOW_FLUSHING;
    case FrameFeed::Outcome::kEnd:
      break;
  }
  return GST_FLOW_EOS;
}

FrameToDraw next_frame(GimbalEglSrc* self) {
  const FrameSchedule& schedule = self->p->pacer.schedule();
  const GstVideoInfo& info = GST_GL_BASE_SRC(self)->out_info;
  FrameToDraw frame;
  frame.width = GST_VIDEO_INFO_WIDTH(&info);
  frame.height = GST_VIDEO_INFO_HEIGHT(&info);
  frame.number = schedule.next_number();
  frame.pts = schedule.next_pts();
  frame.seconds = schedule.next_seconds();
  frame.duration = static_cast<double>(schedule.duration()) / GST_SECOND;
  frame.incoming = self->p->inlet.frame();
  frame.live = gst_base_src_is_live(GST_BASE_SRC(self)) != FALSE;
  return frame;
}

std::vector<RendererEvent> take_events(GimbalEglSrc* self) {
  const ObjectLock lock(self);
  return std::exchange(self->p->inbox, {});
}

/// Where `frame` goes, which is `target`: to a texture, or to memory.
void set_target(FrameToDraw& frame, const GstVideoFrame& target, bool in_memory) {
  if (in_memory) {
    frame.memory = {static_cast<std::uint8_t*>(target.data[0]),
                    GST_VIDEO_FRAME_PLANE_STRIDE(&target, 0), frame.width, frame.height};
  } else {
    frame.texture = *static_cast<const guint*>(target.data[0]);
  }
}

/// Draws `frame` into `buffer`. On the GL thread: elsewhere each step would wait for that thread.
Result<Drawing> paint_into(GimbalEglSrc* self, GstBuffer* buffer, const RendererChoice& choice,
                           FrameToDraw frame, const std::optional<FrameStamp>& stamp) {
  GstGLBaseSrc* src = GST_GL_BASE_SRC(self);
  FramePainter& painter = self->p->painter;
  if (auto error = painter.choose(src->context, choice)) {
    return *error;
  }
  const bool in_memory = painter.draws_in_memory();
  Result<Drawing> drawing = Drawing{};
  {
    const MappedFrame target(src->out_info, buffer,
                             in_memory ? GST_MAP_WRITE : GST_MAP_WRITE | GST_MAP_GL);
    if (!target) {
      return Error{in_memory ? "There is no memory for a frame. Choose a smaller size."
                             : "The GL texture of a frame cannot be written to. Choose a smaller "
                               "size, or another device: gimbal doctor lists them."};
    }
    set_target(frame, *target, in_memory);
    drawing = painter.paint(src->context, frame, stamp);
  }
  // What lies in memory is uploaded by whoever maps the texture, in its turn.
  if (GstGLSyncMeta* sync = gst_buffer_get_gl_sync_meta(buffer); sync != nullptr && !in_memory) {
    gst_gl_sync_meta_set_sync_point(sync, src->context);
  }
  return drawing;
}

/// Draws the next frame into `buffer` while the calling thread waits.
Result<Drawing> paint(GimbalEglSrc* self, GstBuffer* buffer) {
  const Settings settings = settings_of(self);
  FrameToDraw frame = next_frame(self);
  frame.events = take_events(self);
  const auto stamp = self->p->stamper.next(GST_ELEMENT(self), settings.frame_stamp, frame.width,
                                           frame.height, frame.number);
  // What stays if the context has ended and runs nothing any more.
  Result<Drawing> drawing = Error{"The OpenGL context has ended: start the pipeline again."};
  on_gl_thread(GST_GL_BASE_SRC(self)->context, [&] {
    drawing = paint_into(self, buffer, settings.renderer, std::move(frame), stamp);
  });
  return drawing;
}

void tell(GimbalEglSrc* self, GstBuffer* buffer, const Drawing& drawing) {
  const GstVideoInfo& info = GST_GL_BASE_SRC(self)->out_info;
  add_roi_metas(buffer, drawing.boxes, GST_VIDEO_INFO_WIDTH(&info), GST_VIDEO_INFO_HEIGHT(&info));
  for (const std::string& warning : drawing.warnings) {
    GST_ELEMENT_WARNING(self, RESOURCE, FAILED, ("%s", warning.c_str()), (nullptr));
  }
}

}  // namespace

void restart(GimbalEglSrc* self) {
  self->p->pacer.restart();
  self->p->stamper = FrameStamper();
  const ObjectLock lock(self);
  self->p->inbox.clear();
}

GstFlowReturn fill(GstPushSrc* push_src, GstBuffer* buffer) {
  GimbalEglSrc* self = self_of(push_src);
  GstBaseSrc* src = GST_BASE_SRC(self);
  FramePacer& pacer = self->p->pacer;
  if (GST_GL_BASE_SRC(self)->context == nullptr) {
    return GST_FLOW_NOT_NEGOTIATED;
  }
  const GstVideoInfo& info = GST_GL_BASE_SRC(self)->out_info;
  pacer.follow_framerate(src, GST_VIDEO_INFO_FPS_N(&info), GST_VIDEO_INFO_FPS_D(&info));
  if (!pacer.wait_for_next_frame(src)) {
    return GST_FLOW_FLUSHING;
  }
  if (const GstFlowReturn flow = take_incoming(self); flow != GST_FLOW_OK) {
    return flow;
  }
  const auto drawing = paint(self, buffer);
  if (!drawing) {
    GST_ELEMENT_ERROR(self, RESOURCE, FAILED, ("%s", drawing.error().c_str()), (nullptr));
    return GST_FLOW_ERROR;
  }
  tell(self, buffer, *drawing);
  pacer.finish_frame(buffer);
  return GST_FLOW_OK;
}

}  // namespace gimbal::eglsrc
