// libFuzzer on one of the targets, which FUZZ_TARGET names.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/fuzz_targets.hpp"

namespace {

const gimbal::FuzzTarget* target = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* name = std::getenv("FUZZ_TARGET");
  target = gimbal::find_fuzz_target(name == nullptr ? "" : name);
  if (target == nullptr) {
    std::fputs("FUZZ_TARGET has to be one of:", stderr);
    for (const gimbal::FuzzTarget& known : gimbal::fuzz_targets()) {
      std::fprintf(stderr, " %.*s", static_cast<int>(known.name.size()), known.name.data());
    }
    std::fputs("\n", stderr);
    std::exit(2);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  target->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
