#include "lib/frames/frame_parser.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>

#include "tests/lib/frame_bytes.hpp"

namespace gimbal {
namespace {

/// What a parser makes of a stream: each frame as "WIDTHxHEIGHT VALUE", or "torn" where its pixels
/// are not all the same.
struct Reading {
  std::vector<std::string> frames;
  std::vector<std::string> errors;
};

std::string describe(const Frame& frame) {
  const std::uint8_t* pixels = frame.pixels.data();
  const bool whole =
      std::all_of(pixels, pixels + frame.pixels.size(), [&](int v) { return v == pixels[0]; });
  return whole ? std::to_string(frame.width) + "x" + std::to_string(frame.height) + " " +
                     std::to_string(pixels[0])
               : "torn";
}

void drain(FrameParser& parser, Reading& reading) {
  for (;;) {
    switch (parser.next()) {
      case FrameParser::Step::kMore:
        return;
      case FrameParser::Step::kFrame:
        reading.frames.push_back(describe(parser.frame()));
        break;
      case FrameParser::Step::kBroken:
        reading.errors.push_back(parser.error());
        break;
    }
  }
}

/// Feeds `bytes` in pieces of `piece()` bytes.
template <class Piece>
Reading parse(FrameParser& parser, std::string_view bytes, Piece piece) {
  Reading reading;
  drain(parser, reading);
  while (!bytes.empty()) {
    const auto space = parser.space();
    EXPECT_FALSE(space.empty());
    const std::size_t count = std::min({space.size(), bytes.size(), std::size_t{piece()}});
    std::memcpy(space.data(), bytes.data(), count);
    parser.advance(count);
    bytes.remove_prefix(count);
    drain(parser, reading);
  }
  return reading;
}

Reading parse(std::string_view bytes, std::size_t piece = 1 << 20) {
  const auto parser = std::make_unique<FrameParser>();
  return parse(*parser, bytes, [piece] { return piece; });
}

using Lines = std::vector<std::string>;

TEST(FrameParser, FramesInPiecesOfAnySize) {
  const std::string bytes = frame_bytes(20, 10, 1, {box_bytes(1, 1, 0, 0, 1, 1, "a")}) +
                            frame_bytes(200, 100, 2) + frame_bytes(1, 1, 3);
  for (const std::size_t piece : {1U, 7U, 31U, 32U, 33U, 4096U, 1U << 20}) {
    const Reading reading = parse(bytes, piece);
    EXPECT_EQ(reading.frames, (Lines{"20x10 1", "200x100 2", "1x1 3"})) << piece;
    EXPECT_TRUE(reading.errors.empty()) << piece;
  }
}

TEST(FrameParser, BoxesComeWithTheirFrame) {
  FrameParser parser;
  Lines boxes(256);
  for (int i = 0; i < 256; ++i) {
    boxes.at(static_cast<std::size_t>(i)) = box_bytes(i, 1, 0, 0, 1, 1, "box" + std::to_string(i));
  }
  parse(parser, frame_bytes(4, 4, 9, boxes), [] { return std::size_t{100}; });
  ASSERT_EQ(parser.frame().boxes.size(), 256U);
  EXPECT_EQ(parser.frame().boxes[255].id, 255);
  EXPECT_EQ(parser.frame().boxes[255].label, "box255");
  parse(parser, frame_bytes(4, 4, 9), [] { return std::size_t{100}; });
  EXPECT_TRUE(parser.frame().boxes.empty());
}

TEST(FrameParser, AFrameNeedsItsEndMark) {
  std::string bytes = frame_bytes(20, 10, 1);
  EXPECT_TRUE(parse(bytes.substr(0, bytes.size() - 1)).frames.empty());
  bytes.back() = 'X';
  const Reading reading = parse(bytes + frame_bytes(20, 10, 2));
  EXPECT_EQ(reading.frames, (Lines{"20x10 2"}));
  ASSERT_EQ(reading.errors.size(), 1U);
  EXPECT_NE(reading.errors[0].find("not followed by GIMBAL-E"), std::string::npos);
}

TEST(FrameParser, GarbageIsSaidOnceAndTheNextFrameFound) {
  std::mt19937 random(1);
  std::string garbage(300'000, 0);
  std::ranges::generate(garbage, [&] { return static_cast<char>(random()); });
  for (const std::size_t piece : {1U, 4096U, 1U << 20}) {
    const Reading reading = parse(garbage + frame_bytes(20, 10, 1) + frame_bytes(20, 10, 2), piece);
    EXPECT_EQ(reading.frames, (Lines{"20x10 1", "20x10 2"})) << piece;
    EXPECT_EQ(reading.errors.size(), 1U) << piece;
  }
}

TEST(FrameParser, AWriterThatTakesOverInMidFrameNeverMakesATornPicture) {
  const std::string frame = frame_bytes(40, 30, 1);
  for (std::size_t cut = 0; cut <= frame.size(); ++cut) {
    const Reading reading =
        parse(frame.substr(0, cut) + frame_bytes(40, 30, 2) + frame_bytes(40, 30, 3));
    EXPECT_EQ(std::count(reading.frames.begin(), reading.frames.end(), "torn"), 0) << cut;
    ASSERT_FALSE(reading.frames.empty()) << cut;
    EXPECT_EQ(reading.frames.back(), "40x30 3") << cut;
    EXPECT_LE(reading.errors.size(), 1U) << cut;
  }
}

TEST(FrameParser, ProgressAndANewStart) {
  FrameParser parser;
  const std::string frame = frame_bytes(20, 10, 1, {box_bytes(1, 1, 0, 0, 1, 1, "a")});
  for (const std::size_t part : {1UL, 31UL, 32UL, 60UL, 96UL, 100UL, frame.size() - 1}) {
    parse(parser, std::string_view(frame).substr(0, part), [] { return std::size_t{50}; });
    EXPECT_EQ(parser.progress().bytes, part);
    EXPECT_EQ(parser.progress().of, part < 32 ? 32 : frame.size());
    parser.restart();
    EXPECT_EQ(parser.progress().bytes, 0U);
  }
  EXPECT_EQ(parse(parser, frame, [] { return std::size_t{50}; }).frames, (Lines{"20x10 1"}));
}

TEST(FrameParser, DamageAnywhereCostsFramesButNeverAPicture) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (int i = 1; i <= 4; ++i) {
      bytes += frame_bytes(6, 5, static_cast<std::uint8_t>(i),
                           {box_bytes(i, 1, 0, 0, 1, 1, "a"), box_bytes(i, 1, 0, 0, 1, 1, "b")});
    }
    const std::size_t at = random() % (bytes.size() / 2);
    switch (random() % 3) {
      case 0:
        bytes.erase(at, 1 + random() % 200);
        break;
      case 1:
        bytes.insert(at, std::string(1 + random() % 200, static_cast<char>(random())));
        break;
      default:
        bytes[at % 32] = static_cast<char>(random());
        break;
    }
    FrameParser parser;
    const Reading reading = parse(parser, bytes, [&] { return std::size_t{1 + random() % 300}; });
    EXPECT_FALSE(reading.frames.empty()) << round;
    EXPECT_EQ(reading.frames.back(), "6x5 4") << round;
    EXPECT_EQ(std::count(reading.frames.begin(), reading.frames.end(), "torn"), 0) << round;
  }
}

}  // namespace
}  // namespace gimbal
