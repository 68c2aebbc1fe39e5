// What a camera is compared with: one axis of another model of motion.
#pragma once

namespace gimbal {

/// Detections in, one place a frame out. Lengths in crop widths, times in seconds.
class ReferenceAxis {
 public:
  ReferenceAxis() = default;
  virtual ~ReferenceAxis() = default;
  ReferenceAxis(const ReferenceAxis&) = delete;
  ReferenceAxis& operator=(const ReferenceAxis&) = delete;

  /// A detection in the picture of `time`, once it is known.
  virtual void observe(double time, double position) = 0;
  /// The frame at `time`, later than the one before.
  virtual double at(double time) = 0;
};

}  // namespace gimbal
