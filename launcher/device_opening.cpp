#include "launcher/device_opening.hpp"

namespace gimbal {

void DeviceOpening::begin(const EglDeviceChoice& choice) {
  thread_ = std::thread([this, choice] {
    const auto devices = list_egl_devices();
    may_load_.acquire();
    if (devices) {
      choose_egl_device(*devices, choice);
    }
  });
}

void DeviceOpening::finish() {
  if (thread_.joinable()) {
    load_driver();
    thread_.join();
  }
}

}  // namespace gimbal
