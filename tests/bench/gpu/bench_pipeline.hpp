// A pipeline of the bench: textures drawn on the GPU, as fast as what follows takes them.
#pragma once

#include <gst/gst.h>

#include <memory>
#include <string>

#include "gst-plugins/support/handles.hpp"
#include "lib/base/result.hpp"
#include "tests/bench/gpu/setting.hpp"

namespace gimbal {

class BenchPipeline {
 public:
  /// `eglsrc name=src ! REST`. `frames` is their number, -1 for no end.
  static Result<std::unique_ptr<BenchPipeline>> create(const Setting& setting, PictureSize size,
                                                       int frames, const std::string& rest);
  ~BenchPipeline();
  BenchPipeline(const BenchPipeline&) = delete;
  BenchPipeline& operator=(const BenchPipeline&) = delete;

  void play();
  ElementHandle element(const char* name) const;
  BusHandle bus() const;
  /// Calls `probe` for every buffer that passes the pad.
  void watch(const char* element, const char* pad, GstPadProbeCallback probe, gpointer data) const;

 private:
  explicit BenchPipeline(ElementHandle pipeline) : pipeline_(std::move(pipeline)) {}

  ElementHandle pipeline_;
};

/// The text of an ERROR message, who says it, and the reason given for developers.
std::string error_text(GstMessage* message);

/// Of a buffer with GLMemory. The GPU has drawn it on return.
void finish_drawing(GstBuffer* frame);

}  // namespace gimbal
