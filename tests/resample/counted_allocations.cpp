#include "tests/resample/counted_allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

// In a file of its own: inlined, GCC takes the pair of new and free for a mistake.
namespace {

std::atomic<int> allocations{0};

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size);
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  return memory;
}
// That of std::stable_sort, whose memory comes back to the delete below.
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  ++allocations;
  return std::malloc(size);
}
void* operator new(std::size_t size, std::align_val_t align) {
  ++allocations;
  void* memory =
      std::aligned_alloc(static_cast<std::size_t>(align),
                         (size + static_cast<std::size_t>(align) - 1) /
                             static_cast<std::size_t>(align) * static_cast<std::size_t>(align));
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  return memory;
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t /*align*/) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/, std::align_val_t /*align*/) noexcept {
  std::free(memory);
}

namespace gimbal {

int allocations_so_far() {
  return allocations;
}

}  // namespace gimbal
