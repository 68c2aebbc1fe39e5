// The resampler for frames in system memory.
#pragma once

#include <gst/video/video.h>

#include <vector>

#include "gst-plugins/virtualptz/resampler.hpp"
#include "lib/pixel/bilinear_crop.hpp"

namespace gimbal {

class SystemResampler : public Resampler {
 public:
  std::string configure(const ResampleSetup& setup) override;
  std::string run(GstBuffer* in, GstBuffer* out, const Placement& placement) override;
  bool propose_allocation(GstQuery* query) override;
  bool decide_allocation(GstQuery* query) override;
  void set_context(GstContext*) override {}
  bool answer_context_query(GstQuery*) override { return false; }

 private:
  GstVideoInfo in_info_{};
  GstVideoInfo out_info_{};
  int width_ = 0;
  int height_ = 0;
  SampleGrid chroma_horizontal_;
  SampleGrid chroma_vertical_;
  std::vector<BilinearCrop> planes_;
};

}  // namespace gimbal
