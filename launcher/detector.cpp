#include "launcher/detector.hpp"

#include "launcher/court_detector.hpp"
#include "launcher/file_detector.hpp"
#include "launcher/stdin_detector.hpp"

namespace gimbal {

Result<std::unique_ptr<Detector>> open_detector(const DetectorOptions& options,
                                                Detector::Listener& listener) {
  std::unique_ptr<Detector> detector;
  switch (options.mode) {
    case DetectorMode::kFile:
      return FileDetector::open(options, listener);
    case DetectorMode::kStdin:
      detector = std::make_unique<StdinDetector>(listener);
      break;
    case DetectorMode::kSim:
      detector = std::make_unique<CourtDetector>(options.interval, options.seed, listener);
      break;
  }
  return detector;
}

}  // namespace gimbal
