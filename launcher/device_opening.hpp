// Opens the EGL device beside the rest of a start.
#pragma once

#include <semaphore>
#include <thread>

#include "lib/egl/egl_devices.hpp"

namespace gimbal {

/// Opening a device loads its driver, a large part of the time to the first byte. What is found,
/// and what is wrong, the source finds again, at once.
class DeviceOpening {
 public:
  DeviceOpening() = default;
  ~DeviceOpening() { finish(); }
  DeviceOpening(const DeviceOpening&) = delete;
  DeviceOpening& operator=(const DeviceOpening&) = delete;

  /// Begins to look for the device.
  void begin(const EglDeviceChoice& choice);
  /// Loads its driver. The dynamic loader does one thing at a time, and this keeps it busy for
  /// long: what has to be loaded soon goes first.
  void load_driver() { may_load_.release(); }
  /// Waits for the end of all that. No thread of ours runs then.
  void finish();

 private:
  std::counting_semaphore<> may_load_{0};
  std::thread thread_;
};

}  // namespace gimbal
