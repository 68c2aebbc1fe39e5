#include "launcher/encoder_ladder.hpp"

#include <gst/gst.h>
#include <gtest/gtest.h>

#include <set>

#include "launcher/encoder_trial.hpp"
#include "launcher/log.hpp"

namespace gimbal {
namespace {

class EncoderLadder : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    gst_init(nullptr, nullptr);
    init_log();
  }
};

const EncoderRung& rung(const std::string& element) {
  for (const EncoderRung& candidate : encoder_ladder()) {
    if (element == candidate.element) {
      return candidate;
    }
  }
  throw std::runtime_error("no rung " + element);
}

TEST_F(EncoderLadder, EncodersOnTheCpuOpen) {
  EXPECT_EQ(try_encoder(rung("x264enc"), {}), "");
  EXPECT_EQ(try_encoder(rung("openh264enc"), {}), "");
}

TEST_F(EncoderLadder, AnEncoderThatEncodesNothingDoesNotPass) {
  const TrialPicture picture{"NV12", 64, 64, {}};
  EXPECT_EQ(encode_one_picture("x264enc tune=zerolatency", picture), "");
  EXPECT_EQ(encode_one_picture("identity drop-probability=1", picture), "no picture came out");
  EXPECT_NE(encode_one_picture("identity error-after=1", picture), "");
  // It wants another format.
  EXPECT_NE(encode_one_picture("openh264enc", picture), "");
}

TEST_F(EncoderLadder, ForcedSoftwareTriesNoHardware) {
  const auto chosen = choose_encoder({"auto", 1}, {});
  ASSERT_TRUE(chosen) << chosen.error();
  EXPECT_STREQ(chosen->element, "x264enc");
}

TEST_F(EncoderLadder, PicturesOfAnyEvenSizeAreTried) {
  // Rows of 854 pixels are padded to 856: a picture's size is more than its pixels.
  EXPECT_EQ(encode_one_picture("x264enc tune=zerolatency", {"NV12", 854, 480, {}}), "");
  EXPECT_EQ(encode_one_picture("openh264enc", {"I420", 426, 240, {}}), "");
}

TEST_F(EncoderLadder, ANameTriesOnlyThatEncoder) {
  const auto chosen = choose_encoder({"openh264", 0}, {});
  ASSERT_TRUE(chosen) << chosen.error();
  EXPECT_STREQ(chosen->element, "openh264enc");
  const auto by_element = choose_encoder({"x264enc", 0}, {});
  ASSERT_TRUE(by_element) << by_element.error();
  EXPECT_STREQ(by_element->name, "x264");
}

TEST_F(EncoderLadder, AnEncoderThatDoesNotOpenIsNamedWithItsReason) {
  if (try_encoder(rung("nvcudah264enc"), {}).empty() ||
      try_encoder(rung("nvh264enc"), {}).empty()) {
    GTEST_SKIP() << "NVENC works here";
  }
  const auto chosen = choose_encoder({"nvenc", 0}, {});
  ASSERT_FALSE(chosen);
  EXPECT_NE(chosen.error().find("nvh264enc: "), std::string::npos) << chosen.error();
}

TEST_F(EncoderLadder, VaIsTheUsualEncoderAndThenTheLowPowerOne) {
  if (try_encoder(rung("vah264enc"), {}).empty() || try_encoder(rung("vah264lpenc"), {}).empty()) {
    GTEST_SKIP() << "VA-API works here";
  }
  const auto chosen = choose_encoder({"va", 0}, {});
  ASSERT_FALSE(chosen);
  const std::size_t usual = chosen.error().find("vah264enc: ");
  const std::size_t low_power = chosen.error().find("vah264lpenc: ");
  ASSERT_NE(usual, std::string::npos) << chosen.error();
  ASSERT_NE(low_power, std::string::npos) << chosen.error();
  EXPECT_LT(usual, low_power);
}

TEST_F(EncoderLadder, EveryElementHasOneRungAndIsKnownByItsName) {
  std::set<std::string> elements;
  for (const EncoderRung& each : encoder_ladder()) {
    EXPECT_TRUE(elements.insert(each.element).second) << each.element;
    EXPECT_TRUE(is_encoder_name(each.element)) << each.element;
    EXPECT_EQ(is_hardware_encoder(each.element), each.hardware) << each.element;
  }
}

TEST_F(EncoderLadder, EverySlotOfEveryFragmentHasAValue) {
  for (const EncoderRung& each : encoder_ladder()) {
    const auto text = read_fragment(each.fragment);
    ASSERT_TRUE(text) << text.error();
    const auto expanded = expand_fragment(*text, encoder_slots(each, {}));
    ASSERT_TRUE(expanded) << each.element << ": " << expanded.error();
    EXPECT_TRUE(expanded->starts_with(std::string(each.element) + " name=encoder "))
        << each.element;
  }
}

}  // namespace
}  // namespace gimbal
