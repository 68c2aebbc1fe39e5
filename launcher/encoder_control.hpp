// What may be asked of a running encoder: a keyframe, another bit rate.
#pragma once

#include <gst/gst.h>

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "gst-plugins/support/handles.hpp"
#include "launcher/command_listener.hpp"

namespace gimbal {

/// Outlives pipelines: what is asked while there is none waits for the next one, and a bit rate
/// that a frame was encoded with holds for all that follow. For the main thread only.
class EncoderControl {
 public:
  explicit EncoderControl(CommandListener& listener) : listener_(listener) {}
  ~EncoderControl();
  EncoderControl(const EncoderControl&) = delete;
  EncoderControl& operator=(const EncoderControl&) = delete;

  /// Answered with the first keyframe that follows.
  void request_keyframe(Ticket ticket);
  /// Bits a second. Answered with the first frame that is encoded so.
  void set_bitrate(Ticket ticket, int bitrate);

  /// A pipeline's encoder, in NULL.
  void attach(GstElement* encoder);
  /// The encoder goes; what was not done is refused for `reason`.
  void detach(const std::string& reason);

 private:
  /// One pad on which the frame is awaited that answers everything asked before it.
  class FrameWatch {
   public:
    ~FrameWatch() { end(); }
    void begin(GstElement* encoder, const char* pad, bool keyframes, EncoderControl& owner);
    void end();
    void wait_for(Ticket ticket);
    /// Tickets in the order asked, and the running time of the frame that answers them.
    struct Answer {
      std::vector<Ticket> tickets;
      GstClockTime time = 0;
    };
    std::vector<Answer> take_answers();
    std::vector<Ticket> take_waiting();

   private:
    static GstPadProbeReturn on_frame(GstPad* pad, GstPadProbeInfo* info, gpointer data);

    EncoderControl* owner_ = nullptr;
    bool keyframes_ = false;
    PadHandle pad_;
    gulong probe_ = 0;
    std::mutex mutex_;  // for what follows
    std::vector<Ticket> waiting_;
    std::vector<Answer> answers_;
  };

  static gboolean on_answers(gpointer data);
  void refuse_waiting(FrameWatch& watch, const std::string& reason);

  CommandListener& listener_;
  ElementHandle encoder_;
  FrameWatch keyframes_;                  // where they leave the encoder
  FrameWatch new_bitrate_;                // where frames enter it
  std::map<Ticket, int> asked_bitrates_;  // until they are applied or refused
  std::optional<int> bitrate_;            // the last one that was applied
};

}  // namespace gimbal
