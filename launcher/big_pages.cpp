#include "launcher/big_pages.hpp"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace gimbal {
namespace {

constexpr int kMebibyte = 1 << 20;
/// More than a frame of 3840x2160 in RGBA takes, and the most that glibc allows.
constexpr int kFromHeap = 32 * kMebibyte;
/// What a stream of 1920x1080 has in use.
constexpr int kReserve = 64 * kMebibyte;

std::uintptr_t address_of(const void* memory) {
  return reinterpret_cast<std::uintptr_t>(memory);
}

}  // namespace

void use_big_pages() {
  mallopt(M_ARENA_MAX, 1);  // the other threads' arenas would have small pages
  mallopt(M_MMAP_THRESHOLD, kFromHeap);
  mallopt(M_TRIM_THRESHOLD, 2 * kReserve);
  mallopt(M_TOP_PAD, kReserve);
  // Grows the heap by the reserve, of which no page is touched yet.
  void* lowest = std::malloc(kMebibyte);
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const std::uintptr_t begin = address_of(lowest) / page * page;
  const std::uintptr_t end = address_of(sbrk(0)) / page * page;
  if (begin < end) {
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
  }
  std::free(lowest);
}

}  // namespace gimbal
