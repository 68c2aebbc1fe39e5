// `--tracking`: a detector's messages from a file, a FIFO or standard input to the camera.
#pragma once

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "gst-plugins/support/handles.hpp"
#include "launcher/tracking_file.hpp"
#include "launcher/tracking_options.hpp"
#include "lib/base/result.hpp"
#include "lib/base/unique_fd.hpp"
#include "lib/codec/message_splitter.hpp"

namespace gimbal {

/// A pipe or FIFO is read as it comes; of a FIFO one writer may follow another, and one that leaves
/// ends its message. A file is read as the video goes on, and again when it begins again. Lives in
/// the default main context; use it from that thread only.
class TrackingInput : private TrackingFile::Listener {
 public:
  using OnWarning = std::function<void(const std::string& text)>;

  /// `options.path` must be given. `ahead`: seconds of PTS by which records of a file are read
  /// before their frame.
  static Result<std::unique_ptr<TrackingInput>> open(const TrackingOptions& options, double ahead,
                                                     OnWarning on_warning);
  ~TrackingInput() override;
  TrackingInput(const TrackingInput&) = delete;
  TrackingInput& operator=(const TrackingInput&) = delete;

  /// Messages go to the pipeline's element from now on; while there is none, a pipe's are lost.
  /// Those of a file wait for the first frame: a camera begins without a past.
  void attach(GstAppSrc* camera);
  void detach() { camera_.reset(); }

  /// The camera shows the frame of this PTS, in seconds.
  void show(double pts);

 private:
  TrackingInput(const TrackingOptions& options, bool fifo, OnWarning on_warning)
      : options_(options), fifo_(fifo), on_warning_(std::move(on_warning)) {}
  void on_message(std::string_view message) override;
  void on_long_message() override;
  void on_unreadable(const std::string& reason) override;
  void watch(UniqueFd fd);
  static gboolean on_readable(gint fd, GIOCondition condition, gpointer data);
  bool read_available();
  void feed(std::string_view bytes);
  void finish();
  TrackingSource source() const;
  void await_next_writer();

  TrackingOptions options_;
  bool fifo_;
  OnWarning on_warning_;
  int long_messages_ = 0;
  gint64 next_warning_ = 0;  // of them; monotonic microseconds
  GstObjectHandle<GstAppSrc> camera_;
  std::unique_ptr<TrackingFile> file_;  // or
  UniqueFd fd_;
  MessageSplitter splitter_;
  guint source_ = 0;
};

}  // namespace gimbal
