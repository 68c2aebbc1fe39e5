// The hash's arithmetic, compiled for the CPU: what changes it and what does not.
#include "tests/gpu/picture_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <set>
#include <vector>

namespace gimbal {
namespace {

/// NV12 in system memory, `padding` bytes behind each row.
struct Nv12Memory {
  Nv12Memory(int width, int height, int padding, std::uint8_t filled_with)
      : stride(width + (width & 1) + padding),
        luma(static_cast<std::size_t>(stride * height), filled_with),
        chroma(static_cast<std::size_t>(stride * ((height + 1) / 2)), filled_with),
        picture{luma.data(), chroma.data(), stride, stride, width, height} {}

  /// The same pictures for the same size, whatever the padding.
  void draw() {
    std::mt19937 random(1);
    for_each_byte([&random](std::uint8_t& byte) { byte = static_cast<std::uint8_t>(random()); });
  }

  /// Those of the picture, not those of the padding.
  template <class Function>
  void for_each_byte(const Function& function) {
    const int chroma_bytes = picture.width + (picture.width & 1);
    visit(luma, picture.width, picture.height, function);
    visit(chroma, chroma_bytes, (picture.height + 1) / 2, function);
  }

  std::uint64_t hash() const { return hash_picture(picture); }

  int stride;
  std::vector<std::uint8_t> luma;
  std::vector<std::uint8_t> chroma;
  cudainterop::Nv12Target picture;

 private:
  template <class Function>
  void visit(std::vector<std::uint8_t>& plane, int bytes, int rows, const Function& function) {
    for (int y = 0; y < rows; ++y) {
      for (int x = 0; x < bytes; ++x) {
        function(plane[static_cast<std::size_t>(y * stride + x)]);
      }
    }
  }
};

constexpr struct {
  int width;
  int height;
} kSizes[] = {{1, 1}, {2, 2}, {3, 5}, {4, 4}, {33, 7}, {130, 6}};

TEST(PictureHash, IsAnotherForEachByteThatIsAnother) {
  for (const auto& size : kSizes) {
    Nv12Memory memory(size.width, size.height, 5, 0);
    memory.draw();
    std::set<std::uint64_t> seen{memory.hash()};
    std::size_t changes = 0;
    memory.for_each_byte([&](std::uint8_t& byte) {
      for (const int bit : {0, 3, 7}) {
        byte ^= static_cast<std::uint8_t>(1 << bit);
        seen.insert(memory.hash());
        byte ^= static_cast<std::uint8_t>(1 << bit);
        ++changes;
      }
    });
    EXPECT_EQ(seen.size(), changes + 1) << size.width << "x" << size.height;
  }
}

TEST(PictureHash, DoesNotLookAtWhatLiesBetweenRows) {
  for (const auto& size : kSizes) {
    Nv12Memory tight(size.width, size.height, 0, 0);
    tight.draw();
    for (const int padding : {1, 3, 4, 64}) {
      Nv12Memory padded(size.width, size.height, padding, 0x5A);
      padded.draw();
      EXPECT_EQ(padded.hash(), tight.hash()) << size.width << "x" << size.height << "+" << padding;
    }
  }
}

TEST(PictureHash, IsAnotherWhenBytesChangePlaces) {
  Nv12Memory memory(64, 8, 0, 0);
  memory.draw();
  const std::uint64_t before = memory.hash();
  const auto row = [&memory](int y) { return memory.luma.begin() + y * memory.stride; };
  std::swap_ranges(row(2), row(3), row(5));
  EXPECT_NE(memory.hash(), before) << "two rows";
  std::swap_ranges(row(2), row(3), row(5));
  EXPECT_EQ(memory.hash(), before);
  std::swap(memory.luma[8], memory.luma[12]);  // the same place of two words
  EXPECT_NE(memory.hash(), before) << "two words";
  std::swap(memory.luma[8], memory.luma[12]);
  std::swap(memory.luma[8], memory.luma[9]);
  EXPECT_NE(memory.hash(), before) << "two bytes of a word";
  std::swap(memory.luma[8], memory.luma[9]);
  std::swap_ranges(memory.chroma.begin(), memory.chroma.end(), memory.luma.begin());
  EXPECT_NE(memory.hash(), before) << "the planes";
}

TEST(PictureHash, KnowsPicturesOfOneColourByTheirSize) {
  std::set<std::uint64_t> seen;
  for (const int width : {2, 4, 6, 8}) {
    for (const int height : {2, 4, 6, 8}) {
      seen.insert(Nv12Memory(width, height, 0, 0).hash());
    }
  }
  EXPECT_EQ(seen.size(), 16U);
}

TEST(PictureHash, IsTheSameHoweverManyThreadsShareARow) {
  Nv12Memory memory(333, 9, 3, 0);
  memory.draw();
  for (const int lanes : {1, 2, 7, kHashLanes, 128}) {
    std::uint64_t sum = hash_size(memory.picture);
    for (int row = 0; row < hashed_rows(memory.picture); ++row) {
      for (int lane = 0; lane < lanes; ++lane) {
        sum += hash_words(memory.picture, row, lane, lanes);
      }
    }
    EXPECT_EQ(sum, memory.hash()) << lanes;
  }
}

}  // namespace
}  // namespace gimbal
