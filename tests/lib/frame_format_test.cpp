#include "lib/frames/frame_format.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

#include "tests/lib/frame_bytes.hpp"

namespace gimbal {
namespace {

template <std::size_t Count>
std::array<std::uint8_t, Count> as_array(const std::string& bytes) {
  std::array<std::uint8_t, Count> array{};
  EXPECT_EQ(bytes.size(), Count);
  std::memcpy(array.data(), bytes.data(), std::min(bytes.size(), Count));
  return array;
}

std::string header_error(const std::string& bytes) {
  const auto header = parse_frame_header(as_array<kFrameHeaderBytes>(bytes));
  return header ? "" : header.error();
}

std::string box_error(const std::string& bytes) {
  const auto box = parse_frame_box(as_array<kFrameBoxBytes>(bytes));
  return box ? "" : box.error();
}

std::string ring_error(const std::string& bytes, std::uint64_t file_bytes) {
  const auto ring = parse_ring_header(as_array<kRingHeaderBytes>(bytes), file_bytes);
  return ring ? "" : ring.error();
}

/// `bytes` with the 32-bit number at `offset` replaced.
std::string with(std::string bytes, std::size_t offset, std::uint32_t value) {
  std::memcpy(bytes.data() + offset, &value, sizeof value);
  return bytes;
}

TEST(FrameHeader, EveryFieldIsWhereTheDocumentSays) {
  const auto header = parse_frame_header(as_array<kFrameHeaderBytes>(header_bytes(640, 360, 3)));
  ASSERT_TRUE(header) << header.error();
  EXPECT_EQ(*header, (FrameHeader{640, 360, 3}));
  EXPECT_EQ(header->pixel_bytes(), 640U * 360 * 4);
  EXPECT_EQ(header->box_bytes(), 3U * 64);
}

TEST(FrameHeader, TheLargestIsRead) {
  EXPECT_EQ(header_error(header_bytes(16384, 16384, 256)), "");
  EXPECT_EQ(header_error(header_bytes(1, 1)), "");
}

TEST(FrameHeader, SaysWhatIsWrong) {
  const std::string good = header_bytes(640, 360);
  EXPECT_NE(header_error("gimbal-f" + good.substr(8)).find("begin with GIMBAL-F"),
            std::string::npos);
  EXPECT_NE(header_error(with(good, 8, 2)).find("version 2"), std::string::npos);
  EXPECT_NE(header_error(header_bytes(0, 360)).find("0x360"), std::string::npos);
  EXPECT_NE(header_error(header_bytes(640, 16385)).find("640x16385"), std::string::npos);
  EXPECT_NE(header_error(with(good, 12, 0xffffffff)).find("4294967295x360"), std::string::npos);
  EXPECT_NE(header_error(header_bytes(640, 360, 257)).find("257 boxes"), std::string::npos);
  const std::string length = header_error(with(good, 24, 640 * 360 * 3));
  EXPECT_NE(length.find("691200"), std::string::npos) << length;
  EXPECT_NE(length.find("921600"), std::string::npos) << length;
  EXPECT_NE(header_error(with(good, 28, 1)), "") << "the upper half of the length counts";
}

TEST(FrameHeader, NoRandomBytesAreTakenForAValidOne) {
  std::mt19937 random(1);
  for (int i = 0; i < 200'000; ++i) {
    std::string bytes = header_bytes(640, 360, 2);
    const std::size_t from = random() % bytes.size();
    const std::size_t count = 1 + random() % (bytes.size() - from);
    for (std::size_t at = from; at < from + count; ++at) {
      bytes[at] = static_cast<char>(random());
    }
    const auto header = parse_frame_header(as_array<kFrameHeaderBytes>(bytes));
    if (header) {
      EXPECT_LE(header->width, kMaxFrameSize);
      EXPECT_LE(header->boxes, kMaxFrameBoxes);
      EXPECT_EQ(bytes, header_bytes(static_cast<std::uint32_t>(header->width),
                                    static_cast<std::uint32_t>(header->height),
                                    static_cast<std::uint32_t>(header->boxes)));
    }
  }
}

TEST(FrameBox, EveryFieldIsWhereTheDocumentSays) {
  const auto box =
      parse_frame_box(as_array<kFrameBoxBytes>(box_bytes(-7, 0.5F, 1.25F, -2, 30, 40, "player")));
  ASSERT_TRUE(box) << box.error();
  EXPECT_EQ(box->id, -7);
  EXPECT_EQ(box->label, "player");
  EXPECT_EQ(box->confidence, 0.5);
  EXPECT_EQ(box->x, 1.25);
  EXPECT_EQ(box->y, -2);
  EXPECT_EQ(box->w, 30);
  EXPECT_EQ(box->h, 40);
}

TEST(FrameBox, ALabelMayFillItsField) {
  EXPECT_EQ(box_error(box_bytes(1, 1, 0, 0, 1, 1, std::string(40, 'x'))), "");
}

TEST(FrameBox, SaysWhatIsWrong) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  for (const float confidence : {nan, inf, -0.1F, 1.1F}) {
    const std::string error = box_error(box_bytes(5, confidence, 0, 0, 1, 1, "a"));
    EXPECT_NE(error.find("box 5 has confidence"), std::string::npos) << error;
  }
  for (const float place : {nan, inf, -inf, 2e6F}) {
    EXPECT_NE(box_error(box_bytes(5, 1, place, 0, 1, 1, "a")).find("place"), std::string::npos);
    EXPECT_NE(box_error(box_bytes(5, 1, 0, 0, 1, place, "a")).find("place"), std::string::npos);
  }
  EXPECT_NE(box_error(box_bytes(5, 1, 0, 0, -1, 1, "a")).find("w=-1"), std::string::npos);
  for (const std::string& label : {std::string(), std::string("a\nb"), std::string("a\0b", 3),
                                   std::string("\xff\xfe"), std::string("\0a", 2)}) {
    EXPECT_NE(box_error(box_bytes(5, 1, 0, 0, 1, 1, label)).find("label"), std::string::npos);
  }
}

TEST(FrameBox, RandomBytesNeverGiveABoxOutOfRange) {
  std::mt19937 random(2);
  std::array<std::uint8_t, kFrameBoxBytes> bytes{};
  for (int i = 0; i < 200'000; ++i) {
    std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(random()); });
    std::fill(bytes.begin() + 24, bytes.end(), 0);
    bytes[24] = 'a';
    if (const auto box = parse_frame_box(bytes)) {
      EXPECT_TRUE(box->confidence >= 0 && box->confidence <= 1);
      EXPECT_TRUE(box->w >= 0 && box->w <= 1e6 && box->h >= 0 && box->h <= 1e6);
    }
  }
}

