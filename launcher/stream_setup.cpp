#include "launcher/stream_setup.hpp"

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
  if (!device || !device->cuda_ordinal) {
    return false;
  }
  load_plugins_of("cudainterop");
  return GstObjectHandle<GstElementFactory>(gst_element_factory_find("cudainterop")) != nullptr;
}

}  // namespace

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
