// Starts GStreamer without its registry: a rendered camera needs a dozen known elements, and to
// know all others takes longer than to draw and encode the first picture.
#pragma once

#include <string_view>

namespace gimbal {

/// Initialises GStreamer without the registry, which is neither read nor written. (With it, where
/// GStreamer's own plugins are not found as files.) Call instead of gst_init, before any thread:
/// it sets an environment variable.
void init_gstreamer_without_registry();

/// After a start without registry: loads the plugins of the elements that `description`
/// (gst-launch text) names. An element of a plugin that has no file here stays unknown to
/// GStreamer.
void load_plugins_of(std::string_view description);

/// After a start without registry: finds every plugin there is, as the registry would have. Slow:
/// for fragments that a user has changed.
void find_all_plugins();

}  // namespace gimbal
