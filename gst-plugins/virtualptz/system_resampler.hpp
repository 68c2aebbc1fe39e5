// The resampler for frames in system memory: NV12, I420, P010 and four-byte RGB.
#pragma once

#include <memory>

#include "gst-plugins/virtualptz/resampler.hpp"
#include "lib/resample/picture_resampler.hpp"

namespace gimbal {

class SystemResampler : public Resampler {
 public:
  std::string configure(const ResampleSetup& setup) override;
  std::string run(GstBuffer* in, GstBuffer* out, const Placement& placement) override;
  bool propose_allocation(GstQuery* query) override;
  bool decide_allocation(GstQuery* query) override;
  void set_context(GstContext* /*context*/) override {}
  bool answer_context_query(GstQuery* /*query*/) override { return false; }

 private:
  GstVideoInfo in_info_{};
  GstVideoInfo out_info_{};
  std::unique_ptr<PictureResampler> pictures_;
};

}  // namespace gimbal
