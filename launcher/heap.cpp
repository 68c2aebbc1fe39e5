#include "launcher/heap.hpp"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

namespace gimbal {
namespace {

constexpr int kMebibyte = 1 << 20;
/// A frame of 3840x2160 in RGBA is a little smaller; glibc allows no more.
constexpr int kFromHeap = 32 * kMebibyte;
constexpr int kReserve = 64 * kMebibyte;

/// Grows the heap by the reserve, no page of which is touched yet, and asks for huge ones.
void reserve_huge_pages() {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  auto* before = static_cast<char*>(sbrk(0));
  void* first = std::malloc(kMebibyte);
  const auto grown = static_cast<std::size_t>(static_cast<char*>(sbrk(0)) - before);
  if (first != nullptr && grown >= kReserve) {
    madvise(before, grown / page * page, MADV_HUGEPAGE);
  }
  std::free(first);
}

}  // namespace

void set_up_heap() {
  if (std::getenv("GLIBC_TUNABLES") != nullptr) {
    return;
  }
  mallopt(M_ARENA_MAX, 1);  // the arenas of other threads would have small pages
  mallopt(M_MMAP_THRESHOLD, kFromHeap);
  mallopt(M_TRIM_THRESHOLD, 2 * kReserve);
  mallopt(M_TOP_PAD, kReserve);
  reserve_huge_pages();
}

}  // namespace gimbal
