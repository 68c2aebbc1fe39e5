// A plane between two pages that nobody may touch.
#pragma once

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "lib/pixel/plane.hpp"

namespace gimbal {

/// Rows of `row_bytes` bytes with `gap` bytes between them. The first byte directly follows a page
/// without access or the last one directly precedes one: reading or writing beside the plane kills
/// the test.
class GuardedPlane {
 public:
  enum class Against { kBefore, kBehind };

  GuardedPlane(int row_bytes, int rows, int gap, Against against)
      : row_bytes_(row_bytes), rows_(rows), stride_(row_bytes + gap) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const auto bytes = static_cast<std::size_t>(stride_ * (rows - 1) + row_bytes);
    const std::size_t inside = (bytes + page - 1) / page * page;
    size_ = inside + 2 * page;
    mapping_ = static_cast<std::uint8_t*>(
        mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    EXPECT_NE(static_cast<void*>(mapping_), MAP_FAILED);
    EXPECT_EQ(mprotect(mapping_, page, PROT_NONE), 0);
    EXPECT_EQ(mprotect(mapping_ + page + inside, page, PROT_NONE), 0);
    data_ = against == Against::kBefore ? mapping_ + page : mapping_ + page + inside - bytes;
  }
  GuardedPlane(const GuardedPlane&) = delete;
  GuardedPlane& operator=(const GuardedPlane&) = delete;
  ~GuardedPlane() { munmap(mapping_, size_); }

  std::uint8_t* row(int y) const { return data_ + y * stride_; }

  /// Width and height in samples of `channels` bytes.
  Plane view(int channels) const { return {data_, stride_, row_bytes_ / channels, rows_}; }
  MutablePlane target(int channels) const { return {data_, stride_, row_bytes_ / channels, rows_}; }

  /// The rows' bytes, without the gaps.
  std::vector<std::uint8_t> bytes() const {
    std::vector<std::uint8_t> all;
    for (int y = 0; y < rows_; ++y) {
      all.insert(all.end(), row(y), row(y) + row_bytes_);
    }
    return all;
  }

  void fill(const std::vector<std::uint8_t>& bytes) const {
    for (int y = 0; y < rows_; ++y) {
      std::copy_n(bytes.begin() + y * row_bytes_, row_bytes_, row(y));
    }
  }

  void fill_gaps(std::uint8_t value) const {
    for (int y = 0; y + 1 < rows_; ++y) {
      std::fill(row(y) + row_bytes_, row(y + 1), value);
    }
  }

  bool gaps_hold(std::uint8_t value) const {
    for (int y = 0; y + 1 < rows_; ++y) {
      if (std::any_of(row(y) + row_bytes_, row(y + 1),
                      [value](std::uint8_t byte) { return byte != value; })) {
        return false;
      }
    }
    return true;
  }

 private:
  int row_bytes_;
  int rows_;
  std::ptrdiff_t stride_;
  std::size_t size_ = 0;
  std::uint8_t* mapping_ = nullptr;
  std::uint8_t* data_ = nullptr;
};

}  // namespace gimbal
