// The resampler for RGBA in OpenGL textures.
#pragma once

#include <gst/gl/gl.h>

#include <mutex>
#include <optional>
#include <string>

#include "gst-plugins/support/handles.hpp"
#include "gst-plugins/support/offered_context.hpp"
#include "gst-plugins/virtualptz/gl/resample_program.hpp"
#include "gst-plugins/virtualptz/resampler.hpp"

namespace gimbal {

class GlResampler : public Resampler {
 public:
  /// `element` outlives it.
  explicit GlResampler(GstBaseTransform* element) : element_(element) {}
  ~GlResampler() override;

  std::string configure(const ResampleSetup& setup) override;
  std::string run(GstBuffer* in, GstBuffer* out, const Placement& placement) override;
  bool propose_allocation(GstQuery* query) override;
  bool decide_allocation(GstQuery* query) override;
  void set_context(GstContext* context) override;
  bool answer_context_query(GstQuery* query) override;

 private:
  using ContextRef = GstObjectHandle<GstGLContext>;

  Result<ContextRef> find_context();
  std::optional<Error> use_context(ContextRef found);
  void leave_context();
  std::optional<Error> draw(GstBuffer* in, GstBuffer* out, const Placement& placement);

  GstBaseTransform* element_;
  OfferedContext<GstGLDisplay> display_;
  OfferedContext<GstGLContext> app_context_;  // the application's
  std::mutex mutex_;                          // guards context_
  ContextRef context_;                        // what draws
  ResampleProgram program_;
  GstVideoInfo in_info_{};
  GstVideoInfo out_info_{};
  ResampleMethod method_ = ResampleMethod::kAuto;
};

}  // namespace gimbal
