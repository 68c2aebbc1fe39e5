#include "launcher/detector_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/launcher/temporary_folder.hpp"

namespace gimbal {
namespace {

using State = DetectorFile::State;
using Why = DetectorFile::Why;

constexpr const char* kRecord = R"({"targets":[{"x":0.5,"y":0.4}]})";
constexpr const char* kOther = R"({"targets":[{"x":0.6,"y":0.4}]})";
constexpr const char* kHalf = R"({"targets":[{"x":0.5,)";

class DetectorFileTest : public TemporaryFolder {
 protected:
  DetectorFile file(TrackingFormat format = TrackingFormat::kAuto) const {
    return {path_, format, {.width = 100, .height = 100, .frame_rate = 0, .camera = ""}};
  }

  /// With a time of its own, which a coarse clock might not give it.
  void write(const std::string& text) {
    put(path_, text);
    const timespec times[2] = {{++second_, 0}, {second_, 0}};
    ASSERT_EQ(utimensat(AT_FDCWD, path_.c_str(), times, 0), 0);
  }

  std::string path_ = path("seen.json");
  time_t second_ = 1'700'000'000;
};

TEST_F(DetectorFileTest, TellsEachTimeThatItIsWritten) {
  DetectorFile seen = file();
  EXPECT_EQ(seen.look(Why::kChance).state, State::kMissing);
  write(kRecord);
  const auto first = seen.look(Why::kClosed);
  EXPECT_EQ(first.state, State::kWhole);
  EXPECT_EQ(first.text, kRecord);
  EXPECT_EQ(seen.look(Why::kChance).state, State::kUnchanged);
  EXPECT_EQ(seen.look(Why::kClosed).state, State::kUnchanged);
  write(kRecord);
  EXPECT_EQ(seen.look(Why::kClosed).state, State::kWhole) << "the detector says it once more";
  write(kOther);
  EXPECT_EQ(seen.look(Why::kChance).text, kOther) << "without a word from the system";
}

TEST_F(DetectorFileTest, AnotherTextWithinOneTickOfTheClockIsNoticed) {
  DetectorFile seen = file();
  write(kRecord);
  EXPECT_EQ(seen.look(Why::kClosed).state, State::kWhole);
  --second_;
  write(kOther);
  EXPECT_EQ(seen.look(Why::kClosed).text, kOther);
}

TEST_F(DetectorFileTest, WhatIsOldIsPassedOver) {
  const auto at = [](time_t second) { return std::chrono::system_clock::from_time_t(second); };
  DetectorFile seen = file();
  EXPECT_FALSE(seen.pass_over(at(second_))) << "it is not there";
  write(kRecord);
  EXPECT_FALSE(seen.pass_over(at(second_)));
  EXPECT_EQ(seen.look(Why::kChance).state, State::kWhole);
  write(kOther);
  EXPECT_TRUE(seen.pass_over(at(second_ + 1)));
  EXPECT_EQ(seen.look(Why::kChance).state, State::kUnchanged);
  write(kOther);
  EXPECT_EQ(seen.look(Why::kChance).state, State::kWhole);
}

TEST_F(DetectorFileTest, WhatIsTakenBackIsToldAgain) {
  DetectorFile seen = file();
  for (const char* text : {kRecord, kHalf}) {
    write(text);
    const State first = seen.look(Why::kClosed).state;
    seen.take_back();
    EXPECT_EQ(seen.look(Why::kClosed).state, first) << text;
    EXPECT_EQ(seen.look(Why::kChance).state, State::kUnchanged) << text;
  }
}

TEST_F(DetectorFileTest, HalfATextIsLookedAtAgainAndNeverTold) {
  DetectorFile seen = file();
  for (const char* half : {"", " \n", kHalf, "{", "[", R"({"targets":[]}{"targ)",
                           R"({"targets":[{"x":0.5,"y":0.4})", "{\"targets\":[\n"}) {
    write(half);
    EXPECT_EQ(seen.look(Why::kPaused).state, State::kUnfinished) << half;
  }
  write(kRecord);
  EXPECT_EQ(seen.look(Why::kPaused).text, kRecord);
}

TEST_F(DetectorFileTest, NonsenseIsWhatItsWriterHasLeft) {
  DetectorFile seen = file();
  write(kHalf);
  EXPECT_EQ(seen.look(Why::kClosed).state, State::kNonsense);
  write(R"({"targets":[{"x":2,"y":0.4}]})");
  const auto bad = seen.look(Why::kClosed);
  EXPECT_EQ(bad.state, State::kNonsense);
  EXPECT_NE(bad.text.find("targets[0].x"), std::string::npos) << bad.text;
  EXPECT_EQ(seen.look(Why::kChance).state, State::kUnchanged) << "said once";
}

TEST_F(DetectorFileTest, NonsenseThatStaysIsTakenForFinished) {
  DetectorFile seen = file();
  write(kHalf);
  for (const Why why : {Why::kPaused, Why::kPaused, Why::kChance, Why::kPaused}) {
    EXPECT_EQ(seen.look(why).state, State::kUnfinished) << "a pause is too short to tell";
  }
  EXPECT_EQ(seen.look(Why::kChance).state, State::kNonsense);
  EXPECT_EQ(seen.look(Why::kChance).state, State::kUnchanged);
}

TEST_F(DetectorFileTest, TheLastNumberOfATableMayGoOn) {
  DetectorFile seen = file();
  write("1,7,0,0,9,9");
  EXPECT_EQ(seen.look(Why::kPaused).state, State::kUnfinished);
  write("1,7,0,0,9,9,0.5");
  EXPECT_EQ(seen.look(Why::kPaused).state, State::kUnfinished);
  EXPECT_EQ(seen.look(Why::kChance).state, State::kUnfinished) << "it was written just now";
  EXPECT_EQ(seen.look(Why::kPaused).state, State::kUnfinished);
  EXPECT_EQ(seen.look(Why::kChance).state, State::kWhole) << "it does not";
  write("1,7,0,0,9,9,0.75\n");
  EXPECT_EQ(seen.look(Why::kPaused).state, State::kWhole);
  write("1,7,0,0,9,9,0.8");
  EXPECT_EQ(seen.look(Why::kClosed).state, State::kWhole);
}

TEST_F(DetectorFileTest, WhatIsTooLargeOrNoFileIsRefused) {
  DetectorFile seen = file();
  write(R"({"cls":")" + std::string(2 << 20, 'x') + R"("})");
  const auto large = seen.look(Why::kClosed);
  EXPECT_EQ(large.state, State::kNonsense);
  EXPECT_NE(large.text.find("larger than"), std::string::npos) << large.text;
  ASSERT_EQ(unlink(path_.c_str()), 0);
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_EQ(seen.look(Why::kChance).state, State::kNonsense) << "and it does not wait for a writer";
}

TEST_F(DetectorFileTest, AnotherFormatThanWasSaidIsNonsense) {
  DetectorFile seen = file(TrackingFormat::kCoco);
  write(kRecord);
  EXPECT_EQ(seen.look(Why::kClosed).state, State::kNonsense);
}

}  // namespace
}  // namespace gimbal
