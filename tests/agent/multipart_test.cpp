#include "agent/preview/multipart.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

TEST(Multipart, AStreamOfTwoParts) {
  EXPECT_EQ(multipart_opening() + multipart_part("abc") + multipart_part("d"),
            "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 3\r\n\r\nabc\r\n"
            "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 1\r\n\r\nd\r\n--frame\r\n");
}

}  // namespace
}  // namespace gimbal
