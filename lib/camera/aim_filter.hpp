// Where the target is and how fast it goes, from detections that scatter and sometimes lie.
#pragma once

#include "lib/camera/follow_settings.hpp"

namespace gimbal {

/// A point in any unit of length, here widths of the crop at zoom 1.
struct PlanePoint {
  double x = 0;
  double y = 0;
};

/// A Kalman filter of constant velocity for each axis (white noise of acceleration), with two
/// additions. How suddenly the target may change its speed is not one number: while detections
/// scatter evenly about the estimate it is `steadiness`, and once they all lie on one side it grows
/// to `agility`. And an outlier is left out, unless the next ones agree with it: then the
/// target is there, and the filter begins anew.
/// A plain value: copies of it are its history.
class AimFilter {
 public:
  /// Whether there is an estimate yet.
  bool valid() const { return valid_; }
  /// Seconds, of the last detection that was believed.
  double time() const { return time_; }

  /// Takes a detection, not older than the one before; `unit` is the length of a crop width.
  void update(double time, PlanePoint seen, double unit, const FollowSettings& settings);
  /// Forgets everything; the next detection has to be confirmed by a second one.
  void forget();

  PlanePoint position() const { return {x_.position, y_.position}; }
  PlanePoint velocity() const { return {x_.velocity, y_.velocity}; }
  /// Standard errors of the position, `seconds` after time() at that velocity.
  PlanePoint error_after(double seconds) const {
    return {x_.error_after(seconds), y_.error_after(seconds)};
  }

 private:
  struct Axis {
    double position = 0;
    double velocity = 0;
    double position_variance = 0;
    double covariance = 0;
    double velocity_variance = 0;
    double one_sided = 0;  // mean of the last errors, in standard errors

    double error_after(double seconds) const;
    double agile_share() const;
    double surprise(double seen, double seconds, double noise, double agility) const;
    void predict(double seconds, double agility);
    void correct(double seen, double noise);
  };

  bool plausible(double seconds, PlanePoint seen, double unit,
                 const FollowSettings& settings) const;
  void begin(double time, PlanePoint seen, double unit, const FollowSettings& settings);
  void believe(double time, PlanePoint seen, double unit, const FollowSettings& settings);
  static void update_axis(Axis& axis, double seen, double seconds, double unit,
                          const FollowSettings& settings);

  Axis x_;
  Axis y_;
  double time_ = 0;
  bool valid_ = false;
  // The last detection that was not believed, and how many in a row agree with it.
  PlanePoint doubted_;
  double doubted_time_ = 0;
  int doubts_ = 0;
};

}  // namespace gimbal
