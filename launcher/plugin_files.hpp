// Starts GStreamer without its registry: a rendered camera needs a dozen known elements, and to
// know all others takes longer than to draw and encode the first picture.
#pragma once

#include <string_view>

namespace gimbal {

/// Has GStreamer start without its registry, which is then neither read nor written; but with it
/// where GStreamer's own plugins are not found as files. Call before any thread runs: it sets an
/// environment variable.
void start_without_registry();

/// gst_init, and what every pipeline needs.
void init_gstreamer();

/// For the programs that this one starts: takes the variable back. No thread may be reading the
/// environment.
void allow_registry();

/// Loads the plugins of the elements that `description` (gst-launch text) names, whatever a
/// registry says of them: one that was baked into an image knows nothing of this machine's
/// hardware. An element whose plugin has no file here stays as unknown as it was.
void load_plugins_of(std::string_view description);

/// After a start without registry: finds every plugin there is, as the registry would have. Slow:
/// for fragments that a user has changed.
void find_all_plugins();

}  // namespace gimbal
