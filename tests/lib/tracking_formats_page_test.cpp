// The samples of docs/tracking-formats.md are what they say: one picture, in every format.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "lib/codec/message_splitter.hpp"
#include "lib/codec/tracking_reader.hpp"

namespace gimbal {
namespace {

const TrackingSource kSource{1280, 720, 30, ""};

std::string page() {
  const char* path = std::getenv("TRACKING_FORMATS_PAGE");
  if (path == nullptr) {
    ADD_FAILURE() << "TRACKING_FORMATS_PAGE is not set: meson test does";
    return "";
  }
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// The block of the section with this heading.
std::string sample_of(const std::string& format) {
  const std::string text = page();
  const std::size_t heading = text.find("\n## " + format + "\n");
  const std::size_t fence = text.find("\n```", heading);
  const std::size_t begin = text.find('\n', fence + 1) + 1;
  const std::size_t end = text.find("\n```", begin);
  if (heading == std::string::npos || end == std::string::npos) {
    ADD_FAILURE() << "the page has no sample of " << format;
    return "";
  }
  return text.substr(begin, end + 1 - begin);
}

class TrackingFormatsPage : public testing::TestWithParam<const char*> {
 protected:
  TrackingFormat format() const { return *tracking_format_from_name(GetParam()); }
};

void expect_player_and_ball(const TrackingRecord& record, bool classes) {
  ASSERT_EQ(record.targets.size(), 2U);
  const TrackedTarget& player = record.targets[0];
  const TrackedTarget& ball = record.targets[1];
  EXPECT_NEAR(player.x, 0.4, 1e-6);
  EXPECT_NEAR(player.y, 0.5, 1e-6);
  EXPECT_NEAR(player.w.value_or(0), 0.025, 1e-6);
  EXPECT_NEAR(player.h.value_or(0), 0.1, 1e-6);
  EXPECT_NEAR(player.confidence, 0.93, 1e-9);
  EXPECT_NEAR(ball.x, 0.45, 1e-6);
  EXPECT_NEAR(ball.y, 0.4, 1e-6);
  EXPECT_NEAR(ball.w.value_or(0), 0.0125, 1e-6);
  EXPECT_NEAR(ball.h.value_or(0), 0.025, 1e-6);
  EXPECT_NEAR(ball.confidence, 0.6, 1e-9);
  EXPECT_EQ(player.cls, classes ? "player" : "");
  EXPECT_EQ(ball.cls, classes ? "ball" : "");
  EXPECT_NE(player.id, "");
  EXPECT_NE(ball.id, player.id);
}

void expect_time(const TrackingRecord& record) {
  const double time = record.timebase == Timebase::kUnix ? 1718630012.6 : 374.0 / 30;
  EXPECT_NEAR(record.timestamp.value_or(0), time, 0.001);
}

TEST_P(TrackingFormatsPage, TheSampleIsOfThePicture) {
  for (const TrackingFormat given : {TrackingFormat::kAuto, format()}) {
    TrackingReader reader(given);
    reader.set_source(kSource);
    const auto records = reader.read(sample_of(GetParam()));
    ASSERT_TRUE(records) << records.error();
    EXPECT_EQ(reader.format(), format());
    ASSERT_FALSE(records->empty());
    expect_player_and_ball(records->back(), format() != TrackingFormat::kMot);
    expect_time(records->back());
  }
}

/// What comes of a stream that holds the sample, byte by byte.
class Stream {
 public:
  Stream() { reader_.set_source(kSource); }
  std::vector<TrackingRecord> read(const std::string& sample) {
    std::vector<TrackingRecord> records;
    const auto take = [&](std::string_view message, std::size_t) {
      const auto read = reader_.read(message);
      ASSERT_TRUE(read) << read.error();
      records.insert(records.end(), read->begin(), read->end());
    };
    for (const char byte : sample) {
      splitter_.feed({&byte, 1}, take, [] { ADD_FAILURE() << "too long"; });
    }
    splitter_.finish(take);
    return records;
  }

 private:
  TrackingReader reader_;
  MessageSplitter splitter_;
};

TEST_P(TrackingFormatsPage, TheSampleMayComeInAStream) {
  Stream stream;
  for (int i = 0; i < 2; ++i) {
    const auto records = stream.read(sample_of(GetParam()));
    ASSERT_FALSE(records.empty());
    expect_player_and_ball(records.back(), format() != TrackingFormat::kMot);
  }
}

TEST(TrackingFormatsPageStreams, CocosResultsMayComeOneByOne) {
  // Without the brackets of the list, and the comma in it.
  std::string sample = sample_of("coco").substr(1);
  sample.erase(sample.rfind(']'), 1);
  sample.erase(sample.find("},") + 1, 1);
  Stream stream;
  const auto records = stream.read(sample);
  ASSERT_EQ(records.size(), 1U) << sample;
  expect_player_and_ball(records.front(), true);
}

INSTANTIATE_TEST_SUITE_P(Formats, TrackingFormatsPage,
                         testing::Values("record", "frigate", "deepstream", "onvif", "mot", "coco"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace gimbal
