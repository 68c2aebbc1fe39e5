#include "launcher/encoder_control.hpp"

#include <gst/video/video.h>

#include <utility>

#include "launcher/encoder_ladder.hpp"

namespace gimbal {

namespace {

GstClockTime running_time_of(GstPad* pad, GstBuffer* buffer) {
  const MiniObjectHandle<GstEvent> event(gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0));
  if (!event) {
    return GST_BUFFER_PTS(buffer);
  }
  const GstSegment* segment = nullptr;
  gst_event_parse_segment(event.get(), &segment);
  return gst_segment_to_running_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
}

}  // namespace

// --- waiting for a frame -----------------------------------------------------------------------

void EncoderControl::FrameWatch::begin(GstElement* encoder, const char* pad, bool keyframes,
                                       EncoderControl& owner) {
  owner_ = &owner;
  keyframes_ = keyframes;
  pad_.reset(gst_element_get_static_pad(encoder, pad));
  probe_ = gst_pad_add_probe(pad_.get(), GST_PAD_PROBE_TYPE_BUFFER, on_frame, this, nullptr);
}

void EncoderControl::FrameWatch::end() {
  if (pad_) {
    gst_pad_remove_probe(pad_.get(), probe_);
    pad_.reset();
  }
}

void EncoderControl::FrameWatch::wait_for(Ticket ticket) {
  const std::scoped_lock lock(mutex_);
  waiting_.push_back(ticket);
}

GstPadProbeReturn EncoderControl::FrameWatch::on_frame(GstPad* pad, GstPadProbeInfo* info,
                                                       gpointer data) {
  auto* self = static_cast<FrameWatch*>(data);
  GstBuffer* buffer = GST_PAD_PROBE_INFO_BUFFER(info);
  const bool counts =
      !self->keyframes_ || !GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  const std::scoped_lock lock(self->mutex_);
  if (counts && !self->waiting_.empty()) {
    self->answers_.push_back({std::exchange(self->waiting_, {}), running_time_of(pad, buffer)});
    g_idle_add_full(G_PRIORITY_HIGH, on_answers, self->owner_, nullptr);
  }
  return GST_PAD_PROBE_OK;
}

std::vector<EncoderControl::FrameWatch::Answer> EncoderControl::FrameWatch::take_answers() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(answers_, {});
}

std::vector<Ticket> EncoderControl::FrameWatch::take_waiting() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(waiting_, {});
}

// --- asking ------------------------------------------------------------------------------------

EncoderControl::~EncoderControl() {
  keyframes_.end();
  new_bitrate_.end();
  while (g_idle_remove_by_data(this) != FALSE) {
  }
}

void EncoderControl::request_keyframe(Ticket ticket) {
  keyframes_.wait_for(ticket);
  if (encoder_) {
    gst_element_send_event(
        encoder_.get(), gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, TRUE, 0));
  }
}

void EncoderControl::set_bitrate(Ticket ticket, int bitrate) {
  if (encoder_) {
    const std::string problem = set_encoder_bitrate(encoder_.get(), bitrate);
    if (!problem.empty()) {
      listener_.on_refused(ticket, problem);
      return;
    }
  }
  asked_bitrates_[ticket] = bitrate;
  new_bitrate_.wait_for(ticket);
}

void EncoderControl::attach(GstElement* encoder) {
  encoder_.reset(GST_ELEMENT(gst_object_ref(encoder)));
  keyframes_.begin(encoder, "src", true, *this);
  new_bitrate_.begin(encoder, "sink", false, *this);
  const auto wanted =
      asked_bitrates_.empty() ? bitrate_ : std::optional(asked_bitrates_.rbegin()->second);
  if (wanted) {
    const std::string problem = set_encoder_bitrate(encoder, *wanted);
    if (!problem.empty()) {
      refuse_waiting(new_bitrate_, problem);
    }
  }
}

void EncoderControl::refuse_waiting(FrameWatch& watch, const std::string& reason) {
  for (const Ticket ticket : watch.take_waiting()) {
    asked_bitrates_.erase(ticket);
    listener_.on_refused(ticket, reason);
  }
}

void EncoderControl::detach(const std::string& reason) {
  keyframes_.end();
  new_bitrate_.end();
  encoder_.reset();
  on_answers(this);
  refuse_waiting(keyframes_, reason);
  refuse_waiting(new_bitrate_, reason);
}

gboolean EncoderControl::on_answers(gpointer data) {
  auto* self = static_cast<EncoderControl*>(data);
  for (FrameWatch* watch : {&self->keyframes_, &self->new_bitrate_}) {
    for (const auto& answer : watch->take_answers()) {
      for (const Ticket ticket : answer.tickets) {
        if (const auto asked = self->asked_bitrates_.extract(ticket)) {
          self->bitrate_ = asked.mapped();
        }
        self->listener_.on_applied(ticket, answer.time, std::nullopt);
      }
    }
  }
  return G_SOURCE_REMOVE;
}

}  // namespace gimbal
