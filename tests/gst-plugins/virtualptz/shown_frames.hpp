// What virtualptz `camera` in a pipeline shows, by its crop metas and by the pictures themselves.
#pragma once

#include <gst/app/gstappsrc.h>

#include <vector>

#include "gst-plugins/common/crop_meta.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"
#include "tests/gst-plugins/virtualptz/texture.hpp"

namespace gimbal {

class ShownFrames {
 public:
  /// Before the pipeline plays, which has an appsrc `src` and an appsink `out`.
  explicit ShownFrames(TestPipeline& pipeline) : pipeline_(pipeline) {
    const PadHandle pad(gst_element_get_static_pad(pipeline.element("camera").get(), "src"));
    gst_pad_add_probe(
        pad.get(), GST_PAD_PROBE_TYPE_BUFFER,
        [](GstPad*, GstPadProbeInfo* info, gpointer crops) {
          static_cast<std::vector<CropRect>*>(crops)->push_back(
              get_crop_meta(GST_PAD_PROBE_INFO_BUFFER(info)).value_or(CropRect{}));
          return GST_PAD_PROBE_OK;
        },
        &crops_, nullptr);
  }

  /// Sends a frame of the texture `count` times; each that comes out must show it under its crop.
  void expect_texture(GstBuffer* frame, int count) {
    const ElementHandle src = pipeline_.element("src");
    for (int i = 0; i < count; ++i) {
      GstBuffer* buffer = gst_buffer_copy(frame);
      GST_BUFFER_PTS(buffer) = static_cast<GstClockTime>(i) * GST_SECOND / 30;
      gst_app_src_push_buffer(GST_APP_SRC(src.get()), buffer);
    }
    gst_app_src_end_of_stream(GST_APP_SRC(src.get()));
    std::vector<SampleHandle> samples;
    while (SampleHandle sample = pipeline_.pull()) {
      samples.push_back(std::move(sample));
    }
    ASSERT_EQ(samples.size(), static_cast<std::size_t>(count)) << pipeline_.error();
    // Only now, when the streaming thread adds no more.
    ASSERT_EQ(crops_.size(), samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
      expect_crop(samples[i].get(), crops_[i]);
    }
  }

 private:
  static void expect_crop(GstSample* sample, const CropRect& crop) {
    GstVideoInfo info;
    gst_video_info_from_caps(&info, gst_sample_get_caps(sample));
    EXPECT_NE(crop.x, static_cast<int>(crop.x)) << "between pixels";
    for (guint c = 0; c < 3; ++c) {
      EXPECT_LE(
          texture_error(gst_sample_get_buffer(sample), info, c,
                        {crop, 0, 0, GST_VIDEO_INFO_WIDTH(&info), GST_VIDEO_INFO_HEIGHT(&info)}),
          0.5)
          << "component " << c;
    }
  }

  TestPipeline& pipeline_;
  std::vector<CropRect> crops_;
};

}  // namespace gimbal
