// What a user of eglsrc sets, and what the element tells of itself.
#pragma once

#include <gst/gst.h>

#include <optional>
#include <string>

#include "gst-plugins/eglsrc/renderer_choice.hpp"
#include "lib/egl/egl_devices.hpp"
#include "lib/frames/feed_journal.hpp"

namespace gimbal::eglsrc {

struct Settings {
  RendererChoice renderer;
  EglDeviceChoice device;
  bool frame_stamp = false;
};

struct Facts {
  std::string device_name;
  std::string gl_renderer;
  bool software = false;
  guint64 frames_rendered = 0;
  guint64 frames_skipped = 0;
  std::optional<FeedJournal::Facts> feed;  // where frames of another process are drawn
};

}  // namespace gimbal::eglsrc
