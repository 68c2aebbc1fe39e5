#include "gst-plugins/virtualptz/navigation.hpp"

namespace gimbal::virtualptz {

namespace {

// GStreamer 1.22's own functions for this leave the wheel out.
constexpr const char* kX = "pointer_x";
constexpr const char* kY = "pointer_y";

}  // namespace

EventHandle navigation_of_input(EventHandle event, const std::optional<ShownPicture>& shown) {
  double x = 0;
  double y = 0;
  const GstStructure* fields = gst_event_get_structure(event.get());
  if (fields == nullptr ||
      gst_structure_get(fields, kX, G_TYPE_DOUBLE, &x, kY, G_TYPE_DOUBLE, &y, nullptr) == FALSE) {
    return event;  // a key: it is pressed nowhere
  }
  if (!shown) {
    return nullptr;
  }
  const CropRect& crop = shown->crop;
  EventHandle moved(gst_event_make_writable(event.release()));
  gst_structure_set(gst_event_writable_structure(moved.get()), kX, G_TYPE_DOUBLE,
                    crop.x + x * crop.w / shown->width, kY, G_TYPE_DOUBLE,
                    crop.y + y * crop.h / shown->height, nullptr);
  return moved;
}

}  // namespace gimbal::virtualptz
