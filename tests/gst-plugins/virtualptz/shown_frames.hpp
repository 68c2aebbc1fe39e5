// What virtualptz `camera` in a pipeline shows: its crop metas, and a texture sent through it.
#pragma once

#include <gst/app/gstappsrc.h>

#include <vector>

#include "gst-plugins/common/crop_meta.hpp"
#include "tests/gst-plugins/pipeline_fixture.hpp"
#include "tests/gst-plugins/virtualptz/texture.hpp"

namespace gimbal {

/// The crops of all frames that a pipeline's `camera` sends.
class CropRecorder {
 public:
  /// Before the pipeline plays.
  explicit CropRecorder(const TestPipeline& pipeline) {
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

  /// Once the pipeline is at its end: the streaming thread adds to them.
  const std::vector<CropRect>& crops() const { return crops_; }

 private:
  std::vector<CropRect> crops_;
};

/// Every sample must show the texture under its crop.
inline void expect_crops_of_texture(const std::vector<SampleHandle>& samples,
                                    const std::vector<CropRect>& crops) {
  ASSERT_EQ(crops.size(), samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    GstVideoInfo info;
    gst_video_info_from_caps(&info, gst_sample_get_caps(samples[i].get()));
    EXPECT_NE(crops[i].x, static_cast<int>(crops[i].x)) << "between pixels";
    for (guint c = 0; c < 3; ++c) {
      const double error = texture_error(
          gst_sample_get_buffer(samples[i].get()), info, c,
          {crops[i], 0, 0, GST_VIDEO_INFO_WIDTH(&info), GST_VIDEO_INFO_HEIGHT(&info)});
      EXPECT_LE(error, 0.5) << "frame " << i << " component " << c;
    }
  }
}

/// Sends `frame` through appsrc `src` to the end of a playing pipeline: what comes out.
inline std::vector<SampleHandle> send_frames(const TestPipeline& pipeline, GstBuffer* frame,
                                             int count) {
  const ElementHandle src = pipeline.element("src");
  for (int i = 0; i < count; ++i) {
    GstBuffer* buffer = gst_buffer_copy(frame);
    GST_BUFFER_PTS(buffer) = static_cast<GstClockTime>(i) * GST_SECOND / 30;
    gst_app_src_push_buffer(GST_APP_SRC(src.get()), buffer);
  }
  gst_app_src_end_of_stream(GST_APP_SRC(src.get()));
  std::vector<SampleHandle> samples;
  while (SampleHandle sample = pipeline.pull()) {
    samples.push_back(std::move(sample));
  }
  EXPECT_EQ(samples.size(), static_cast<std::size_t>(count)) << pipeline.error();
  return samples;
}

}  // namespace gimbal
