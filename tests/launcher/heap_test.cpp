#include "launcher/heap.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

namespace gimbal {
namespace {

/// The flags of the mapping that holds `memory`, as the kernel writes them; "hg" asks for huge
/// pages.
std::string flags_of(const void* memory) {
  const auto address = reinterpret_cast<std::uintptr_t>(memory);
  std::ifstream maps("/proc/self/smaps");
  bool found = false;
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    char dash = 0;
    std::istringstream range(line);
    if (range >> std::hex >> begin >> dash >> end && dash == '-') {
      found = begin <= address && address < end;
    } else if (found && line.rfind("VmFlags:", 0) == 0) {
      return line + " ";
    }
  }
  return "";
}

TEST(Heap, GivesTheFirstFramesOfEveryThreadHugePages) {
  if (!std::ifstream("/sys/kernel/mm/transparent_hugepage/enabled")) {
    GTEST_SKIP() << "this kernel has no huge pages";
  }
  if (std::getenv("GIMBAL_SANITIZED") != nullptr) {
    GTEST_SKIP() << "an instrumented program has a heap of its own";
  }
  set_up_heap();
  constexpr std::size_t kFrame = std::size_t{3840} * 2160 * 4;
  const auto expect_big = [] {
    const std::unique_ptr<void, void (*)(void*)> frame(std::malloc(kFrame), std::free);
    const std::string flags = flags_of(static_cast<char*>(frame.get()) + kFrame / 2);
    EXPECT_NE(flags.find(" hg "), std::string::npos) << flags;
  };
  expect_big();
  std::thread(expect_big).join();
}

}  // namespace
}  // namespace gimbal
