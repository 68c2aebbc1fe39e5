#include "lib/camera/crop.hpp"

#include <algorithm>

namespace gimbal {

CropRect crop_for(const Framing& framing, const PictureShape& source, const PictureShape& output) {
  // The crop's shape in source pixels: the output's display aspect, undone by the source's pixels.
  const double aspect = output.display_aspect() / source.pixel_aspect;
  const double zoom = std::clamp(framing.zoom, kMinZoom, kMaxZoom);
  const double widest = std::min<double>(source.width, source.height * aspect);
  CropRect crop;
  crop.w = widest / zoom;
  crop.h = std::min<double>(crop.w / aspect, source.height);
  crop.x = std::clamp(framing.center_x * source.width - crop.w / 2, 0.0, source.width - crop.w);
  crop.y = std::clamp(framing.center_y * source.height - crop.h / 2, 0.0, source.height - crop.h);
  return crop;
}

Framing clamp_framing(const Framing& framing, const PictureShape& source,
                      const PictureShape& output) {
  const CropRect crop = crop_for(framing, source, output);
  return {(crop.x + crop.w / 2) / source.width, (crop.y + crop.h / 2) / source.height,
          std::clamp(framing.zoom, kMinZoom, kMaxZoom)};
}

}  // namespace gimbal
