#include "launcher/go2rtc_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/launcher/temporary_folder.hpp"

namespace gimbal {
namespace {

namespace fs = std::filesystem;

using Go2rtcFile = TemporaryFolder;

TEST(Seal, BreaksWithAnyChange) {
  const std::string text = sealed("api:\n  listen: x\n");
  EXPECT_TRUE(is_untouched(text));
  EXPECT_TRUE(is_untouched(sealed("")));
  EXPECT_TRUE(is_untouched(""));
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] ^= 1;
    EXPECT_FALSE(is_untouched(changed)) << i;
  }
  EXPECT_FALSE(is_untouched(text + "\n"));
  EXPECT_FALSE(is_untouched("\n" + text));
  EXPECT_FALSE(is_untouched("streams:\n"));
}

TEST_F(Go2rtcFile, ANewFileIsWrittenAndItsOwnIsReplaced) {
  const auto written = replace_generated_file(path("a.yaml"), sealed("1\n"), false);
  ASSERT_TRUE(written) << written.error();
  EXPECT_EQ(get(*written), sealed("1\n"));
  EXPECT_EQ(mode(path("a.yaml")) & 022, 0U) << "nobody else may write";
  EXPECT_TRUE(replace_generated_file(path("a.yaml"), sealed("2\n"), false));
  EXPECT_EQ(get(path("a.yaml")), sealed("2\n"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1)
      << "a temporary file was left";
}

TEST_F(Go2rtcFile, AChangedFileNeedsForce) {
  for (const std::string& theirs : {sealed("1\n") + "# mine\n", std::string("streams:\n")}) {
    put(path("a.yaml"), theirs);
    const auto refused = replace_generated_file(path("a.yaml"), sealed("2\n"), false);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error(), testing::HasSubstr("--force"));
    EXPECT_EQ(get(path("a.yaml")), theirs);
    EXPECT_TRUE(replace_generated_file(path("a.yaml"), sealed("2\n"), true));
    EXPECT_EQ(get(path("a.yaml")), sealed("2\n"));
  }
}

TEST_F(Go2rtcFile, ModeAndSymbolicLinksStay) {
  put(path("real"), "");
  fs::create_symlink("real", path("link"));
  for (const mode_t wanted : {0600U, 0664U}) {
    ASSERT_EQ(chmod(path("real").c_str(), wanted), 0);
    ASSERT_TRUE(replace_generated_file(path("link"), sealed("1\n"), false));
    EXPECT_EQ(mode(path("real")), wanted);
    EXPECT_TRUE(fs::is_symlink(path("link")));
    EXPECT_EQ(get(path("real")), sealed("1\n"));
  }
}

TEST_F(Go2rtcFile, WhatIsNoFileIsRefused) {
  ASSERT_EQ(mkfifo(path("fifo").c_str(), 0600), 0);
  for (const std::string& name : {path("fifo"), folder_.string(), path("missing/a.yaml")}) {
    EXPECT_FALSE(replace_generated_file(name, sealed("1\n"), true)) << name;
  }
}

}  // namespace
}  // namespace gimbal
