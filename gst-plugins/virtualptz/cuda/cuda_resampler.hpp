// The resampler for NV12 and P010 in CUDA memory.
#pragma once

#include <gst/cuda/gstcudacontext.h>

#include <memory>
#include <optional>
#include <string>

#include "gst-plugins/cuda/cuda_stream.hpp"
#include "gst-plugins/support/offered_context.hpp"
#include "gst-plugins/virtualptz/cuda/frame_layout.hpp"
#include "gst-plugins/virtualptz/cuda/resample_kernel.hpp"
#include "gst-plugins/virtualptz/resampler.hpp"

namespace gimbal::resample {

class CudaResampler : public Resampler {
 public:
  /// `element` outlives it.
  explicit CudaResampler(GstBaseTransform* element) : element_(element) {}
  ~CudaResampler() override;

  std::string configure(const ResampleSetup& setup) override;
  std::string run(GstBuffer* in, GstBuffer* out, const Placement& placement) override;
  bool propose_allocation(GstQuery* query) override;
  bool decide_allocation(GstQuery* query) override;
  void set_context(GstContext* context) override;
  bool answer_context_query(GstQuery* query) override;

 private:
  std::optional<Error> join_context();
  std::optional<Error> load_kernel(Format format);
  std::optional<Error> resample(GstMemory* in, GstMemory* out, const Placement& placement);
  Error name_device(const Error& error) const;

  GstBaseTransform* element_;
  OfferedContext<GstCudaContext> context_;
  std::unique_ptr<CudaStream> stream_;
  std::unique_ptr<ResampleKernel> kernel_;
  StreamFormat format_;
};

}  // namespace gimbal::resample
