#include "lib/codec/flv_tag.hpp"

#include <gtest/gtest.h>

#include <array>

namespace gimbal {
namespace {

TEST(FlvTag, TheHighByteOfTheTimeComesLast) {
  std::array<std::uint8_t, kFlvTagHeader> tag{9, 0, 0, 5, 1, 1, 1, 1, 0, 0, 0};
  set_flv_time(tag, 0x12345678);
  const std::array<std::uint8_t, kFlvTagHeader> expected{9,    0,    0, 5, 0x34, 0x56,
                                                         0x78, 0x12, 0, 0, 0};
  EXPECT_EQ(tag, expected);
}

TEST(FlvTag, KnowsTheHeaderOfAFile) {
  const std::array<std::uint8_t, 5> file{'F', 'L', 'V', 1, 1};
  const std::array<std::uint8_t, 5> video{9, 0, 0, 5, 0};
  EXPECT_TRUE(is_flv_file_header(file));
  EXPECT_FALSE(is_flv_file_header(video));
  EXPECT_FALSE(is_flv_file_header(std::span<const std::uint8_t>()));
}

}  // namespace
}  // namespace gimbal
