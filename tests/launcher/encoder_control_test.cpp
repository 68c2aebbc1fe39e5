#include "launcher/encoder_control.hpp"

#include <gtest/gtest.h>

#include <map>

namespace gimbal {
namespace {

constexpr GstClockTime kFrame = 40 * GST_MSECOND;

/// An encoder that is given frames one by one, and what becomes of commands.
class EncoderControlTest : public testing::Test, protected CommandListener {
 protected:
  void SetUp() override {
    gst_init(nullptr, nullptr);
    play(
        "videotestsrc name=source ! video/x-raw,width=64,height=64,framerate=25/1 ! "
        "x264enc name=encoder tune=zerolatency speed-preset=ultrafast key-int-max=1000 ! "
        "appsink name=sink sync=false max-buffers=1");
  }
  void TearDown() override { gst_element_set_state(pipeline_.get(), GST_STATE_NULL); }

  void play(const char* line) {
    if (pipeline_) {
      TearDown();
    }
    pipeline_.reset(gst_parse_launch(line, nullptr));
    encoder_.reset(gst_bin_get_by_name(GST_BIN(pipeline_.get()), "encoder"));
    sink_.reset(gst_bin_get_by_name(GST_BIN(pipeline_.get()), "sink"));
  }
  void start() {
    control_.attach(encoder_.get());
    gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
  }
  /// Takes the next encoded frame; true where it is a keyframe.
  bool pull() {
    GstSample* sample = nullptr;
    g_signal_emit_by_name(sink_.get(), "pull-sample", &sample);
    const MiniObjectHandle<GstSample> owned(sample);
    EXPECT_NE(sample, nullptr);
    return sample != nullptr &&
           !GST_BUFFER_FLAG_IS_SET(gst_sample_get_buffer(sample), GST_BUFFER_FLAG_DELTA_UNIT);
  }
  /// Pulls frames until `ticket` is answered.
  void pull_until_answered(Ticket ticket) {
    for (int i = 0; i < 100 && applied_.count(ticket) + refused_.count(ticket) == 0; ++i) {
      pull();
      while (g_main_context_iteration(nullptr, FALSE) != FALSE) {
      }
    }
  }
  guint bitrate() const {
    guint value = 0;
    g_object_get(encoder_.get(), "bitrate", &value, nullptr);
    return value;
  }

  void on_applied(Ticket ticket, std::uint64_t pts, const std::optional<Framing>&) override {
    applied_[ticket] = pts;
  }
  void on_refused(Ticket ticket, const std::string& reason) override { refused_[ticket] = reason; }

  ElementHandle pipeline_;
  ElementHandle encoder_;
  ElementHandle sink_;
  std::map<Ticket, GstClockTime> applied_;
  std::map<Ticket, std::string> refused_;
  EncoderControl control_{*this};
};

TEST_F(EncoderControlTest, AKeyframeIsNamedByItsRunningTime) {
  start();
  EXPECT_TRUE(pull()) << "the first frame";
  EXPECT_FALSE(pull());
  control_.request_keyframe(1);
  control_.request_keyframe(2);
  GstClockTime pulled = 2;
  while (!pull()) {
    ASSERT_LT(++pulled, 20U) << "no keyframe came";
  }
  pull_until_answered(2);
  EXPECT_EQ(applied_[1], pulled * kFrame);
  EXPECT_EQ(applied_[2], pulled * kFrame);
}

TEST_F(EncoderControlTest, WhatIsAskedBeforeThereIsAnEncoderWaitsForIt) {
  control_.request_keyframe(1);
  control_.set_bitrate(2, 640'000);
  EXPECT_TRUE(applied_.empty() && refused_.empty());
  start();
  EXPECT_EQ(bitrate(), 640U);
  pull_until_answered(1);
  pull_until_answered(2);
  EXPECT_EQ(applied_.at(1), 0U);
  EXPECT_EQ(applied_.at(2), 0U);
}

TEST_F(EncoderControlTest, ABitRateHoldsForEveryEncoderThatFollows) {
  start();
  pull();
  control_.set_bitrate(1, 640'000);
  pull_until_answered(1);
  EXPECT_GT(applied_.at(1), 0U);
  control_.detach("gone");
  play(
      "videotestsrc ! video/x-raw,width=64,height=64,framerate=25/1 ! "
      "openh264enc name=encoder ! appsink name=sink sync=false max-buffers=1");
  start();
  EXPECT_EQ(bitrate(), 640'000U) << "this one counts in bits";
}

TEST_F(EncoderControlTest, ABitRateThatWasRefusedHoldsForNoEncoder) {
  start();
  pull();
  control_.set_bitrate(1, 640'000);
  pull_until_answered(1);
  gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
  control_.set_bitrate(2, 900'000);  // no frame comes that could be encoded so
  control_.detach("gone");
  EXPECT_EQ(refused_.at(2), "gone");
  play(
      "videotestsrc ! video/x-raw,width=64,height=64,framerate=25/1 ! "
      "x264enc name=encoder ! appsink name=sink sync=false max-buffers=1");
  start();
  EXPECT_EQ(bitrate(), 640U);
}

TEST_F(EncoderControlTest, AnEncoderWithoutABitRateSaysSo) {
  play("videotestsrc ! jpegenc name=encoder ! appsink name=sink sync=false max-buffers=1");
  start();
  control_.set_bitrate(1, 640'000);
  EXPECT_EQ(refused_.at(1), "jpegenc has no bit rate");
}

TEST_F(EncoderControlTest, NobodyIsLeftWithoutAnAnswer) {
  start();
  pull();
  gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
  control_.request_keyframe(1);
  control_.set_bitrate(2, 640'000);
  control_.detach("the pipeline ended");
  EXPECT_EQ(refused_.at(1), "the pipeline ended");
  EXPECT_EQ(refused_.at(2), "the pipeline ended");
}

}  // namespace
}  // namespace gimbal
