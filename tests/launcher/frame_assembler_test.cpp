#include "launcher/frame_assembler.hpp"

#include <gtest/gtest.h>

#include <string>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {
namespace {

using Bytes = std::vector<std::uint8_t>;
using SampleHandle = MiniObjectHandle<GstSample>;

class FrameAssemblerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { gst_init(nullptr, nullptr); }

  static SampleHandle frame(const char* type, const Bytes& bytes, bool keyframe,
                            GstClockTime pts = 0) {
    const BufferHandle buffer(gst_buffer_new_allocate(nullptr, bytes.size(), nullptr));
    gst_buffer_fill(buffer.get(), 0, bytes.data(), bytes.size());
    GST_BUFFER_PTS(buffer.get()) = pts;
    if (!keyframe) {
      GST_BUFFER_FLAG_SET(buffer.get(), GST_BUFFER_FLAG_DELTA_UNIT);
    }
    const CapsHandle caps(gst_caps_from_string(type));
    return SampleHandle(gst_sample_new(buffer.get(), caps.get(), nullptr, nullptr));
  }
  static SampleHandle h264(bool keyframe) { return frame("video/x-h264", {1, 2, 3}, keyframe); }

  FrameAssembler frames_;
};

TEST_F(FrameAssemblerTest, EachReaderAndEachPipelineBeginsWithAKeyframe) {
  EXPECT_TRUE(frames_.assemble(h264(false).get()).empty());
  EXPECT_EQ(frames_.assemble(h264(true).get()), (Bytes{1, 2, 3}));
  EXPECT_TRUE(frames_.assemble(h264(false).get()).empty()) << "the keyframe was not written";
  frames_.assemble(h264(true).get());
  EXPECT_FALSE(frames_.has_begun());
  frames_.note_written(true);
  EXPECT_TRUE(frames_.has_begun());
  EXPECT_FALSE(frames_.assemble(h264(false).get()).empty());
  frames_.begin_pipeline();
  EXPECT_TRUE(frames_.assemble(h264(false).get()).empty());
  EXPECT_TRUE(frames_.has_begun()) << "the reader is the same";
  frames_.begin_reader();
  EXPECT_FALSE(frames_.has_begun());
  EXPECT_TRUE(frames_.assemble(h264(false).get()).empty());
}

TEST_F(FrameAssemblerTest, AFrameThatIsOnlyBegunIsFollowedByAKeyframe) {
  frames_.assemble(h264(true).get());
  frames_.note_written(false);
  EXPECT_TRUE(frames_.has_begun());
  EXPECT_TRUE(frames_.assemble(h264(false).get()).empty());
}

TEST_F(FrameAssemblerTest, PacketsThatAreNotWrittenDoNotCount) {
  Bytes packet(kTsPacket, 0);
  packet[3] = 0x10;  // a payload, counter 0
  const auto counter = [&] {
    return frames_.assemble(frame("video/mpegts", packet, true).get()).at(3) & 0x0f;
  };
  EXPECT_EQ(counter(), 0);
  frames_.note_written(true);
  EXPECT_EQ(counter(), 1);
  EXPECT_EQ(counter(), 1);
  frames_.note_written(true);
  frames_.begin_pipeline();
  EXPECT_EQ(counter(), 2) << "another muxer begins at 0";
}

TEST_F(FrameAssemblerTest, EachReaderOfFlvHasHeadersAndTimesFromZero) {
  const Bytes tag(15, 0);
  const char* caps = "video/x-flv, streamheader=(buffer)< 464c5601, 0800000000000000000000aa >";
  const auto seconds = [&](GstClockTime pts) {
    return frames_.assemble(frame(caps, tag, true, pts * GST_SECOND).get());
  };
  const Bytes first = seconds(7);
  ASSERT_EQ(first.size(), 4 + 12 + 15U);
  EXPECT_EQ(first[0], 'F');
  EXPECT_EQ(first[16 + 6], 0) << "the time's lowest byte";
  frames_.note_written(true);
  const Bytes second = seconds(8);
  ASSERT_EQ(second.size(), 15U);
  EXPECT_EQ(second[5] << 8 | second[6], 1000);
  frames_.begin_pipeline();
  const Bytes third = seconds(9);
  ASSERT_EQ(third.size(), 12 + 15U) << "the file's own header comes once";
  EXPECT_EQ(third[5] << 8 | third[6], 2000) << "headers have the time of their picture";
}

}  // namespace
}  // namespace gimbal
