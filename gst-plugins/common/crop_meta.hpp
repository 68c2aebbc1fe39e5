// Which part of the source a buffer shows, as a named custom meta.
#pragma once

#include <gst/gst.h>

#include <optional>

#include "lib/camera/crop.hpp"

namespace gimbal {

/// Makes the meta known to GStreamer; any plugin may call it, any number of times.
void register_crop_meta();

/// Says on `buffer` (writable, its metadata is changed) that it shows `crop`, replacing what it
/// said.
void set_crop_meta(GstBuffer* buffer, const CropRect& crop);

/// What `buffer` says it shows; empty where it says nothing.
std::optional<CropRect> get_crop_meta(GstBuffer* buffer);

}  // namespace gimbal
