#include "launcher/plugin_files.hpp"

#include <gst/gst.h>
#include <gtest/gtest.h>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {
namespace {

using PluginHandle = GstObjectHandle<GstPlugin>;

PluginHandle find(const char* name) {
  return PluginHandle(gst_registry_find_plugin(gst_registry_get(), name));
}

TEST(LoadPluginsOf, APluginThatTheRegistryKnowsIsLoadedAndNotDoubled) {
  gst_init(nullptr, nullptr);
  const PluginHandle known = find("flv");
  ASSERT_TRUE(known) << "GStreamer's registry does not know flvmux";
  ASSERT_FALSE(gst_plugin_is_loaded(known.get()));
  load_plugins_of("flvmux");
  EXPECT_TRUE(gst_plugin_is_loaded(known.get()));
  EXPECT_EQ(find("flv").get(), known.get());
}

}  // namespace
}  // namespace gimbal
