#include "lib/codec/line_splitter.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gimbal {
namespace {

struct Recorder {
  std::vector<std::string> lines;
  int too_long = 0;

  void feed(LineSplitter& splitter, std::string_view bytes) {
    splitter.feed(
        bytes, [&](std::string_view line) { lines.emplace_back(line); }, [&] { ++too_long; });
  }
};

TEST(LineSplitter, PiecesMakeLines) {
  LineSplitter splitter(100);
  Recorder r;
  for (const char* piece : {"a", "b\nc", "\n", "\nd\ne"}) {
    r.feed(splitter, piece);
  }
  EXPECT_EQ(r.lines, (std::vector<std::string>{"ab", "c", "", "d"}));
}

TEST(LineSplitter, ATooLongLineIsSkippedOnce) {
  LineSplitter splitter(4);
  Recorder r;
  r.feed(splitter, "12345");
  r.feed(splitter, std::string(1000, 'x'));
  r.feed(splitter, "\nok\n123456\nend\n");
  EXPECT_EQ(r.lines, (std::vector<std::string>{"ok", "end"}));
  EXPECT_EQ(r.too_long, 2);
}

}  // namespace
}  // namespace gimbal
