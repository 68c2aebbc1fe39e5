// Where one record of a detector wants the camera to look, before anything is smoothed.
#pragma once

namespace gimbal {

/// Between framing (which targets count, how wide) and motion (how the camera gets there).
struct Aim {
  double time = 0;        ///< seconds, PTS of the picture it was seen in
  bool present = false;   ///< false: show the wide shot (lost, fallback)
  double center_x = 0.5;  ///< centre of the crop, fraction of the source's width
  double center_y = 0.5;  ///< centre of the crop, fraction of the source's height
  double zoom = 0;        ///< wanted, 1 is the largest crop; 0: no wish, keep what is shown
};

}  // namespace gimbal
