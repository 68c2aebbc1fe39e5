// Reads messages of one format and says what came of it.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/text.hpp"
#include "lib/codec/tracking_reader.hpp"

namespace gimbal {

class TrackingReaderFixture : public testing::Test {
 protected:
  explicit TrackingReaderFixture(TrackingFormat format,
                                 const TrackingSource& source = {1000, 500, 0, ""})
      : reader_(format) {
    reader_.set_source(source);
  }

  TrackingReader::Records read(std::string_view text) {
    auto records = reader_.read(text);
    EXPECT_TRUE(records) << records.error();
    return records ? *records : TrackingReader::Records();
  }
  /// Of a message that has to hold one record.
  TrackingRecord read_one(std::string_view text) {
    const auto records = read(text);
    EXPECT_EQ(records.size(), 1U);
    return records.empty() ? TrackingRecord() : records.front();
  }
  std::string error_of(std::string_view text) {
    const auto records = reader_.read(text);
    return records ? "" : records.error();
  }

  TrackingReader reader_;
};

/// All that a message may be cut off to.
inline std::vector<std::string> truncations(const std::string& whole) {
  std::vector<std::string> parts;
  for (std::size_t length = 1; length < whole.size(); ++length) {
    parts.push_back(whole.substr(0, length));
  }
  return parts;
}

/// "id class x y w h confidence"; -1 for what is absent.
inline std::string describe(const TrackedTarget& target) {
  std::string text = target.id + " " + target.cls;
  for (const double number :
       {target.x, target.y, target.w.value_or(-1), target.h.value_or(-1), target.confidence}) {
    text.append(" ").append(format_number(std::round(number * 1e4) / 1e4));
  }
  return text;
}

}  // namespace gimbal
