#include "launcher/stream_setup.hpp"

#include <algorithm>

#include "gst-plugins/support/handles.hpp"
#include "launcher/log.hpp"
#include "launcher/plugin_files.hpp"
#include "lib/egl/egl_devices.hpp"

namespace gimbal {

namespace {

Result<StreamSetup> choose(const CommonOptions& common, const EncodingTask& task, FramePath path) {
  if (common.format == Format::kMjpeg) {
    return StreamSetup{path, std::nullopt};
  }
  const auto rung = choose_encoder(common.encoder, task);
  if (!rung) {
    return Error{rung.error()};
  }
  return StreamSetup{path, *rung};
}

/// True where frames drawn on the chosen device can be handed to CUDA.
bool draws_for_cuda(const StreamOptions& options) {
  const auto devices = list_egl_devices();
  if (!devices) {
    return false;  // the source will say so
  }
  const auto device = choose_egl_device(*devices, {options.device, options.cuda_device});
  // The elements of the ladder are those of the first CUDA device; others have names of their own.
  if (!device || device->cuda_ordinal != 0) {
    return false;
  }
  load_plugins_of("cudainterop");
  return GstObjectHandle<GstElementFactory>(gst_element_factory_find("cudainterop")) != nullptr;
}

}  // namespace

void apply_device_idx(StreamOptions& options) {
  if (options.device_idx < 0 || options.cuda_device >= 0) {
    return;
  }
  const auto devices = list_egl_devices();
  const bool there = devices && std::any_of(devices->begin(), devices->end(), [&](const auto& d) {
                       return d.cuda_ordinal == options.device_idx;
                     });
  if (there) {
    options.cuda_device = options.device_idx;
  } else {
    options.without_meaning.push_back("--device-idx " + std::to_string(options.device_idx) +
                                      ": no such CUDA device here, the best EGL device is taken");
  }
}

Result<StreamSetup> choose_setup(const StreamOptions& options) {
  auto setup = choose(options.common, encoding_task(options),
                      options.renderer.cpu ? FramePath::kCpu : FramePath::kReadback);
  if (setup && setup->path == FramePath::kReadback && setup->encoder &&
      setup->encoder->takes_cuda && draws_for_cuda(options)) {
    setup->path = FramePath::kZeroCopy;
  }
  if (setup) {
    GST_INFO("path %s", name_of(setup->path));
  }
  return setup;
}

Result<StreamSetup> choose_setup(const PtzOptions& options) {
  return choose(options.common, encoding_task(options),
                options.source.scene ? FramePath::kReadback : FramePath::kSystem);
}

}  // namespace gimbal
