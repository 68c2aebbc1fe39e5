// Where the chroma samples of a stream lie.
#pragma once

#include <gst/video/video.h>

#include "lib/resample/axis_map.hpp"

namespace gimbal {

struct ChromaGrids {
  SampleGrid horizontal;
  SampleGrid vertical;
};

/// Of 4:2:0, by what `caps` say; MPEG-2's, which H.264 decoders assume, where they say nothing.
/// (gst_video_info_from_caps overwrites what caps without colorimetry say.)
inline ChromaGrids chroma_grids_of(const GstCaps* caps) {
  const gchar* name = gst_structure_get_string(gst_caps_get_structure(caps, 0), "chroma-site");
  const GstVideoChromaSite site =
      name == nullptr ? GST_VIDEO_CHROMA_SITE_MPEG2 : gst_video_chroma_site_from_string(name);
  const auto grid = [site](int cosited) {
    return (site & cosited) != 0 ? kChromaCosited : kChromaCentered;
  };
  return {grid(GST_VIDEO_CHROMA_SITE_H_COSITED), grid(GST_VIDEO_CHROMA_SITE_V_COSITED)};
}

}  // namespace gimbal
