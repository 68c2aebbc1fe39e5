#include "lib/codec/tracking_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "lib/codec/message_splitter.hpp"
#include "lib/codec/tracking_json.hpp"
#include "tests/lib/tracking_reader_fixture.hpp"

namespace gimbal {
namespace {

class TrackingReaderTest : public TrackingReaderFixture {
 protected:
  TrackingReaderTest() : TrackingReaderFixture(TrackingFormat::kAuto) {}
};

constexpr const char* kRecord = R"({"targets":[{"x":0.5,"y":0.25}]})";
constexpr const char* kFrigate =
    R"({"type":"new","before":null,"after":{"id":"a","frame_time":1,"box":[1,1,9,9]}})";
constexpr const char* kDeepstream = R"({"@timestamp":"2026-02-21T07:29:03Z","objects":[]})";
constexpr const char* kOnvif = "<Frame/>";
constexpr const char* kMot = "1,1,0,0,9,9";
constexpr const char* kCoco = R"([{"image_id":1,"bbox":[0,0,9,9]}])";

TEST(TrackingFormatName, GoesBothWays) {
  for (const char* name : {"auto", "record", "frigate", "deepstream", "onvif", "mot", "coco"}) {
    const auto format = tracking_format_from_name(name);
    ASSERT_TRUE(format) << name;
    EXPECT_EQ(name_of(*format), name);
  }
  EXPECT_EQ(tracking_format_from_name("yolo").error(),
            "'yolo' is no tracking format: use auto, record, frigate, deepstream, onvif, mot or "
            "coco");
}

TEST(TrackingReader, FindsTheFormat) {
  const std::vector<std::pair<const char*, TrackingFormat>> messages = {
      {kRecord, TrackingFormat::kRecord},
      {kFrigate, TrackingFormat::kFrigate},
      {kDeepstream, TrackingFormat::kDeepstream},
      {kOnvif, TrackingFormat::kOnvif},
      {kMot, TrackingFormat::kMot},
      {kCoco, TrackingFormat::kCoco}};
  for (const auto& [message, format] : messages) {
    for (const auto& [other, its_format] : messages) {
      TrackingReader reader;
      reader.set_source({1000, 500, 0, ""});
      EXPECT_EQ(reader.format(), TrackingFormat::kAuto);
      ASSERT_TRUE(reader.read(message)) << message << reader.read(message).error();
      EXPECT_EQ(reader.format(), format);
      reader.read(other);
      EXPECT_EQ(reader.format(), format) << "once found it stays";
      TrackingReader told(its_format);
      told.set_source({1000, 500, 0, ""});
      told.read(message);
      EXPECT_EQ(told.format(), its_format);
    }
  }
}

/// One that reads `good`, and in which what stands in `name` is a text.
struct Sample {
  TrackingFormat format;
  std::string good;
  std::string name;
};

std::vector<Sample> samples() {
  return {
      {TrackingFormat::kRecord, R"({"targets":[{"cls":"name","x":0.5,"y":0.25}]})", "name"},
      {TrackingFormat::kFrigate,
       R"({"type":"new","after":{"id":"name","frame_time":1,"box":[1,1,9,9]}})", "name"},
      {TrackingFormat::kDeepstream, R"({"objects":["7|1|1|9|9|name"]})", "name"},
      {TrackingFormat::kOnvif,
       R"(<Frame><Object ObjectId="name"><Shape><CenterOfGravity x="0" y="0"/></Shape></Object></Frame>)",
       "name"},
      {TrackingFormat::kMot, "1,1,0,0,9,9,1,name,1", "name"},
      {TrackingFormat::kCoco, R"([{"image_id":1,"bbox":[0,0,9,9],"category":"name"}])", "name"}};
}

std::string with_name(const Sample& sample, const std::string& name) {
  std::string text = sample.good;
  return text.replace(text.find(sample.name), sample.name.size(), name);
}

TEST(TrackingReader, NothingMalformedChangesAnything) {
  for (const Sample& sample : samples()) {
    SCOPED_TRACE(sample.good);
    TrackingReader reader(sample.format);
    reader.set_source({1000, 500, 0, ""});
    const auto read = [&] {
      std::string said;
      const auto records = reader.read(sample.good);
      EXPECT_TRUE(records) << records.error();
      for (const TrackingRecord& record : records ? *records : TrackingReader::Records()) {
        said += write_tracking_record(record);
      }
      return said;
    };
    const std::string before = read();
    EXPECT_NE(before.find("\"x\":"), std::string::npos) << before;
    const std::vector<std::string> bad = {
        "",
        " ",
        "\n",
        "x",
        "null",
        "7",
        "\"a\"",
        "\xef\xbb\xbf",
        "\xff",
        std::string(1, '\0'),
        with_name(sample, "\xff"),
        with_name(sample, "\xc0\xaf"),
        with_name(sample, "\xed\xa0\x80"),
        with_name(sample, std::string(65, 'x')),
        with_name(sample, std::string(10'000'000, 'x')),
        sample.good + "\n" + sample.good.substr(0, sample.good.size() / 2),
        sample.good.substr(0, sample.good.size() / 2) + "\n" + sample.good,
        std::string(10'000'000, 'x'),
        std::string(100'000, '['),
        std::string(100'000, '{'),
        std::string(1'000'000, '<'),
        std::string(10'000'000, '\n')};
    for (const std::string& text : bad) {
      const auto records = reader.read(text);
      EXPECT_FALSE(records) << text.substr(0, 100);
      EXPECT_FALSE(!records && records.error().empty());
      EXPECT_LT(records ? 0 : records.error().size(), 400U);
    }
    EXPECT_EQ(read(), before);
    EXPECT_EQ(reader.ignored(), 0U);
  }
}

TEST_F(TrackingReaderTest, WhatIsOfNoFormatIsRefusedAndDecidesNothing) {
  for (const char* unknown : {"{}", R"({"status":"online"})", R"({"timestamp":1})",
                              R"({"timestamp":1,"status":"online"})", "hello", "-1", "\"a\""}) {
    EXPECT_EQ(error_of(unknown),
              "the message is of no format that is known: give one of record, frigate, deepstream, "
              "onvif, mot or coco");
  }
  EXPECT_EQ(error_of(" \n"), "the message is empty");
  EXPECT_NE(error_of(R"({"targets":[{"x":2,"y":0}]})"), "");
  EXPECT_TRUE(read("[]").empty());
  EXPECT_EQ(reader_.format(), TrackingFormat::kAuto);
  read(kCoco);
  EXPECT_EQ(reader_.format(), TrackingFormat::kCoco);
}

TEST_F(TrackingReaderTest, ARecordHasAFieldOfOneOrNone) {
  reader_ = TrackingReader(TrackingFormat::kRecord);
  EXPECT_EQ(read("{}").size(), 1U);
  for (const char* field :
       {"targets", "target_x", "target_y", "target_zoom", "tracking_state", "fallback_active",
        "tracking_confidence", "occlusion_level", "tracking_mode_hint", "play_phase",
        "ball_velocity_x", "ball_velocity_y", "possession_side", "court_homography_ok"}) {
    const std::string said = error_of(std::string("{\"") + field + "\":{}}");
    EXPECT_EQ(said.substr(0, said.find(':')), field) << said;
  }
  EXPECT_EQ(read(R"({"colour":1,"targets":[]})").size(), 1U);
  for (const char* other : {R"({"colour":1})", R"({"timestamp":1,"status":"online"})",
                            R"({"timestamp":1,"source":"door","targets":null})"}) {
    EXPECT_EQ(error_of(other), "targets: Field required, or another one of a record");
  }
}

TEST_F(TrackingReaderTest, RecordsComeOneByOneInListsAndInLines) {
  const std::string record = kRecord;
  EXPECT_EQ(read(record).size(), 1U);
  EXPECT_EQ(read("[" + record + "," + record + "]").size(), 2U);
  EXPECT_EQ(read(record + "\n" + record + "\r\n\n{\n}").size(), 3U);
  EXPECT_EQ(read_one(record).targets.at(0).y, 0.25);
}

TEST(TrackingReader, ErrorsShowLittleOfWhatTheSenderWrote) {
  const std::string name = "\x1b[31m" + std::string(100'000, 'x');
  const std::string escaped = "\\u001b[31m" + std::string(100'000, 'x');
  const std::string frigate = R"({"type":"new","after":{"id":"a","frame_time":1,"box":[1,1,9,9],)";
  const std::vector<std::pair<TrackingFormat, std::vector<std::string>>> bad = {
      {TrackingFormat::kRecord, {"{\"" + escaped + "\":1,\"" + escaped + "\":2}"}},
      {TrackingFormat::kFrigate,
       {frigate + "\"camera\":\"a\"}}", frigate + "\"camera\":\"" + escaped + "\"}}"}},
      {TrackingFormat::kDeepstream,
       {R"({"sensorId":"a","objects":[]})", "{\"sensorId\":\"" + escaped + "\",\"objects\":[]}"}},
      {TrackingFormat::kOnvif, {"<" + std::string(100'000, 'x') + "/>"}},
      {TrackingFormat::kOnvif, {"<Frame></" + std::string(100'000, 'x') + ">"}},
      {TrackingFormat::kOnvif,
       {"<Frame " + std::string(100'000, 'x') + "='' " + std::string(100'000, 'x') + "=''/>"}},
      {TrackingFormat::kMot, {name}},
      {TrackingFormat::kCoco, {"[{\"image_id\":\"" + escaped + "\",\"bbox\":[0,0,9,9]}]"}}};
  for (const auto& [format, messages] : bad) {
    TrackingReader reader(format);
    reader.set_source({1000, 500, 0, ""});
    std::string said;
    for (const std::string& message : messages) {
      const auto records = reader.read(message);
      said = records ? "" : records.error();
    }
    EXPECT_FALSE(said.empty()) << name_of(format);
    EXPECT_LT(said.size(), 400U) << name_of(format);
    EXPECT_EQ(said.find('\x1b'), std::string::npos) << name_of(format);
  }
}

TEST_F(TrackingReaderTest, ErrorsNameTheirPlace) {
  const std::string bad = R"({"targets":[{"x":0,"y":0},{"x":2,"y":0}]})";
  EXPECT_EQ(error_of(bad), "targets[1].x: Input should be between 0 and 1");
  EXPECT_EQ(error_of("[{\"targets\":null,\"target_x\":0}," + bad + "]"),
            "[1].targets[1].x: Input should be between 0 and 1");
  EXPECT_EQ(error_of(std::string(kRecord) + "\n\n" + bad),
            "line 3, targets[1].x: Input should be between 0 and 1");
  EXPECT_EQ(error_of(std::string("[") + kRecord + ",7]"), "[1]: Input should be an object");
  EXPECT_EQ(error_of(R"({"targets":[{"x":0,"y":0},{"x":0,"x":0,"y":0}]})"),
            "targets[1].x: Field stands there twice");
  EXPECT_EQ(error_of(std::string(kRecord) + "\n{\"target_x\":NaN}"),
            "line 2, the JSON text has 'NaN' at byte 13, which is no number that can be read, nor "
            "true, false or null");
}

TEST_F(TrackingReaderTest, RefusesWhatIsMalformed) {
  read(kRecord);
  for (const std::string& bad : {
           std::string("{\"targets\":[{\"x\":NaN,\"y\":0}]}"),
           std::string("{\"targets\":[{\"x\":1e999,\"y\":0}]}"),
           std::string("{\"targets\":[{\"x\":0,\"x\":0,\"y\":0}]}"),
           std::string("{\"source\":\"\xff\xff\"}"),
           std::string("{\"source\":7}"),
           std::string(100'000, '['),
           std::string(100'000, '{'),
           std::string(kRecord) + "x",
           "{\"source\":\"" + std::string(10'000'000, 'x') + "\"}",
           std::string(10'000'000, ' '),
       }) {
    EXPECT_NE(error_of(bad), "") << bad.substr(0, 60);
  }
  for (const std::string& part : truncations(kRecord)) {
    EXPECT_NE(error_of(part), "") << part;
  }
  EXPECT_EQ(read(kRecord).size(), 1U);
}

TEST_F(TrackingReaderTest, MessagesOfAStreamAreReadOneByOne) {
  std::vector<std::string> said;
  MessageSplitter splitter;
  const auto take = [&](std::string_view message, std::size_t) {
    const auto records = reader_.read(message);
    said.push_back(records ? std::to_string(records->size()) : records.error());
  };
  const auto too_long = [&] { said.emplace_back("too long"); };
  splitter.feed(std::string(kRecord) + "\n{\"targets\":7}\n{\"targ\n[" + kRecord + ",\n" + kRecord,
                take, too_long);
  splitter.feed("]", take, too_long);
  splitter.finish(take);
  ASSERT_EQ(said.size(), 4U);
  EXPECT_EQ(said[0], "1");
  EXPECT_EQ(said[1], "targets: Input should be an array");
  EXPECT_NE(said[2].find("not valid JSON"), std::string::npos) << said[2];
  EXPECT_EQ(said[3], "2");
}

}  // namespace
}  // namespace gimbal
