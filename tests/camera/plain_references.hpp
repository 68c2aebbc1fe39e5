// Three ways to follow detections without a model of the target: by steps, by a mean, by a speed.
#pragma once

#include "tests/camera/reference_axis.hpp"

namespace gimbal {

/// The crop is put where the newest detection is, every 1.15 s.
class SteppedCrop : public ReferenceAxis {
 public:
  explicit SteppedCrop(double start) : shown_(start), seen_(start) {}
  void observe(double time, double position) override;
  double at(double time) override;

 private:
  double shown_;
  double seen_;
  double due_ = 0;  // the next step
};

/// An exponential mean, 0.18 of the newest detection a frame, with a dead zone of 4 %.
class AveragedCrop : public ReferenceAxis {
 public:
  explicit AveragedCrop(double start) : shown_(start), seen_(start) {}
  void observe(double time, double position) override;
  double at(double time) override;

 private:
  double shown_;
  double seen_;
};

/// As the kinematic path solver of AutoFlip (MediaPipe) works: an offset of 1.2 degrees from the
/// newest detection starts a move, offsets are taken for speeds of up to 18 degrees a second, and a
/// first-order filter of 0.2 s smooths the speed. Its median filter and its window are off, which
/// is their default. The source is 60 degrees wide.
class KinematicCrop : public ReferenceAxis {
 public:
  /// `degrees` is a crop's width.
  KinematicCrop(double start, double degrees) : shown_(start), seen_(start), degrees_(degrees) {}
  void observe(double time, double position) override;
  double at(double time) override;

 private:
  double shown_;
  double seen_;
  double degrees_;
  double speed_ = 0;  // crop widths a second
  double time_ = 0;   // of the last frame
  bool moving_ = false;
};

}  // namespace gimbal