TEST(RingHeader, EveryFieldIsWhereTheDocumentSays) {
  const auto ring =
      parse_ring_header(as_array<kRingHeaderBytes>(ring_header_bytes(3, 1000, 7)), 64 + 3000);
  ASSERT_TRUE(ring) << ring.error();
  EXPECT_EQ(ring->slots, 3U);
  EXPECT_EQ(ring->slot_bytes, 1000U);
  EXPECT_EQ(ring->newest, 7U);
  EXPECT_EQ(ring->slot_offset(7), 64U + 1000U);
}

TEST(RingHeader, SaysWhatIsWrong) {
  const std::string good = ring_header_bytes(3, 1000, 7);
  EXPECT_NE(ring_error("GIMBAL-F" + good.substr(8), 9000).find("GIMBAL-R"), std::string::npos);
  EXPECT_NE(ring_error(with(good, 8, 9), 9000).find("version 9"), std::string::npos);
  EXPECT_NE(ring_error(ring_header_bytes(1, 1000, 0), 9000).find("1 slots"), std::string::npos);
  EXPECT_NE(ring_error(ring_header_bytes(65, 96, 0), 9000).find("65 slots"), std::string::npos);
  EXPECT_NE(ring_error(ring_header_bytes(3, 88, 0), 9000).find("88 bytes"), std::string::npos);
  EXPECT_NE(ring_error(ring_header_bytes(3, 1001, 0), 9000).find("multiple of 8"),
            std::string::npos);
  EXPECT_NE(ring_error(good, 64 + 2999).find("3063 bytes"), std::string::npos);
  EXPECT_NE(ring_error(good, 0), "");
  EXPECT_NE(ring_error(ring_header_bytes(64, 0xffff'ffff'ffff'fff8, 0), 9000), "") << "no overflow";
}

}  // namespace
}  // namespace gimbal
