#include "launcher/plugin_files.hpp"

#include <gst/gst.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

namespace {

namespace fs = std::filesystem;

constexpr const char* kDisableRegistry = "GST_REGISTRY_DISABLE";
bool without_registry = false;

/// Plugin files of the elements that fragments name.
const std::map<std::string, std::string, std::less<>>& plugin_names() {
  static const std::map<std::string, std::string, std::less<>> names{
      {"appsink", "app"},
      {"cudainterop", "gimbalcudainterop"},
      {"eglsrc", "gimbaleglsrc"},
      {"fakesink", "coreelements"},
      {"fdsink", "coreelements"},
      {"filesink", "coreelements"},
      {"flvmux", "flv"},
      {"glreadback", "gimbalglreadback"},
      {"h264parse", "videoparsersbad"},
      {"jpegenc", "jpeg"},
      {"mpegtsmux", "mpegtsmux"},
      {"nvcudah264enc", "nvcodec"},
      {"nvh264enc", "nvcodec"},
      {"openh264enc", "openh264"},
      {"queue", "coreelements"},
      {"scenesrc", "gimbalscenesrc"},
      {"vah264enc", "va"},
      {"vah264lpenc", "va"},
      {"videoconvert", "videoconvertscale"},
      {"x264enc", "x264"},
  };
  return names;
}

const char* environment(const char* versioned, const char* plain) {
  const char* value = std::getenv(versioned);
  return value != nullptr ? value : std::getenv(plain);
}

/// Where GStreamer looks for plugins, in its order.
std::vector<fs::path> plugin_folders() {
  const char* own = environment("GST_PLUGIN_PATH_1_0", "GST_PLUGIN_PATH");
  const char* system = environment("GST_PLUGIN_SYSTEM_PATH_1_0", "GST_PLUGIN_SYSTEM_PATH");
  std::string joined = own != nullptr ? own : "";
  if (system != nullptr) {
    joined += ":" + std::string(system);
  } else {
    joined += ":" + std::string(g_get_user_data_dir()) +
              "/gstreamer-1.0/plugins:" + GIMBAL_PLUGINS_DIR + ":" + GSTREAMER_PLUGINS_DIR;
  }
  std::vector<fs::path> folders;
  std::istringstream parts(joined);
  for (std::string folder; std::getline(parts, folder, ':');) {
    if (!folder.empty()) {
      folders.emplace_back(folder);
    }
  }
  return folders;
}

/// GStreamer searches folders with all that is below them; ours lie one deep in a build tree.
fs::path find_plugin(const std::string& name) {
  const std::string file = "libgst" + name + ".so";
  std::error_code error;
  for (const fs::path& folder : plugin_folders()) {
    if (fs::exists(folder / file, error)) {
      return folder / file;
    }
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.is_directory(error) && fs::exists(entry.path() / file, error)) {
        return entry.path() / file;
      }
    }
  }
  return {};
}

/// What the registry calls `file`, if it knows it: /lib and /usr/lib may be one folder. Under
/// another name GStreamer 1.22 would load it as a second plugin, and lose the first.
fs::path as_registered(const fs::path& file) {
  const GstObjectHandle<GstPlugin> known(gst_registry_lookup(gst_registry_get(), file.c_str()));
  const gchar* name = known ? gst_plugin_get_filename(known.get()) : nullptr;
  std::error_code error;
  return name != nullptr && fs::equivalent(name, file, error) ? fs::path(name) : file;
}

void load_plugin(const std::string& name) {
  static std::set<std::string> seen;
  if (!seen.insert(name).second) {
    return;
  }
  const fs::path found = find_plugin(name);
  if (found.empty()) {
    return;
  }
  const fs::path file = as_registered(found);
  GError* raw_error = nullptr;
  const GstObjectHandle<GstPlugin> plugin(gst_plugin_load_file(file.c_str(), &raw_error));
  const ErrorHandle error(raw_error);
  if (error) {
    GST_WARNING("%s: %s", file.c_str(), error->message);
  }
}

}  // namespace

void start_without_registry() {
  without_registry = !find_plugin("coreelements").empty();
  if (without_registry) {
    setenv(kDisableRegistry, "yes", 1);
  }
}

void init_gstreamer() {
  gst_init(nullptr, nullptr);
  load_plugin("coreelements");
}

void allow_registry() {
  if (without_registry) {
    unsetenv(kDisableRegistry);
    without_registry = false;
  }
}

void find_all_plugins() {
  for (const fs::path& folder : plugin_folders()) {
    gst_registry_scan_path(gst_registry_get(), folder.c_str());
  }
}

void load_plugins_of(std::string_view description) {
  std::istringstream words{std::string(description)};
  for (std::string word; words >> word;) {
    const auto plugin = plugin_names().find(word);
    if (plugin != plugin_names().end()) {
      load_plugin(plugin->second);
    }
  }
}

}  // namespace gimbal
