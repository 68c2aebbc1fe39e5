// How virtualptz agrees with its neighbours on sizes, colours and memory, also in mid-stream.
#include "tests/gst-plugins/virtualptz/camera_harness.hpp"

namespace gimbal {
namespace {

struct Size {
  int width = 0;
  int height = 0;

  bool operator==(const Size&) const = default;
};

Size output_size(const CameraHarness& camera) {
  const CapsHandle caps = camera.output_caps();
  Size size;
  if (caps) {
    const GstStructure* structure = gst_caps_get_structure(caps.get(), 0);
    gst_structure_get_int(structure, "width", &size.width);
    gst_structure_get_int(structure, "height", &size.height);
  }
  return size;
}

std::string output_field(const CameraHarness& camera, const char* name) {
  const CapsHandle caps = camera.output_caps();
  const GValue* value = gst_structure_get_value(gst_caps_get_structure(caps.get(), 0), name);
  return value == nullptr ? "" : CharHandle(gst_value_serialize(value)).get();
}

TEST(Negotiation, SizeComesFromDownstreamThenPropertiesThenTheInput) {
  struct Case {
    const char* properties;
    const char* caps;
    Size size;
  };
  for (const Case& c :
       {Case{"width=200 height=100", "video/x-raw,width=160,height=90", {160, 90}},
        Case{"width=200 height=100", "", {200, 100}}, Case{"width=160", "", {160, 120}},
        Case{"", "video/x-raw,height=120", {160, 120}}, Case{"", "", {320, 240}}}) {
    CameraHarness camera(c.properties, nv12(320, 240), c.caps);
    EXPECT_TRUE(camera.show(0));
    EXPECT_EQ(output_size(camera), c.size) << c.properties << " " << c.caps;
  }
}

TEST(Negotiation, TheOutputStaysWhenTheInputChangesItsSize) {
  CameraHarness camera("", nv12(320, 240));
  EXPECT_EQ(camera.crop_at(0).w, 320);
  camera.set_caps(nv12(640, 480));
  EXPECT_EQ(camera.crop_at(kFrame30).w, 640);
  EXPECT_EQ(output_size(camera), (Size{320, 240}));
  camera.set_caps(nv12(640, 360));  // another shape as well
  EXPECT_EQ(camera.crop_at(2 * kFrame30), (CropRect{80, 0, 480, 360}));
  EXPECT_EQ(output_size(camera), (Size{320, 240}));
  EXPECT_EQ(output_field(camera, "framerate"), "30/1");
}

TEST(Negotiation, TheOutputIsAnotherOnceDownstreamAsksForIt) {
  CameraHarness camera("", nv12(640, 360), nv12(320, 180));
  EXPECT_TRUE(camera.show(0));
  gst_harness_set_sink_caps_str(camera.get(), nv12(160, 90).c_str());
  EXPECT_TRUE(camera.show(kFrame30));
  EXPECT_EQ(output_size(camera), (Size{160, 90}));
}

TEST(Negotiation, TheFormatMayChangeInMidStream) {
  CameraHarness camera("width=160 height=120", nv12(320, 240));
  EXPECT_TRUE(camera.show(0));
  camera.set_caps("video/x-raw,format=RGBA,width=320,height=240,framerate=25/1");
  EXPECT_TRUE(camera.show(kFrame30));
  EXPECT_EQ(output_field(camera, "format"), "RGBA");
  EXPECT_EQ(output_field(camera, "framerate"), "25/1");
  EXPECT_EQ(output_size(camera), (Size{160, 120}));
}

TEST(Negotiation, ColoursThatWereSaidBySizeAreSaidInWords) {
  CameraHarness hd("width=640 height=360", nv12(1920, 1080));
  EXPECT_TRUE(hd.show(0));
  EXPECT_EQ(output_field(hd, "colorimetry"), "bt709");
  CameraHarness same("width=1280 height=720", nv12(1920, 1080));
  EXPECT_TRUE(same.show(0));
  EXPECT_EQ(output_field(same, "colorimetry"), "");
  CameraHarness said("width=640 height=360", nv12(1920, 1080, ",colorimetry=bt601"));
  EXPECT_TRUE(said.show(0));
  EXPECT_EQ(output_field(said, "colorimetry"), "bt601");
}

TEST(Negotiation, OtherMemoryIsNotPromised) {
  CameraHarness camera("", nv12(320, 240), nv12(160, 120));
  const PadHandle pad(gst_element_get_static_pad(camera.camera(), "sink"));
  const CapsHandle caps(gst_pad_query_caps(pad.get(), nullptr));
  ASSERT_GT(gst_caps_get_size(caps.get()), 0U);
  for (guint i = 0; i < gst_caps_get_size(caps.get()); ++i) {
    EXPECT_TRUE(gst_caps_features_is_equal(gst_caps_get_features(caps.get(), i),
                                           GST_CAPS_FEATURES_MEMORY_SYSTEM_MEMORY));
    EXPECT_STREQ(gst_structure_get_string(gst_caps_get_structure(caps.get(), i), "format"), "NV12");
  }
}

TEST(Negotiation, TheMemoryIsSaidOnceItIsKnown) {
  CameraHarness camera("");
  const auto memory = [&] {
    gchar* raw = nullptr;
    g_object_get(camera.camera(), "memory", &raw, nullptr);
    return std::string(CharHandle(raw).get());
  };
  EXPECT_EQ(memory(), "");
  camera.start(nv12(320, 240));
  EXPECT_TRUE(camera.show(0));
  EXPECT_EQ(memory(), "SystemMemory");
}

TEST(Negotiation, InterlacedInputIsRefusedWithAText) {
  CameraHarness camera("", nv12(320, 240, ",interlace-mode=interleaved"));
  camera.push(0);
  EXPECT_FALSE(camera.pull());
  const auto texts = camera.texts(GST_MESSAGE_ERROR);
  ASSERT_FALSE(texts.empty());
  EXPECT_NE(texts[0].find("deinterlace"), std::string::npos);
}

TEST(Negotiation, UpstreamIsToldThatStridesAreRead) {
  CameraHarness camera("zoom=2", nv12(320, 240));
  EXPECT_TRUE(camera.show(0));
  const CapsHandle caps(gst_caps_from_string(nv12(320, 240).c_str()));
  const MiniObjectHandle<GstQuery> query(gst_query_new_allocation(caps.get(), TRUE));
  ASSERT_TRUE(gst_pad_peer_query(camera.get()->srcpad, query.get()));
  EXPECT_TRUE(gst_query_find_allocation_meta(query.get(), GST_VIDEO_META_API_TYPE, nullptr));
}

TEST(Negotiation, UpstreamIsAskedForTheFramesThatAreHeld) {
  CameraHarness camera("lookahead=500000000 hold-frames=true", nv12(320, 240));
  camera.push(0);
  const CapsHandle caps(gst_caps_from_string(nv12(320, 240).c_str()));
  const MiniObjectHandle<GstQuery> query(gst_query_new_allocation(caps.get(), TRUE));
  ASSERT_TRUE(gst_pad_peer_query(camera.get()->srcpad, query.get()));
  ASSERT_EQ(gst_query_get_n_allocation_pools(query.get()), 1U);
  guint min = 0;
  gst_query_parse_nth_allocation_pool(query.get(), 0, nullptr, nullptr, &min, nullptr);
  EXPECT_GE(min, 15U);
}

TEST(Negotiation, UpstreamIsAskedAnewWhenFramesAreHeld) {
  CameraHarness camera("lookahead=500000000", nv12(320, 240));
  camera.push(0);
  gst_pad_check_reconfigure(camera.get()->srcpad);  // what linking has left
  g_object_set(camera.camera(), "hold-frames", TRUE, nullptr);
  EXPECT_TRUE(gst_pad_check_reconfigure(camera.get()->srcpad));
}

TEST(Negotiation, NoFrameIsAllocatedOutsideOfAPool) {
  CameraHarness camera("zoom=2", nv12(320, 240), nv12(160, 120));
  for (int i = 0; i < 3; ++i) {
    const BufferHandle shown = camera.show(static_cast<GstClockTime>(i) * kFrame30);
    ASSERT_TRUE(shown);
    EXPECT_NE(shown->pool, nullptr);
  }
}

}  // namespace
}  // namespace gimbal
