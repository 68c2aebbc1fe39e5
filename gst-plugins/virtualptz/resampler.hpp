// What samples a crop out of frames of one kind of memory.
#pragma once

#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

#include <string>

#include "lib/camera/crop.hpp"
#include "lib/resample/method.hpp"

namespace gimbal {

/// What a resampler needs to know of a stream.
struct ResampleSetup {
  const GstCaps* in_caps = nullptr;  ///< borrowed, for the call only
  const GstCaps* out_caps = nullptr;
  GstVideoInfo in_info;
  GstVideoInfo out_info;
  ResampleMethod method = ResampleMethod::kAuto;
  int threads = 1;  ///< 0: as many as there are cores
};

/// One a memory kind, chosen when caps are set. Every call comes from the streaming thread but for
/// `set_context` and `answer_context_query`.
class Resampler {
 public:
  virtual ~Resampler() = default;

  /// Before the first frame and whenever caps or method change. The error tells the user what to
  /// do.
  virtual std::string configure(const ResampleSetup& setup) = 0;

  /// Fills `out` with what `placement` says of `in`. Metas are the element's business. The error
  /// tells the user what to do.
  virtual std::string run(GstBuffer* in, GstBuffer* out, const Placement& placement) = 0;

  /// Adds to upstream's allocation query what this memory needs; false refuses the query.
  virtual bool propose_allocation(GstQuery* query) = 0;

  /// Chooses a pool for the output in downstream's allocation query, before the base class does.
  virtual bool decide_allocation(GstQuery* query) = 0;

  /// A GL display, GL context or CUDA context that somebody shares: what the element's own
  /// GstElementClass::set_context gets, also while `configure` asks for one. From any thread.
  virtual void set_context(GstContext* context) = 0;

  /// Answers a context query of a neighbour; false where it has nothing to say. From any thread.
  virtual bool answer_context_query(GstQuery* query) = 0;
};

}  // namespace gimbal
