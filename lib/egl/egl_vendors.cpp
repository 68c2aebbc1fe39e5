#include "lib/egl/egl_vendors.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace gimbal {

namespace {

constexpr const char* kFilesVariable = "__EGL_VENDOR_LIBRARY_FILENAMES";
constexpr const char* kFoldersVariable = "__EGL_VENDOR_LIBRARY_DIRS";
constexpr const char* kSystemFolders = "/etc/glvnd/egl_vendor.d:/usr/share/glvnd/egl_vendor.d";
constexpr std::size_t kMaxFileSize = 65536;  // they have three lines

std::vector<std::string> split_paths(std::string_view paths) {
  std::vector<std::string> parts;
  while (!paths.empty()) {
    const auto end = std::min(paths.find(':'), paths.size());
    if (end > 0) {
      parts.emplace_back(paths.substr(0, end));
    }
    paths.remove_prefix(std::min(end + 1, paths.size()));
  }
  return parts;
}

std::vector<std::string> json_files_in(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".json") {
      files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> vendor_files() {
  if (const char* files = std::getenv(kFilesVariable)) {
    return split_paths(files);
  }
  const char* folders = std::getenv(kFoldersVariable);
  std::vector<std::string> files;
  for (const std::string& folder : split_paths(folders == nullptr ? kSystemFolders : folders)) {
    const auto found = json_files_in(folder);
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

/// The string that follows "library_path". Whether the rest is in order is for the loader to say.
std::string library_in(std::string_view json) {
  constexpr std::string_view kKey = "\"library_path\"";
  const auto key = json.find(kKey);
  if (key == std::string_view::npos) {
    return "";
  }
  const auto begin = json.find('"', key + kKey.size());
  const auto end = begin == std::string_view::npos ? begin : json.find('"', begin + 1);
  return end == std::string_view::npos ? "" : std::string(json.substr(begin + 1, end - begin - 1));
}

EglVendor inspect(const std::string& file) {
  std::string text(kMaxFileSize, '\0');
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return {file, "", std::strerror(errno)};
  }
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  const std::string library = library_in(text);
  if (library.empty()) {
    return {file, "", "names no library_path"};
  }
  // Never closed: a driver that was loaded once stays.
  const bool loads = dlopen(library.c_str(), RTLD_LAZY | RTLD_LOCAL) != nullptr;
  return {file, library, loads ? "" : dlerror()};
}

}  // namespace

std::vector<EglVendor> find_egl_vendors() {
  std::vector<EglVendor> vendors;
  for (const std::string& file : vendor_files()) {
    vendors.push_back(inspect(file));
  }
  return vendors;
}

std::string describe_egl_vendors() {
  std::string text = "EGL's vendor files";
  for (const char* variable : {kFilesVariable, kFoldersVariable}) {
    if (std::getenv(variable) != nullptr) {
      text += std::string(" (from ") + variable + ")";
      break;
    }
  }
  const char* separator = ": ";
  for (const EglVendor& vendor : find_egl_vendors()) {
    text += separator + vendor.file + " (" +
            (vendor.fault.empty() ? vendor.library : vendor.fault) + ")";
    separator = ", ";
  }
  return text + (separator[0] == ':' ? ": none" : "");
}

}  // namespace gimbal
