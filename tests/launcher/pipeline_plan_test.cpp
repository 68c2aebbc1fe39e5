#include "launcher/pipeline_plan.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

const std::string kHostile = "/tmp/a \"b' ! fakesink name=evil $(id).ts";

TEST(LaunchLine, WhatAUserTypedIsOneQuotedWord) {
  const auto line = launch_line({{"output-file", {}, {{"output", "location", kHostile}}}});
  ASSERT_TRUE(line) << line.error();
  // A shell must hand gst-launch-1.0 one word, whose inner quotes are escaped for gst-launch.
  gint argc = 0;
  gchar** argv = nullptr;
  ASSERT_TRUE(g_shell_parse_argv(line->c_str(), &argc, &argv, nullptr));
  const Handle<gchar*, g_strfreev> words(argv);
  EXPECT_STREQ(argv[2], "filesink");
  EXPECT_STREQ(argv[4], "location=\"/tmp/a \\\"b' ! fakesink name=evil $(id).ts\"");
}

TEST(BuildPipeline, WhatAUserTypedIsAPropertyAndNothingElse) {
  gst_init(nullptr, nullptr);
  const auto pipeline = build_pipeline({{"source-uri", {}, {{"source", "uri", "file:///x"}}},
                                        {"output-file", {}, {{"output", "location", kHostile}}}});
  ASSERT_TRUE(pipeline) << pipeline.error();
  const ElementHandle sink(gst_bin_get_by_name(GST_BIN(pipeline->get()), "output"));
  gchar* location = nullptr;
  g_object_get(sink.get(), "location", &location, nullptr);
  EXPECT_EQ(CharHandle(location).get(), kHostile);
  EXPECT_FALSE(ElementHandle(gst_bin_get_by_name(GST_BIN(pipeline->get()), "evil")));
}

TEST(BuildPipeline, AFragmentThatCannotBeBuiltIsAnError) {
  gst_init(nullptr, nullptr);
  EXPECT_FALSE(build_pipeline({{"no-such-fragment", {}, {}}}));
  EXPECT_FALSE(build_pipeline({{"limit-rate", {{"fps", "x"}}, {}}}));
}

}  // namespace
}  // namespace gimbal
