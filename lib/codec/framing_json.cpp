#include "lib/codec/framing_json.hpp"

namespace gimbal {

Framing read_framing(FieldReader& fields, double max_zoom) {
  Framing framing;
  framing.center_x = fields.number("center_x", framing.center_x, {0, 1});
  framing.center_y = fields.number("center_y", framing.center_y, {0, 1});
  framing.zoom = fields.number("zoom", framing.zoom, {kMinZoom, max_zoom});
  return framing;
}

void write_framing(JsonWriter& json, const Framing& framing) {
  json.field("center_x", framing.center_x)
      .field("center_y", framing.center_y)
      .field("zoom", framing.zoom);
}

void write_crop(JsonWriter& json, const CropRect& crop) {
  json.begin_object()
      .field("x", crop.x)
      .field("y", crop.y)
      .field("w", crop.w)
      .field("h", crop.h)
      .end_object();
}

}  // namespace gimbal
