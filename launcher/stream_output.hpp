// Between a pipeline's last element and the output: hands on whole frames, beginning with a
// keyframe.
#pragma once

#include <gst/app/gstappsink.h>
#include <gst/gst.h>

#include <atomic>
#include <mutex>
#include <string>

#include "gst-plugins/support/handles.hpp"
#include "launcher/frame_assembler.hpp"
#include "launcher/output_writer.hpp"

namespace gimbal {

using SampleHandle = MiniObjectHandle<GstSample>;

/// Lives through many pipelines and many readers. The streaming thread writes; all else is for the
/// main thread. While there is no reader, nothing is encoded.
class StreamOutput {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    /// The reader has had its first frame. Called in the default main context.
    virtual void on_reader_served() = 0;
    /// The reader has left. Called in the default main context.
    virtual void on_reader_gone() = 0;
    /// Writing failed; `reason` is one line for the user. Called in the default main context.
    virtual void on_output_failed(const std::string& reason) = 0;
  };

  /// `bitrate` (bits a second) says how much may lie in a pipe unread. `name` is for error lines.
  StreamOutput(std::string name, int bitrate, Listener& listener);
  ~StreamOutput();
  StreamOutput(const StreamOutput&) = delete;
  StreamOutput& operator=(const StreamOutput&) = delete;

  /// Takes what comes out of `sink`, an appsink, encoded by `encoder`, until `detach`.
  void attach(GstAppSink* sink, GstElement* encoder);
  /// Call before the pipeline is stopped: ends a write that waits.
  void detach();

  /// There is a reader at `fd`, which stays the caller's; -1 throws everything away.
  void begin(int fd);
  /// The reader is gone; `fd` is not used any more.
  void end();
  /// Has the next frame encoded as a keyframe.
  void request_keyframe();

  bool has_reader() const { return has_reader_; }
  /// True while the reader holds us up.
  bool waits() const { return writer_.waits(); }
  /// True once anything has been handed on, to any reader.
  bool has_delivered() const { return delivered_; }

 private:
  static GstFlowReturn on_sample(GstAppSink* sink, gpointer data);
  static GstPadProbeReturn on_encoder_input(GstPad* pad, GstPadProbeInfo* info, gpointer data);
  static gboolean on_served_idle(gpointer data);
  static gboolean on_gone_idle(gpointer data);
  static gboolean on_failed_idle(gpointer data);
  GstFlowReturn deliver(GstSample* sample);
  GstFlowReturn conclude(OutputWriter::Outcome outcome);

  std::string name_;
  int bitrate_;
  Listener& listener_;
  OutputWriter writer_;
  GstObjectHandle<GstAppSink> sink_;
  ElementHandle encoder_;
  PadHandle encoder_input_;
  gulong probe_ = 0;
  std::atomic<bool> has_reader_ = false;
  std::atomic<bool> delivered_ = false;

  // Held while writing. To take it, the main thread interrupts the writer first.
  std::mutex mutex_;
  int fd_ = -1;
  FrameAssembler frames_;
};

}  // namespace gimbal
