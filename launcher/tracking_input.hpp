// `--tracking`: a detector's records from a file, a FIFO or standard input to the camera.
#pragma once

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "gst-plugins/support/handles.hpp"
#include "launcher/tracking_file.hpp"
#include "lib/base/result.hpp"
#include "lib/base/unique_fd.hpp"
#include "lib/codec/control_protocol.hpp"
#include "lib/codec/line_splitter.hpp"

namespace gimbal {

/// A pipe or FIFO is read as it comes; of a FIFO one writer may follow another, and one that leaves
/// ends its line. A file is read as
/// the video goes on, and again when it begins again. Lives in the default main context; use it
/// from that thread only.
class TrackingInput : private TrackingFile::Listener {
 public:
  using OnWarning = std::function<void(const std::string& text)>;

  /// `path` may be "-". `ahead`: seconds of PTS by which records of a file are read before their
  /// frame.
  static Result<std::unique_ptr<TrackingInput>> open(const std::string& path, double ahead,
                                                     OnWarning on_warning);
  ~TrackingInput() override;
  TrackingInput(const TrackingInput&) = delete;
  TrackingInput& operator=(const TrackingInput&) = delete;

  /// Records go to the pipeline's element from now on; while there is none, a pipe's are lost.
  /// Those of a file wait for the first frame: a camera begins without a past.
  void attach(GstAppSrc* camera);
  void detach() { camera_.reset(); }

  /// The camera shows the frame of this PTS, in seconds.
  void show(double pts);

 private:
  TrackingInput(bool fifo, OnWarning on_warning)
      : fifo_(fifo), on_warning_(std::move(on_warning)) {}
  void on_record(std::string_view line) override;
  void on_long_line() override;
  void on_unreadable(const std::string& reason) override;
  void watch(UniqueFd fd);
  static gboolean on_readable(gint fd, GIOCondition condition, gpointer data);
  bool read_available();
  void feed(std::string_view bytes);
  void await_next_writer();

  bool fifo_;
  OnWarning on_warning_;
  int long_lines_ = 0;
  gint64 next_warning_ = 0;  // of them; monotonic microseconds
  GstObjectHandle<GstAppSrc> camera_;
  std::unique_ptr<TrackingFile> file_;  // or
  UniqueFd fd_;
  LineSplitter lines_{kMaxControlLine};
  guint source_ = 0;
};

}  // namespace gimbal
