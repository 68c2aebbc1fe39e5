// A detector that keeps overwriting a file.
#pragma once

#include <glib.h>

#include <cstdint>
#include <memory>
#include <string>

#include "launcher/detector.hpp"
#include "launcher/detector_file.hpp"
#include "lib/base/unique_fd.hpp"

namespace gimbal {

/// Its folder is watched, since a file that is put in place by rename is another one. Once a second
/// the path is looked at all the same: where it leads through a symbolic link or lies on another
/// machine nothing is told of its changes, and the folder itself may be made again.
class FileDetector : public Detector {
 public:
  static Result<std::unique_ptr<Detector>> open(const DetectorOptions& options, Listener& listener);
  ~FileDetector() override;
  FileDetector(const FileDetector&) = delete;
  FileDetector& operator=(const FileDetector&) = delete;

  void begin() override;

 private:
  FileDetector(const DetectorOptions& options, UniqueFd watch, Listener& listener);
  static gboolean on_changes(gint fd, GIOCondition condition, gpointer data);
  static gboolean on_paused(gpointer data);
  static gboolean on_second(gpointer data);
  void read_changes();
  std::uint32_t last_change();
  bool watch_folder();
  void tell(const DetectorFile::Look& found);
  void expect_pause();
  void forget_pause();

  std::string path_;
  std::string folder_;
  std::string name_;
  DetectorFile file_;
  UniqueFd watch_;
  Listener& listener_;
  bool missing_said_ = false;
  guint changes_ = 0;
  guint pause_ = 0;
  gint64 look_by_ = 0;  // ms, of the pause that is waited for
  guint second_ = 0;
};

}  // namespace gimbal
