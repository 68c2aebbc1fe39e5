#include "tests/fuzz/fuzz_targets.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lib/base/text.hpp"
#include "lib/base/utc_time.hpp"
#include "lib/codec/control_protocol.hpp"
#include "lib/codec/go2rtc_command.hpp"
#include "lib/codec/jpeg_splitter.hpp"
#include "lib/codec/json.hpp"
#include "lib/codec/line_splitter.hpp"
#include "lib/codec/message_splitter.hpp"
#include "lib/codec/tracking_json.hpp"
#include "lib/codec/tracking_reader.hpp"
#include "lib/tracking/record_check.hpp"
#include "lib/tracking/record_completer.hpp"

namespace gimbal {

namespace {

void expect(bool holds, const char* what) {
  if (!holds) {
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
  }
}

void json(std::string_view input) {
  JsonParser parser;
  const bool object = static_cast<bool>(parser.parse_object(input));
  const auto objects = parser.parse_objects(input);
  expect(object == (objects && !objects->is_list), "an object is one of a list's kinds");
}

/// What a splitter says of bytes that come all at once, or one by one.
template <class Feed>
void expect_the_same_however_cut(std::string_view input, const Feed& feed) {
  std::vector<std::string_view> bytes;
  bytes.reserve(input.size());
  for (std::size_t i = 0; i < input.size(); ++i) {
    bytes.push_back(input.substr(i, 1));
  }
  expect(feed({input}) == feed(bytes), "where bytes are cut makes no difference");
}

void messages(std::string_view input) {
  expect_the_same_however_cut(input, [](const std::vector<std::string_view>& pieces) {
    std::vector<std::string> said;
    MessageSplitter splitter(500);
    const auto take = [&](std::string_view message, std::size_t line) {
      expect(!message.empty() && message.size() <= 501, "a message has a size");
      said.push_back(std::to_string(line) + ":" + std::string(message));
    };
    for (const std::string_view piece : pieces) {
      splitter.feed(piece, take, [&] { said.emplace_back("too long"); });
    }
    splitter.finish(take);
    return said;
  });
}

void lines(std::string_view input) {
  expect_the_same_however_cut(input, [](const std::vector<std::string_view>& pieces) {
    std::vector<std::string> said;
    LineSplitter splitter(20);
    for (const std::string_view piece : pieces) {
      splitter.feed(
          piece, [&](std::string_view line) { said.emplace_back(line); },
          [&] { said.emplace_back("too long"); });
    }
    return said;
  });
}

void jpegs(std::string_view input) {
  expect_the_same_however_cut(input, [](const std::vector<std::string_view>& pieces) {
    std::vector<std::string> said;
    JpegSplitter splitter(500);
    for (const std::string_view piece : pieces) {
      splitter.feed(piece, [&](std::string_view picture) { said.emplace_back(picture); });
    }
    return said;
  });
}

void control(std::string_view input) {
  JsonParser parser;
  const auto command = read_command(parser, input);
  if (const auto* refused = std::get_if<RefusedCommand>(&command)) {
    expect(!refused->reason.empty(), "a refusal has a reason");
  }
  if (const auto event = read_event(parser, input)) {
    const std::string line = write_event(*event);
    const auto again = read_event(parser, std::string_view(line).substr(0, line.size() - 1));
    expect(again && write_event(*again) == line, "an event reads as it was written");
  }
}

void check(TrackingRecord record) {
  expect(check_record(record).empty(), "a record's numbers are in range");
  expect(record.targets.size() <= kMaxTargets, "a record has so many targets");
  RecordCompleter completer;
  TrackingRecord earlier = record;
  earlier.timestamp = record.timestamp ? std::optional(*record.timestamp / 2) : std::nullopt;
  completer.complete(earlier, 0.1);
  completer.complete(record, 0.2);
  expect(check_record(earlier).empty() && check_record(record).empty(),
         "a completed record's numbers are in range");
  JsonParser parser;
  const std::string once = write_tracking_record(record);
  const auto again = read_tracking_record(parser, once);
  expect(again && write_tracking_record(*again) == once, "a record reads as it was written");
}

/// A message of the format, which makes a record each time that it is read.
std::string_view good_message(TrackingFormat format) {
  switch (format) {
    case TrackingFormat::kFrigate:
      return R"({"type":"new","after":{"id":"a","frame_time":1,"box":[1,1,9,9]}})";
    case TrackingFormat::kDeepstream:
      return R"({"sensorId":"a","objects":["7|1|1|9|9|b"]})";
    case TrackingFormat::kOnvif:
      return R"(<Frame><Object><Shape><CenterOfGravity x="0" y="0"/></Shape></Object></Frame>)";
    case TrackingFormat::kMot:
      return "1,1,0,0,9,9";
    case TrackingFormat::kCoco:
      return R"([{"image_id":1,"bbox":[0,0,9,9]}])";
    default:
      return R"({"targets":[{"x":0.5,"y":0.25}]})";
  }
}

std::string written(const Result<TrackingReader::Records>& records) {
  std::string text;
  for (const TrackingRecord& record : records ? *records : TrackingReader::Records()) {
    text += write_tracking_record(record);
  }
  return text;
}

/// Between two readings of a good message.
void expect_refused_changes_nothing(TrackingFormat format, std::string_view input) {
  TrackingReader reader(format);
  reader.set_source({1280, 720, 30, ""});
  const std::string before = written(reader.read(good_message(format)));
  expect(!before.empty(), "a good message is read");
  const auto ignored = reader.ignored();
  if (reader.read(input)) {
    return;
  }
  expect(written(reader.read(good_message(format))) == before && reader.ignored() == ignored,
         "what is refused changes nothing of what was read before");
}

void read_tracking(TrackingFormat format, std::string_view input) {
  expect_refused_changes_nothing(format, input);
  TrackingReader reader(format);
  reader.set_source({1280, 720, 30, ""});
  const auto first = reader.read(input);
  if (!first) {
    expect(!first.error().empty(), "a refusal has a reason");
    expect(reader.format() == format && reader.ignored() == 0, "what is refused changes nothing");
    expect(!reader.read(input), "what is refused is refused again");
    return;
  }
  for (const TrackingRecord& record : *first) {
    check(record);
  }
}

template <TrackingFormat kFormat>
void tracking(std::string_view input) {
  read_tracking(kFormat, input);
}

void utc_time(std::string_view input) {
  const auto time = parse_utc_time(input);
  expect(!time || (*time >= 0 && *time < kMaxTimestamp), "a time is one");
}

void go2rtc(std::string_view input) {
  const auto words = split_go2rtc_command(input);
  if (!words) {
    return;
  }
  if (const auto joined = join_go2rtc_command(*words)) {
    const auto again = split_go2rtc_command(*joined);
    expect(again && *again == *words, "words that were joined split into the same ones");
  }
}

constexpr std::array<FuzzTarget, 14> kTargets{{
    {"json", json},
    {"messages", messages},
    {"lines", lines},
    {"jpegs", jpegs},
    {"control", control},
    {"go2rtc", go2rtc},
    {"utc_time", utc_time},
    {"auto", tracking<TrackingFormat::kAuto>},
    {"record", tracking<TrackingFormat::kRecord>},
    {"frigate", tracking<TrackingFormat::kFrigate>},
    {"deepstream", tracking<TrackingFormat::kDeepstream>},
    {"onvif", tracking<TrackingFormat::kOnvif>},
    {"mot", tracking<TrackingFormat::kMot>},
    {"coco", tracking<TrackingFormat::kCoco>},
}};

}  // namespace

std::span<const FuzzTarget> fuzz_targets() {
  return kTargets;
}

const FuzzTarget* find_fuzz_target(std::string_view name) {
  const auto* const found =
      std::find_if(kTargets.begin(), kTargets.end(),
                   [&](const FuzzTarget& target) { return target.name == name; });
  return found == kTargets.end() ? nullptr : found;
}

}  // namespace gimbal
