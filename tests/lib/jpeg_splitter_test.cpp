#include "lib/codec/jpeg_splitter.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace gimbal {
namespace {

using namespace std::string_literals;

/// SOI, a comment, a scan with a stuffed byte and a restart marker, EOI.
std::string picture(std::string_view comment, std::string_view scan) {
  const auto length = static_cast<unsigned>(comment.size() + 2);
  std::string jpeg = "\xff\xd8\xff\xfe"s;
  jpeg += static_cast<char>(length >> 8);
  jpeg += static_cast<char>(length & 0xff);
  jpeg += comment;
  jpeg += "\xff\xda\x00\x04\x01\x02"s;
  jpeg += scan;
  jpeg += "\xff\xd9"s;
  return jpeg;
}

std::vector<std::string> split(std::string_view bytes, std::size_t piece,
                               std::size_t max_bytes = 1 << 20) {
  JpegSplitter splitter(max_bytes);
  std::vector<std::string> pictures;
  while (!bytes.empty()) {
    splitter.feed(bytes.substr(0, piece), [&](std::string_view p) { pictures.emplace_back(p); });
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  return pictures;
}

const std::string kPlain = picture("plain",
                                   "abc\xff\x00"
                                   "def\xff\xd0ghi"s);
const std::string kTricky = picture("thumbnail \xff\xd8 \xff\xd9", "x\xff\x00\xff\x00"s);

TEST(JpegSplitter, PicturesInPiecesOfEverySize) {
  const std::string bytes = kPlain + kTricky + kPlain;
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    EXPECT_EQ(split(bytes, piece), (std::vector<std::string>{kPlain, kTricky, kPlain})) << piece;
  }
}

TEST(JpegSplitter, GarbageBetweenPicturesIsSkipped) {
  EXPECT_EQ(split("junk\xff" + kPlain + "more\xff\xff"s + kTricky, 3),
            (std::vector<std::string>{kPlain, kTricky}));
}

TEST(JpegSplitter, ACutPictureDoesNotSwallowTheNext) {
  const std::string cut = kPlain.substr(0, kPlain.size() - 4);
  const auto pictures = split(cut + kPlain, 5);
  ASSERT_FALSE(pictures.empty());
  EXPECT_EQ(pictures.back(), kPlain);
}

TEST(JpegSplitter, TooLargeIsDropped) {
  EXPECT_TRUE(split(picture("", std::string(5000, 'x')), 100, 1000).empty());
}

TEST(JpegSplitter, RandomBytesDoNoHarm) {
  std::mt19937 random(5);
  JpegSplitter splitter(10'000);
  for (int i = 0; i < 2'000; ++i) {
    std::string bytes(random() % 200, '\0');
    for (char& c : bytes) {
      const auto r = random();
      c = static_cast<char>(r % 4 == 0 ? 0xff : r >> 8);
    }
    splitter.feed(bytes, [](std::string_view p) { EXPECT_GE(p.size(), 4U); });
  }
}

}  // namespace
}  // namespace gimbal
