// The drivers that EGL's loader is told of: which vendor files there are, and what is wrong with
// them. For error texts; the loader itself says nothing of what it skips.
#pragma once

#include <string>
#include <vector>

namespace gimbal {

struct EglVendor {
  std::string file;     ///< the JSON file that names the library
  std::string library;  ///< as the file has it; empty where it cannot be read
  std::string fault;    ///< why EGL cannot use it; empty where it can
};

/// What libglvnd would look at, in its order: the files of __EGL_VENDOR_LIBRARY_FILENAMES, or else
/// the *.json of __EGL_VENDOR_LIBRARY_DIRS, or else those of the system. Loads each library.
std::vector<EglVendor> find_egl_vendors();

/// "EGL's vendor files: FILE (LIBRARY), FILE (what is wrong)", with the variable they come from.
std::string describe_egl_vendors();

}  // namespace gimbal
