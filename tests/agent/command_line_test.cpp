#include "agent/jobs/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gimbal {
namespace {

using testing::ElementsAre;

TEST(PreviewCommand, Defaults) {
  PreviewSettings settings;
  settings.source = "scene:court";
  EXPECT_THAT(preview_command("/bin/gimbal", settings),
              ElementsAre("/bin/gimbal", "ptz", "--source=scene:court", "--control-fd=3",
                          "--format=mjpeg", "--output=-", "--width=640", "--fps=20", "--quality=8",
                          "--center-x=0.5", "--center-y=0.5", "--zoom=1"));
}

TEST(PreviewCommand, Everything) {
  PreviewSettings settings;
  settings.source = "file:///a.mp4";
  settings.scale = {std::nullopt, 360};
  settings.fps = 5;
  settings.quality = 31;
  settings.start_seconds = 1.5;
  settings.framing = {0.25, 0.75, 4};
  settings.loop = true;
  EXPECT_THAT(
      preview_command("gimbal", settings),
      ElementsAre("gimbal", "ptz", "--source=file:///a.mp4", "--control-fd=3", "--format=mjpeg",
                  "--output=-", "--height=360", "--fps=5", "--quality=31", "--center-x=0.25",
                  "--center-y=0.75", "--zoom=4", "--start-seconds=1.5", "--loop"));
}

TEST(IngestCommand, WritesTheTemplatesPath) {
  IngestSettings settings;
  settings.source = "rtsp://h/--loop";
  settings.profile = ingest_profile("quality");
  settings.output = "/srv/a b.ts";
  EXPECT_THAT(
      ingest_command("gimbal", settings),
      ElementsAre("gimbal", "ptz", "--source=rtsp://h/--loop", "--control-fd=3", "--format=mpegts",
                  "--output=/srv/a b.ts", "--width=1280", "--height=720", "--bitrate=8000000"));
}

}  // namespace
}  // namespace gimbal
