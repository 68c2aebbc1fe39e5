#include "launcher/go2rtc_fifos.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/launcher/temporary_folder.hpp"

namespace gimbal {
namespace {

namespace fs = std::filesystem;

using Go2rtcFifos = TemporaryFolder;

TEST_F(Go2rtcFifos, FifosAreTheUsersAlone) {
  const std::string directory = path("a/b");
  ASSERT_TRUE(make_private_directory(directory));
  EXPECT_EQ(mode(directory), 0700U);
  ASSERT_TRUE(make_private_fifo(directory + "/x.ts"));
  EXPECT_EQ(mode(directory + "/x.ts"), 0600U);
  EXPECT_TRUE(fs::is_fifo(directory + "/x.ts"));
  EXPECT_TRUE(make_private_directory(directory)) << "a second time";
  EXPECT_TRUE(make_private_fifo(directory + "/x.ts")) << "a second time";
}

TEST_F(Go2rtcFifos, WhatOthersCanReachIsRefused) {
  fs::create_directory(path("open"));
  ASSERT_EQ(chmod(path("open").c_str(), 0755), 0);
  EXPECT_FALSE(make_private_directory(path("open")));
  fs::create_directory(path("mine"));
  ASSERT_EQ(chmod(path("mine").c_str(), 0700), 0);
  fs::create_symlink("mine", path("link"));
  EXPECT_FALSE(make_private_directory(path("link")));
  ASSERT_EQ(mkfifo(path("mine/open").c_str(), 0600), 0);
  ASSERT_EQ(chmod(path("mine/open").c_str(), 0666), 0);
  EXPECT_FALSE(make_private_fifo(path("mine/open")));
}

TEST_F(Go2rtcFifos, WhatIsNoFifoIsLeftAlone) {
  put(path("file"), "precious");
  fs::create_symlink("/dev/null", path("link"));
  for (const char* name : {"file", "link", "."}) {
    EXPECT_FALSE(make_private_fifo(path(name))) << name;
  }
  EXPECT_EQ(get(path("file")), "precious");
  EXPECT_FALSE(make_private_fifo(path("missing/x.ts")));
}

}  // namespace
}  // namespace gimbal
