// Pipelines from eglsrc to RGBA pictures, and the colours in them.
#pragma once

#include <array>
#include <cstdlib>
#include <string>

#include "tests/gst-plugins/pipeline_fixture.hpp"

namespace gimbal {

/// `eglsrc name=src SOURCE` with those caps, as RGBA in system memory.
inline std::string rgb_pipeline(const std::string& source,
                                const std::string& caps = "width=320,height=180,framerate=30/1") {
  return "eglsrc name=src " + source + " ! video/x-raw(memory:GLMemory)," + caps +
         " ! gldownload ! video/x-raw,format=RGBA ! appsink name=out sync=false max-buffers=1";
}

using Rgb = std::array<int, 3>;

inline Rgb rgb_at(const Picture& picture, int x, int y) {
  return {picture.value(0, x, y), picture.value(1, x, y), picture.value(2, x, y)};
}

/// Equal, but for what an 8-bit rounding may do.
inline bool near(const Rgb& a, const Rgb& b) {
  return std::abs(a[0] - b[0]) <= 1 && std::abs(a[1] - b[1]) <= 1 && std::abs(a[2] - b[2]) <= 1;
}

/// An RGBA picture's rows, one after the other.
inline std::string bytes_of(GstSample* sample) {
  const Picture picture(sample);
  std::string bytes;
  for (int y = 0; y < picture.height(); ++y) {
    const auto* row = reinterpret_cast<const char*>(picture.luma()) +
                      picture.luma_stride() * static_cast<std::size_t>(y);
    bytes.append(row, static_cast<std::size_t>(picture.width()) * 4);
  }
  return bytes;
}

/// The first warning on the bus, while frames are pulled, 600 at most; empty where there is none.
inline std::string next_warning(TestPipeline& pipeline) {
  const BusHandle bus(gst_element_get_bus(pipeline.get()));
  for (int i = 0; i < 600 && pipeline.pull(); ++i) {
    if (const MessageHandle message{gst_bus_pop_filtered(bus.get(), GST_MESSAGE_WARNING)}) {
      GError* raw_error = nullptr;
      gst_message_parse_warning(message.get(), &raw_error, nullptr);
      return ErrorHandle(raw_error)->message;
    }
  }
  return "";
}

inline std::string example(const std::string& name) {
  return std::string(std::getenv("GIMBAL_EXAMPLES")) + "/" + name + ".so";
}

}  // namespace gimbal
