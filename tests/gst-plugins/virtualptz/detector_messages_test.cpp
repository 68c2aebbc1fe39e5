// Messages on the pad `tracking`: where they end, whose they are, and what is left of them.
#include <sstream>

#include "lib/codec/message_splitter.hpp"
#include "tests/gst-plugins/virtualptz/tracking_pad_fixture.hpp"

namespace gimbal {
namespace {

const char* const kFollow = "mode=follow state-interval=0 ";

class WhereMessagesEnd : public testing::Test {
 protected:
  WhereMessagesEnd() { camera.show(0); }

  void push(const std::string& text, bool marker = false, GstClockTime pts = GST_CLOCK_TIME_NONE) {
    GstBuffer* buffer = gst_buffer_new_memdup(text.data(), text.size());
    GST_BUFFER_PTS(buffer) = pts;
    if (marker) {
      GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_MARKER);
    }
    gst_harness_push(camera.records(), buffer);
  }
  guint64 used() { return camera.count("records-used"); }

  CameraHarness camera{kFollow, nv12(640, 360), nv12(320, 180)};
};

TEST_F(WhereMessagesEnd, LinesOfAFrameAreCompleteWithTheNextOne) {
  push("1,1,9,9,9,9,1\n1,2,9,9,9,9,1\n");
  EXPECT_EQ(used(), 0U);
  push("1,3,9,9,9,9,1\n2,1,9,9,");
  EXPECT_EQ(used(), 0U) << "the number may go on";
  push("9,9,1\n2,2");
  EXPECT_EQ(used(), 1U);
}

TEST_F(WhereMessagesEnd, ResultsOfAnImageAreCompleteWithTheNextOne) {
  const std::string first = R"({"image_id":1,"bbox":[9,9,9,9]})";
  push(first + "\n");
  push(first + "\n");
  EXPECT_EQ(used(), 0U);
  push(R"({"image_id":2,"bbox":[9,9,9,9]})");
  EXPECT_EQ(used(), 1U);
}

TEST_F(WhereMessagesEnd, ATimeOrAMarkerEndsThem) {
  push("1,1,9,9,9,9,1\n", true);
  EXPECT_EQ(used(), 1U);
  push("2,1,9,9,9,9,1", false, pts_of(1));
  EXPECT_EQ(used(), 2U);
}

TEST_F(WhereMessagesEnd, WhatCanBecomeNoMessageIsRefusedAtOnce) {
  push("garbage");
  EXPECT_EQ(camera.count("records-refused"), 1U);
}

TEST_F(WhereMessagesEnd, AMessageThatIsTooLongIsRefused) {
  push("[" + std::string(kMaxTrackingMessage, ' '));
  EXPECT_EQ(camera.count("records-refused"), 1U);
  push("]\n{\"timestamp\":0,\"targets\":[]}");
  EXPECT_EQ(used(), 1U);
}

TEST_F(WhereMessagesEnd, AFormatThatIsNamedLaterCounts) {
  push("{\"timestamp\":0,\"targets\":[]}");
  gst_util_set_object_arg(G_OBJECT(camera.camera()), "tracking-format", "mot");
  push("1,1,9,9,9,9,1\n", true);
  EXPECT_EQ(used(), 2U);
}

/// A writer that flushes its lines, some of which could be messages by themselves.
TEST(LineByLine, AMessageIsWholeWithItsEnd) {
  const std::string record = R"({"targets": [
    {"x": 0.5, "y": 0.5}
    ,
    {"x": 0.6, "y": 0.5}
    ]
    })";
  const std::string results = R"([
    {"image_id": 1, "bbox": [9, 9, 9, 9]}
    ,
    {"image_id": 1, "bbox": [9, 9, 9, 9]}
    ])";
  for (const std::string& message : {record, results}) {
    CameraHarness camera(kFollow, nv12(640, 360), nv12(320, 180));
    camera.show(0);
    std::string twice = message;
    std::istringstream lines(twice.append("\n").append(message).append("\n"));
    for (std::string line; std::getline(lines, line);) {
      camera.push_records(line.append("\n"));
    }
    EXPECT_EQ(camera.count("records-used"), 2U) << message;
    EXPECT_EQ(camera.count("records-refused"), 0U) << message;
  }
}

TEST(SeveralCameras, OneHasToBeChosen) {
  const auto message = [](const char* camera) {
    return R"({"@timestamp":"2026-02-21T07:29:03Z","objects":[],"sensorId":")" +
           std::string(camera) + "\"}";
  };
  CameraHarness camera(kFollow, nv12(640, 360), nv12(320, 180));
  camera.show(0);
  camera.push_records(message("court"));
  camera.push_records(message("yard"));
  EXPECT_EQ(camera.count("records-used"), 1U);
  const auto warnings = camera.texts(GST_MESSAGE_WARNING);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("choose one with tracking-camera"), std::string::npos) << warnings[0];
  g_object_set(camera.camera(), "tracking-camera", "yard", nullptr);
  camera.push_records(message("court"));
  camera.push_records(message("yard"));
  EXPECT_EQ(camera.count("records-used"), 2U);
  EXPECT_EQ(camera.count("records-refused"), 1U);
}

TEST(ASecondStream, MayHaveAnotherDetector) {
  CameraHarness camera(kFollow, nv12(640, 360), nv12(320, 180));
  camera.show(0);
  camera.push_records(
      R"({"type":"new","after":{"id":"a","camera":"court","frame_time":1,"box":[1,1,9,9]}})", 0);
  camera.push_records("{\"type\":\"new\",\"after\":{");  // and no more of it comes
  const guint64 used = camera.count("records-used");
  EXPECT_GT(used, 0U);
  camera.stop();
  camera.start(nv12(640, 360), nv12(320, 180));
  camera.show(0);
  camera.push_records("1,1,9,9,9,9,1\n", 0);
  EXPECT_EQ(camera.count("records-used"), used + 1);
  EXPECT_EQ(camera.count("records-refused"), 0U);
}

TEST(WaitingMessages, NoMoreWaitForTheVideoThanThereIsRoomFor) {
  constexpr std::size_t kMost = 16 << 20;
  CameraHarness camera(kFollow);
  const std::string line = "1,1,9,9,9,9,1" + std::string(1 << 19, ' ') + "\n";
  for (std::size_t bytes = 0; bytes <= kMost; bytes += line.size()) {
    camera.push_records(line, 0);
  }
  EXPECT_EQ(camera.count("records-refused"), 1U);
}

}  // namespace
}  // namespace gimbal
