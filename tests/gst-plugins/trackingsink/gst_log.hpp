// What GStreamer logs, to be searched for what must not be in it.
#pragma once

#include <gst/gst.h>

#include <mutex>
#include <string>

namespace gimbal {

/// Everything that GStreamer logs in this process, while it lives.
class GstLog {
 public:
  GstLog() {
    // The functions and not the macros of their names, which compare `note` with a void pointer.
    (gst_debug_remove_log_function)(nullptr);
    (gst_debug_add_log_function)(note, this, nullptr);
    gst_debug_set_threshold_from_string(
        "trackingsink:9,basesink:9,GST_STATES:9,GST_BUS:9,GST_EVENT:9", TRUE);
  }
  ~GstLog() {
    gst_debug_set_threshold_from_string("0", TRUE);
    (gst_debug_remove_log_function)(note);
  }
  GstLog(const GstLog&) = delete;
  GstLog& operator=(const GstLog&) = delete;

  std::string text() {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  static void note(GstDebugCategory*, GstDebugLevel, const gchar*, const gchar*, gint, GObject*,
                   GstDebugMessage* message, gpointer data) {
    auto* self = static_cast<GstLog*>(data);
    const std::lock_guard lock(self->mutex_);
    self->text_ += gst_debug_message_get(message);
    self->text_ += '\n';
  }

  std::mutex mutex_;
  std::string text_;
};

}  // namespace gimbal
