// Framings and crops as the control socket and the runner API write them.
#pragma once

#include "lib/camera/crop.hpp"
#include "lib/codec/json.hpp"
#include "lib/codec/json_writer.hpp"

namespace gimbal {

/// `center_x`, `center_y` (0 to 1, default 0.5) and `zoom` (1 to `max_zoom`, default 1).
Framing read_framing(FieldReader& fields, double max_zoom);

/// The same three as fields of the object that `json` is in.
void write_framing(JsonWriter& json, const Framing& framing);

/// `{"x": …, "y": …, "w": …, "h": …}` in source pixels.
void write_crop(JsonWriter& json, const CropRect& crop);

}  // namespace gimbal
