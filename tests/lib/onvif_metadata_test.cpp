#include "lib/codec/tracking_formats/onvif_metadata.hpp"

#include <gtest/gtest.h>

#include "tests/lib/tracking_reader_fixture.hpp"

namespace gimbal {
namespace {

class OnvifMetadataTest : public TrackingReaderFixture {
 protected:
  OnvifMetadataTest() : TrackingReaderFixture(TrackingFormat::kOnvif, {}) {}

  static std::string document(const std::string& frames) {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema"><tt:VideoAnalytics>)" +
           frames + "</tt:VideoAnalytics></tt:MetadataStream>";
  }
  static std::string frame(const std::string& content) {
    return document(R"(<tt:Frame UtcTime="2026-02-21T07:29:03.500Z">)" + content + "</tt:Frame>");
  }
  static std::string object(const std::string& shape, const std::string& more = "") {
    return R"(<tt:Object ObjectId="7"><tt:Appearance><tt:Shape>)" + shape + "</tt:Shape>" + more +
           "</tt:Appearance></tt:Object>";
  }
  TrackedTarget target_of(const std::string& content) {
    return read_one(frame(content)).targets.at(0);
  }
};

constexpr const char* kBox = R"(<tt:BoundingBox left="-0.5" top="0.5" right="0" bottom="-0.5"/>)";
constexpr const char* kPixels =
    R"(<tt:Transformation><tt:Translate x="-1" y="1"/><tt:Scale x="0.002" y="-0.004"/>
       </tt:Transformation>)";

TEST_F(OnvifMetadataTest, ObjectsBecomeTargets) {
  const TrackingRecord record = read_one(
      frame(object(kBox, R"(<tt:Class><tt:Type Likelihood="0.75">Human</tt:Type></tt:Class>)")));
  EXPECT_EQ(record.timestamp, 1771658943.5);
  EXPECT_EQ(record.timebase, Timebase::kUnix);
  ASSERT_EQ(record.targets.size(), 1U);
  EXPECT_EQ(describe(record.targets[0]), "7 Human 0.375 0.5 0.25 0.5 0.75");
}

TEST_F(OnvifMetadataTest, APrefixIsNotNeeded) {
  const TrackingRecord record = read_one(
      R"(<MetadataStream xmlns="http://www.onvif.org/ver10/schema"><VideoAnalytics><Frame>
         <Object><Appearance><Shape><BoundingBox left="-1" top="1" right="1" bottom="-1"/></Shape>
         </Appearance></Object></Frame></VideoAnalytics></MetadataStream>)");
  EXPECT_EQ(record.timestamp, std::nullopt);
  EXPECT_EQ(describe(record.targets.at(0)), "  0.5 0.5 1 1 1");
}

TEST_F(OnvifMetadataTest, AFrameMayBeInPixels) {
  EXPECT_EQ(
      describe(target_of(
          kPixels + object(R"(<tt:BoundingBox left="100" top="100" right="200" bottom="300"/>)"))),
      "7  0.15 0.4 0.1 0.4 1");
}

TEST_F(OnvifMetadataTest, TransformationsOfAnObjectComeFirst) {
  EXPECT_EQ(describe(target_of(
                kPixels + std::string(R"(<tt:Object ObjectId="7"><tt:Appearance><tt:Transformation>
            <tt:Translate x="100" y="100"/><tt:Scale x="100" y="200"/></tt:Transformation><tt:Shape>
            <tt:BoundingBox left="0" top="0" right="1" bottom="1"/></tt:Shape></tt:Appearance>
            </tt:Object>)"))),
            "7  0.15 0.4 0.1 0.4 1");
}

TEST_F(OnvifMetadataTest, ATransformationEndsWithWhatItIsOf) {
  const auto records = read(document(std::string("<tt:Frame>") + kPixels + "</tt:Frame><tt:Frame>" +
                                     object(kBox) + "</tt:Frame>"));
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(describe(records[1].targets.at(0)), "7  0.375 0.5 0.25 0.5 1");
}

TEST_F(OnvifMetadataTest, ACentreAloneIsAPlaceWithoutASize) {
  EXPECT_EQ(describe(target_of(object(R"(<tt:CenterOfGravity x="-0.5" y="0.5"/>)"))),
            "7  0.25 0.25 -1 -1 1");
  EXPECT_EQ(
      describe(target_of(object(std::string(kBox) + R"(<tt:CenterOfGravity x="-0.4" y="0"/>)"))),
      "7  0.375 0.5 0.25 0.5 1");
}

TEST_F(OnvifMetadataTest, TheLikeliestClassCounts) {
  const auto class_of = [&](const std::string& classes) {
    const TrackedTarget target = target_of(object(kBox, "<tt:Class>" + classes + "</tt:Class>"));
    return target.cls + " " + format_number(target.confidence);
  };
  const std::string candidates =
      "<tt:ClassCandidate><tt:Type>Animal</tt:Type><tt:Likelihood>0.25</tt:Likelihood>"
      "</tt:ClassCandidate>"
      "<tt:ClassCandidate><tt:Type>Face</tt:Type><tt:Likelihood> 0.5\n</tt:Likelihood>"
      "</tt:ClassCandidate>";
  EXPECT_EQ(class_of(candidates), "Face 0.5");
  EXPECT_EQ(class_of(candidates + R"(<tt:Type Likelihood="0.75">Human</tt:Type>)"), "Human 0.75");
  EXPECT_EQ(class_of(candidates + R"(<tt:Type>Human</tt:Type>)"), "Face 0.5");
  EXPECT_EQ(class_of("<tt:Type>Human</tt:Type>"), "Human 1");
  // Of a part of the object, not of itself.
  EXPECT_EQ(
      describe(target_of(object(
          kBox, "<tt:VehicleInfo><tt:Type Likelihood=\"0.5\">Bus</tt:Type></tt:VehicleInfo>"))),
      "7  0.375 0.5 0.25 0.5 1");
}

TEST_F(OnvifMetadataTest, AFrameMayBeEmpty) {
  EXPECT_TRUE(read_one(frame(R"(<tt:Transformation><tt:Translate x="-1" y="1"/>
      <tt:Scale x="0" y="0"/></tt:Transformation>)"))
                  .targets.empty());
  EXPECT_TRUE(read_one(frame("<tt:Object ObjectId=\"7\"/>")).targets.empty());
  EXPECT_TRUE(read("<MetadataStream><Event/></MetadataStream>").empty());
  EXPECT_EQ(reader_.ignored(), 1U);
}

TEST_F(OnvifMetadataTest, WhatIsMalformedIsRefused) {
  EXPECT_EQ(error_of("<html/>"), "expected an ONVIF MetadataStream, got 'html'");
  EXPECT_EQ(error_of(document(R"(<tt:Frame UtcTime="now"/>)")),
            "Frame[0].UtcTime: Input should be a time such as 2026-01-31T12:00:00.000Z");
  EXPECT_EQ(error_of(frame(object(R"(<tt:BoundingBox left="0" top="0" right="1"/>)"))),
            "Frame[0].Object[0].BoundingBox.bottom: Field required");
  for (const char* bad : {"", " ", "x", "NaN", "INF", "1e10", "1,0", "--1", "0x1"}) {
    EXPECT_EQ(error_of(frame(object(kBox) + object(std::string(R"(<tt:CenterOfGravity x="0" y=")") +
                                                   bad + "\"/>"))),
              "Frame[0].Object[1].CenterOfGravity.y: Input should be a number")
        << bad;
  }
  EXPECT_EQ(error_of(frame("<tt:Transformation><tt:Scale x='1'/></tt:Transformation>")),
            "Frame[0].Transformation.Scale.y: Field required");
  EXPECT_EQ(error_of(frame("<tt:Transformation><tt:Scale x='0' y='0'/></tt:Transformation>" +
                           object(kBox))),
            "Frame[0].Object[0].Transformation.Scale: Input should not be 0");
  EXPECT_EQ(error_of(frame(object(kBox) + kPixels)),
            "Frame[0].Transformation: Input should stand before the objects");
  EXPECT_EQ(
      error_of(frame(object(kBox, "<tt:Class><tt:Type Likelihood='2'>a</tt:Type></tt:Class>"))),
      "Frame[0].Object[0].Class.Likelihood: Input should be between 0 and 1");
  EXPECT_EQ(
      error_of(frame(object(R"(<tt:BoundingBox left="100" top="100" right="200" bottom="300"/>)"))),
      "every object lies outside of the picture, which goes from -1 to 1: does the frame lack "
      "its Transformation?");
  EXPECT_EQ(error_of(frame("<tt:Object ObjectId='" + std::string(65, '7') + "'/>")),
            "Frame[0].Object[0].ObjectId: Input should have 0 to 64 bytes");
  for (const std::string& part : truncations(frame(object(kBox)))) {
    EXPECT_NE(error_of(part), "") << part;
  }
}

TEST_F(OnvifMetadataTest, AFrameHasSoManyObjects) {
  std::string objects;
  for (std::size_t i = 0; i < kMaxTargets; ++i) {
    objects += object(kBox);
  }
  EXPECT_EQ(read_one(frame(objects)).targets.size(), kMaxTargets);
  EXPECT_EQ(error_of(frame(objects + object(kBox))),
            "Frame[0].Object[256].ObjectId: a frame may have at most 256 objects");
}

}  // namespace
}  // namespace gimbal
