#include "agent/jobs/source_uri.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(SourceError, AllowsCamerasFilesAndScenes) {
  for (const char* source :
       {"scene:court", "scene:my-scene_2", "file:///a/b%20c.mp4", "file://localhost/a",
        "http://h/x", "https://h:8443/x?y=1#z", "rtsp://user:p%40ss@10.0.0.4:554/wide",
        "rtsps://[fe80::1]/x", "rtmp://h/app/key", "rtmps://h/x", "rtmpt://h/x",
        "srt://h:9000?mode=caller", "hls://h/x.m3u8", "RTSP://H/x"}) {
    EXPECT_EQ(source_error(source), std::nullopt) << source;
  }
}

TEST(SourceError, RefusesTheRest) {
  for (const char* source : {"", "court", "/etc/passwd", "scene:", "scene:../x", "scene:a b",
                             "file:a.mp4", "file://host/a", "rtsp://", "rtsp:///x", "rtsp://h/a b",
                             "rtsp://h/a\nb", "rtsp://h/%zz", "rtsp://h:port/x", "gopher://h/x",
                             "data:text/plain,x", "filesrc://x", "--loop", "rtsp://h/\"x\""}) {
    EXPECT_NE(source_error(source), std::nullopt) << source;
  }
  EXPECT_NE(source_error("rtsp://h/" + std::string(kMaxSourceBytes, 'x')), std::nullopt);
  EXPECT_NE(source_error(std::string_view("rtsp://h/\0x", 11)), std::nullopt);
}

}  // namespace
}  // namespace gimbal
