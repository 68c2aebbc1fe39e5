// Every seed of the fuzz targets, on any compiler; and bytes that no seed has.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/fuzz/fuzz_targets.hpp"

namespace gimbal {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST(FuzzCorpus, EveryTargetHasSeedsAndTakesThem) {
  const char* corpus = std::getenv("FUZZ_CORPUS");
  ASSERT_NE(corpus, nullptr) << "FUZZ_CORPUS is not set: meson test does";
  for (const FuzzTarget& target : fuzz_targets()) {
    int seeds = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(corpus) / target.name)) {
      SCOPED_TRACE(entry.path());
      const std::string seed = contents(entry.path());
      target.run(seed);
      target.run(seed.substr(0, seed.size() / 2));
      target.run(seed + "\xff");
      ++seeds;
    }
    EXPECT_GE(seeds, 2) << target.name;
  }
}

TEST(FuzzCorpus, EveryTargetTakesNothing) {
  for (const FuzzTarget& target : fuzz_targets()) {
    target.run("");
  }
}

}  // namespace
}  // namespace gimbal
