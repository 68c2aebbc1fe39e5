// Which EGL device is chosen, and what is said where there is none. Each lookup that changes the
// environment runs in a child process: EGL reads it once.
#include "lib/egl/egl_devices.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "lib/egl/egl_vendors.hpp"

namespace gimbal {
namespace {

const EglDevice kNoSuchDevice{nullptr, 1, "a card that is gone", false, std::nullopt, std::nullopt};

std::string file_with(const char* name, const std::string& text) {
  std::string path = testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

/// In a child: lists the devices with that environment and exits with 0 when the error's text has
/// all of `parts`. Prints the text otherwise.
void expect_error_with(const char* variable, const std::string& value,
                       const std::vector<std::string>& parts) {
  const auto child = [&] {
    setenv(variable, value.c_str(), 1);
    const auto devices = list_egl_devices();
    const std::string text = devices ? "there are devices" : devices.error();
    for (const std::string& part : parts) {
      if (text.find(part) == std::string::npos) {
        std::fprintf(stderr, "no \"%s\" in: %s\n", part.c_str(), text.c_str());
        std::_Exit(1);
      }
    }
    std::_Exit(0);
  };
  EXPECT_EXIT(child(), testing::ExitedWithCode(0), "");
}

class EglDevicesDeathTest : public testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(EglDevicesDeathTest, AVendorFileThatIsNotThereIsNamed) {
  expect_error_with("__EGL_VENDOR_LIBRARY_FILENAMES", "/nowhere/10_none.json",
                    {"EGL lists no device.",
                     "EGL's vendor files (from __EGL_VENDOR_LIBRARY_FILENAMES): "
                     "/nowhere/10_none.json (No such file or directory)",
                     "Install Mesa's EGL"});
}

TEST_F(EglDevicesDeathTest, AVendorLibraryThatIsNotThereIsNamed) {
  const std::string file = file_with("missing-vendor.json",
                                     R"({"file_format_version" : "1.0.0",
                                         "ICD" : {"library_path" : "libEGL_gone.so.0"}})");
  expect_error_with("__EGL_VENDOR_LIBRARY_FILENAMES", file,
                    {file + " (libEGL_gone.so.0: cannot open shared object file"});
}

TEST_F(EglDevicesDeathTest, AVendorFileThatIsNoneIsNamed) {
  const std::string file = file_with("no-vendor.json", "junk \"library_path");
  expect_error_with("__EGL_VENDOR_LIBRARY_FILENAMES", file, {file + " (names no library_path)"});
}

TEST_F(EglDevicesDeathTest, AFolderWithNoVendorFileIsSaid) {
  const std::string folder = testing::TempDir() + "no-vendors";
  std::filesystem::create_directories(folder);
  expect_error_with("__EGL_VENDOR_LIBRARY_DIRS", folder,
                    {"EGL's vendor files (from __EGL_VENDOR_LIBRARY_DIRS): none"});
}

TEST(EglVendors, ThoseOfThisMachineCanBeLoaded) {
  const auto vendors = find_egl_vendors();
  ASSERT_FALSE(vendors.empty());
  for (const EglVendor& vendor : vendors) {
    EXPECT_FALSE(vendor.library.empty()) << vendor.file;
  }
}

TEST(EglDevices, OneOfSeveralIsChosenByItsIndex) {
  auto devices = list_egl_devices();
  ASSERT_TRUE(devices) << devices.error();
  const auto real_devices = devices->size();
  devices->push_back(kNoSuchDevice);
  devices->back().index = static_cast<int>(real_devices);
  const auto chosen = choose_egl_device(*devices, {0, -1});
  ASSERT_TRUE(chosen) << chosen.error();
  EXPECT_EQ(chosen->index, 0);
}

TEST(EglDevices, OneThatCannotBeInitialisedIsSaidByName) {
  const auto chosen = choose_egl_device({kNoSuchDevice}, {1, -1});
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().find("None of these EGL devices can be initialised: 1 \"a card that is "
                                "gone\". Check the driver"),
            0U)
      << chosen.error();
}

TEST(EglDevices, WithoutAChoiceTheNextBestIsTakenWhereTheBestDoesNotWork) {
  auto devices = list_egl_devices();
  ASSERT_TRUE(devices) << devices.error();
  EglDevice broken = kNoSuchDevice;
  broken.cuda_ordinal = 0;  // which ranks it first
  devices->insert(devices->begin(), broken);
  const auto chosen = choose_egl_device(*devices, {});
  ASSERT_TRUE(chosen) << chosen.error();
  EXPECT_NE(chosen->handle, nullptr);
}

TEST(EglDevices, WhatIsNotThereIsAnErrorThatListsWhatIs) {
  const std::vector<EglDevice> devices = {
      {nullptr, 0, "RTX", false, 1, std::nullopt},
      {nullptr, 1, "llvmpipe", true, std::nullopt, std::nullopt}};
  const auto by_index = choose_egl_device(devices, {7, -1});
  ASSERT_FALSE(by_index);
  EXPECT_EQ(by_index.error().find("No EGL device matches device=7. This machine has: 0 \"RTX\" "
                                  "(CUDA device 1), 1 \"llvmpipe\" (software). EGL's vendor files"),
            0U)
      << by_index.error();
  const auto by_both = choose_egl_device(devices, {1, 1});
  ASSERT_FALSE(by_both);
  EXPECT_EQ(by_both.error().find("No EGL device matches device=1 cuda-device=1. "), 0U);
}

TEST(EglDevices, AreNumberedAsCudaCountsThem) {
  const GpuUuid first{1};
  const GpuUuid second{2};
  const GpuUuid hidden{3};
  std::vector<EglDevice> devices = {{nullptr, 0, "first", false, 0, first},
                                    {nullptr, 1, "second", false, 1, second},
                                    {nullptr, 2, "hidden", false, 2, hidden},
                                    {nullptr, 3, "an old driver", false, 3, std::nullopt},
                                    {nullptr, 4, "llvmpipe", true, std::nullopt, std::nullopt}};
  // CUDA_VISIBLE_DEVICES=1,0
  number_as_cuda_does(devices, {{"second", second}, {"first", first}});
  EXPECT_EQ(devices[0].cuda_ordinal, 1);
  EXPECT_EQ(devices[1].cuda_ordinal, 0);
  EXPECT_EQ(devices[2].cuda_ordinal, std::nullopt);
  EXPECT_EQ(devices[3].cuda_ordinal, 3);
  EXPECT_EQ(devices[4].cuda_ordinal, std::nullopt);
  // CUDA_VISIBLE_DEVICES=
  number_as_cuda_does(devices, {});
  EXPECT_EQ(devices[0].cuda_ordinal, std::nullopt);
  EXPECT_EQ(devices[1].cuda_ordinal, std::nullopt);
}

}  // namespace
}  // namespace gimbal
