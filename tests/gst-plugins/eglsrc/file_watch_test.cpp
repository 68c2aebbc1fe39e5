#include "gst-plugins/eglsrc/file_watch.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/gst-plugins/eglsrc/scratch_folder.hpp"

namespace gimbal {
namespace {

TEST(FileWatch, AnEditIsSeenOnceWhenTheFileHasSettled) {
  const ScratchFolder folder;
  const std::string path = folder.write("a", "one");
  FileWatch watch(path);
  EXPECT_FALSE(watch.changed());
  folder.write("a", "three");
  EXPECT_FALSE(watch.changed());  // it may not be whole yet
  EXPECT_TRUE(watch.changed());
  EXPECT_FALSE(watch.changed());
}

TEST(FileWatch, AFileThatIsBeingWrittenIsLeftToFinish) {
  const ScratchFolder folder;
  const std::string path = folder.write("a", "");
  FileWatch watch(path);
  for (const char* text : {"1", "12", "123"}) {
    folder.write("a", text);
    EXPECT_FALSE(watch.changed());
  }
  EXPECT_TRUE(watch.changed());
}

TEST(FileWatch, AFileRenamedIntoPlaceIsSeen) {
  const ScratchFolder folder;
  const std::string path = folder.write("a", "one");
  FileWatch watch(path);
  std::filesystem::rename(folder.write("b", "one"), path);
  watch.changed();
  EXPECT_TRUE(watch.changed());
}

TEST(FileWatch, AFileThatIsGoneIsNoChangeUntilItIsBack) {
  const ScratchFolder folder;
  const std::string path = folder.write("a", "one");
  FileWatch watch(path);
  std::filesystem::remove(path);
  EXPECT_FALSE(watch.changed());
  EXPECT_FALSE(watch.changed());
  folder.write("a", "three");
  watch.changed();
  EXPECT_TRUE(watch.changed());
}

}  // namespace
}  // namespace gimbal
