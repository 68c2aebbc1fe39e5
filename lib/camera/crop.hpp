// Which rectangle of the source a camera shows: framing in, crop rectangle out.
#pragma once

namespace gimbal {

/// What an operator asks for. Coordinates are fractions of the source picture, origin top left.
struct Framing {
  double center_x = 0.5;  ///< centre of the crop, 0 to 1
  double center_y = 0.5;  ///< centre of the crop, 0 to 1
  double zoom = 1.0;      ///< 1 is the largest crop with the output's shape, 2 half its width

  bool operator==(const Framing&) const = default;
};

/// A picture's size in pixels; `pixel_aspect` is the width of a pixel over its height.
struct PictureShape {
  int width = 0;
  int height = 0;
  double pixel_aspect = 1.0;

  double display_aspect() const { return width * pixel_aspect / height; }
};

/// A rectangle in source pixels, in edge coordinates: pixel i covers [i, i + 1).
struct CropRect {
  double x = 0;
  double y = 0;
  double w = 0;
  double h = 0;

  bool operator==(const CropRect&) const = default;
};

inline constexpr double kMinZoom = 1.0;
inline constexpr double kMaxZoom = 16.0;

/// What happens where the source does not have the output's shape.
enum class Aspect {
  kCrop,     ///< the crop has the output's shape; nothing is stretched
  kPad,      ///< likewise, but zoom 1 shows the whole source, with black beside it
  kStretch,  ///< zoom 1 is the whole source, stretched to the output's shape
};

/// The crop of `source` that `framing` asks for. The centre is moved where needed so that the crop
/// stays inside; values out of range are clamped. With Aspect::kPad a crop wider or higher than the
/// source has it in its middle. Both shapes must have positive sizes.
CropRect crop_for(const Framing& framing, const PictureShape& source, const PictureShape& output,
                  Aspect aspect = Aspect::kCrop);

/// The framing that `crop_for` really gives once the crop is kept inside the picture.
Framing clamp_framing(const Framing& framing, const PictureShape& source,
                      const PictureShape& output, Aspect aspect = Aspect::kCrop);

/// The part of the source that a crop shows, and where in the output it goes; the rest of the
/// output is black.
struct Placement {
  CropRect crop;   ///< in source pixels, inside the source
  int x = 0;       ///< output pixels; even, so that no chroma sample is shared with the black
  int y = 0;       ///< likewise
  int width = 0;   ///< even as well, but for a picture that reaches the end of an odd output
  int height = 0;  ///< likewise

  bool operator==(const Placement&) const = default;
};

/// Where `crop`, which may reach outside `source`, goes in `output`. The picture is not shifted to
/// fit even pixels, which would be seen as a shake in a zoom: up to two of them at each border that
/// is seen are black instead.
Placement place(const CropRect& crop, const PictureShape& source, const PictureShape& output);

}  // namespace gimbal
