// virtualptz's modules: found beside the plugin, missed with a text that says what to do, not taken
// for plugins, and loaded with their libraries only when they are asked for.
#include <dlfcn.h>
#include <gst/gst.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "gst-plugins/support/handles.hpp"
#include "gst-plugins/virtualptz/resampler.hpp"

namespace gimbal {
namespace {

namespace fs = std::filesystem;

constexpr const char* kGl = "gimbalvirtualptz-gl.module";
constexpr const char* kCuda = "gimbalvirtualptz-cuda.module";

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

bool is_loaded(const std::string& library) {
  std::ifstream maps("/proc/self/maps");
  std::stringstream text;
  text << maps.rdbuf();
  return text.str().find(library) != std::string::npos;
}

/// A folder as plugins are installed in, with the probe in the plugin's place.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "gimbal-modules-XXXXXX").string();
    path_ = mkdtemp(name.data());
    fs::copy_file(variable("MODULES_PROBE"), path_ / "probe.so");
    probe_ = dlopen((path_ / "probe.so").c_str(), RTLD_NOW | RTLD_LOCAL);
    EXPECT_NE(probe_, nullptr) << dlerror();
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const fs::path& path() const { return path_; }
  void add_module(const char* name) const {
    fs::create_symlink(fs::path(variable("MODULES_DIR")) / name, path_ / name);
  }

  std::unique_ptr<Resampler> open(bool cuda, std::string& error) const {
    const auto function =
        reinterpret_cast<Resampler* (*)(bool, std::string*)>(dlsym(probe_, "gimbal_probe_open"));
    return std::unique_ptr<Resampler>(function(cuda, &error));
  }

 private:
  fs::path path_;
  void* probe_ = nullptr;
};

class ResamplerModules : public testing::Test {
 protected:
  static void SetUpTestSuite() { gst_init(nullptr, nullptr); }
};

/// First, for what is loaded once stays so.
TEST_F(ResamplerModules, BringTheirLibrariesOnlyWhenTheyAreOpened) {
  const GstObjectHandle<GstElement> element(gst_element_factory_make("virtualptz", nullptr));
  ASSERT_TRUE(element);
  EXPECT_FALSE(is_loaded("libgstgl-1.0"));
  EXPECT_FALSE(is_loaded("libgstcuda-1.0"));
  const Folder folder;
  folder.add_module(kGl);
  std::string error;
  EXPECT_TRUE(folder.open(false, error)) << error;
  EXPECT_TRUE(is_loaded("libgstgl-1.0"));
  EXPECT_FALSE(is_loaded("libgstcuda-1.0"));
}

TEST_F(ResamplerModules, ForCudaAreThereWhereTheToolkitWas) {
  if (!fs::exists(fs::path(variable("MODULES_DIR")) / kCuda)) {
    GTEST_SKIP() << "built without CUDA";
  }
  const Folder folder;
  folder.add_module(kCuda);
  std::string error;
  EXPECT_TRUE(folder.open(true, error)) << error;
  EXPECT_TRUE(is_loaded("libgstcuda-1.0"));
}

TEST_F(ResamplerModules, ThatAreMissingAreErrorsThatSayWhatToDo) {
  const Folder folder;
  std::string error;
  EXPECT_FALSE(folder.open(false, error));
  EXPECT_EQ(error,
            "virtualptz was installed without its part for OpenGL. Put \"gldownload\" in front, or "
            "install Gimbal again. (There is no " +
                (folder.path() / kGl).string() + ".)");
  EXPECT_FALSE(folder.open(true, error));
  EXPECT_EQ(error,
            "virtualptz was built without CUDA. Put \"cudadownload\" in front, or build Gimbal "
            "where the CUDA toolkit is. (There is no " +
                (folder.path() / kCuda).string() + ".)");
}

TEST_F(ResamplerModules, ThatCannotBeLoadedAreErrorsThatSayWhy) {
  const Folder folder;
  std::ofstream(folder.path() / kGl) << "no ELF file";
  std::string error;
  EXPECT_FALSE(folder.open(false, error));
  EXPECT_NE(error.find("could not be loaded: "), std::string::npos) << error;
  EXPECT_NE(error.find(kGl), std::string::npos) << error;
}

/// GStreamer tries whatever ends in "so" and remembers what was none.
TEST_F(ResamplerModules, AreNotTakenForPlugins) {
  ASSERT_TRUE(fs::exists(fs::path(variable("MODULES_DIR")) / kGl));
  GList* plugins = gst_registry_get_plugin_list(gst_registry_get());
  int ours = 0;
  for (const GList* one = plugins; one != nullptr; one = one->next) {
    const char* file = gst_plugin_get_filename(static_cast<GstPlugin*>(one->data));
    const std::string path = file != nullptr ? file : "";
    ours += path.find("libgstgimbalvirtualptz.so") != std::string::npos ? 1 : 0;
    EXPECT_EQ(path.find(".module"), std::string::npos) << path;
  }
  EXPECT_EQ(ours, 1);
  gst_plugin_list_free(plugins);
}

}  // namespace
}  // namespace gimbal
