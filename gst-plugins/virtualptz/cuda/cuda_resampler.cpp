#include "gst-plugins/virtualptz/cuda/cuda_resampler.hpp"

#include <gst/cuda/cuda-gst.h>
#include <gst/cuda/gstcudaloader.h>
#include <gst/cuda/gstcudamemory.h>
#include <gst/cuda/gstcudautils.h>

#include "gst-plugins/cuda/output_pool.hpp"
#include "gst-plugins/support/mapped_memory.hpp"
#include "gst-plugins/virtualptz/chroma_grids.hpp"
#include "gst-plugins/virtualptz/cuda/frame_memory.hpp"

namespace gimbal::resample {

namespace {

constexpr int kAnyDevice = -1;
/// From eight bits to how P010 stores ten.
constexpr int kToP010 = 256;

StreamFormat format_of(const ResampleSetup& setup) {
  const ChromaGrids chroma = chroma_grids_of(setup.in_caps);
  const bool full_range = setup.out_info.colorimetry.range == GST_VIDEO_COLOR_RANGE_0_255;
  const int scale =
      GST_VIDEO_INFO_FORMAT(&setup.out_info) == GST_VIDEO_FORMAT_P010_10LE ? kToP010 : 1;
  return {GST_VIDEO_INFO_WIDTH(&setup.in_info),
          GST_VIDEO_INFO_HEIGHT(&setup.in_info),
          GST_VIDEO_INFO_WIDTH(&setup.out_info),
          GST_VIDEO_INFO_HEIGHT(&setup.out_info),
          chroma.horizontal,
          chroma.vertical,
          setup.method,
          full_range ? 0 : 16 * scale,
          128 * scale};
}

std::optional<Format> kernel_format(const GstVideoInfo& info) {
  switch (GST_VIDEO_INFO_FORMAT(&info)) {
    case GST_VIDEO_FORMAT_NV12:
      return Format::kNv12;
    case GST_VIDEO_FORMAT_P010_10LE:
      return Format::kP010;
    default:
      return std::nullopt;
  }
}

GstMemory* only_cuda_memory(GstBuffer* buffer) {
  GstMemory* memory = gst_buffer_peek_memory(buffer, 0);
  return gst_buffer_n_memory(buffer) == 1 && gst_is_cuda_memory(memory) != FALSE ? memory : nullptr;
}

/// From GStreamer 1.24 on a frame may still be on its way into memory that it comes in.
void wait_until_written(GstMemory* memory) {
#if GIMBAL_HAVE_GST_CUDA_STREAM
  gst_cuda_memory_sync(GST_CUDA_MEMORY_CAST(memory));
#else
  static_cast<void>(memory);
#endif
}

bool is_smaller(const GstMemory* memory, int width, int height) {
  const GstVideoInfo& info = layout_of(memory);
  return GST_VIDEO_INFO_WIDTH(&info) < width || GST_VIDEO_INFO_HEIGHT(&info) < height;
}

}  // namespace

CudaResampler::~CudaResampler() {
  if (stream_) {
    const CurrentContext current(stream_->context());
    kernel_.reset();
  }
  stream_.reset();
}

Error CudaResampler::name_device(const Error& error) const {
  return {error.text + " [" + describe_device(device_of(stream_->context())) + "]"};
}

// --- contexts ------------------------------------------------------------------------------------

void CudaResampler::set_context(GstContext* context) {
  GstCudaContext* offered = nullptr;
  gst_cuda_handle_set_context(GST_ELEMENT(element_), context, kAnyDevice, &offered);
  context_.offer(CudaContextHandle(offered));
}

bool CudaResampler::answer_context_query(GstQuery* query) {
  const auto cuda = context_.get();
  return cuda && gst_cuda_handle_context_query(GST_ELEMENT(element_), query, cuda.get()) != FALSE;
}

/// The context of downstream, upstream or the application.
std::optional<Error> CudaResampler::join_context() {
  if (gst_cuda_load_library() == FALSE) {
    return Error{
        "The NVIDIA driver could not be loaded (GST_DEBUG=cudaloader:1 says why). Install it, or "
        "put \"cudadownload\" in front of virtualptz."};
  }
  const auto cuda = context_.ask([this](GstCudaContext** to) {
    gst_cuda_ensure_element_context(GST_ELEMENT(element_), kAnyDevice, to);
  });
  if (!cuda) {
    return Error{
        "No CUDA context could be had or made. Check nvidia-smi for free memory and for its "
        "compute mode."};
  }
  gst_cuda_memory_init_once();
  return std::nullopt;
}

// --- setup ---------------------------------------------------------------------------------------

std::string CudaResampler::configure(const ResampleSetup& setup) {
  const auto format = kernel_format(setup.in_info);
  if (!format) {
    return "virtualptz takes NV12 and P010_10LE in CUDA memory. Put \"cudaconvert\" in front.";
  }
  format_ = format_of(setup);
  if (const auto error = join_context()) {
    return error->text;
  }
  if (const auto error = load_kernel(*format)) {
    return name_device(*error).text;
  }
  return "";
}

std::optional<Error> CudaResampler::load_kernel(Format format) {
  if (!stream_) {
    stream_ = std::make_unique<CudaStream>(context_.get().get());
  }
  const CurrentContext current(stream_->context());
  if (current.error()) {
    return current.error();
  }
  if (auto error = stream_->open()) {
    return error;
  }
  auto kernel = ResampleKernel::create(stream_->handle(), format);
  if (!kernel) {
    return Error{kernel.error()};
  }
  kernel_ = std::move(*kernel);
  return std::nullopt;
}

bool CudaResampler::propose_allocation(GstQuery* query) {
  // No pool: decoders make their own, as large as their hardware wants it.
  gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
  return true;
}

bool CudaResampler::decide_allocation(GstQuery* query) {
  return choose_cuda_pool(query, *stream_);
}

// --- frames --------------------------------------------------------------------------------------

std::string CudaResampler::run(GstBuffer* in, GstBuffer* out, const Placement& placement) {
  GstMemory* source = only_cuda_memory(in);
  GstMemory* target = only_cuda_memory(out);
  if (source == nullptr || target == nullptr) {
    return "A frame came that is not one CUDA memory. Put \"cudaupload\" in front of virtualptz.";
  }
  for (GstMemory* memory : {source, target}) {
    GstCudaContext* theirs = GST_CUDA_MEMORY_CAST(memory)->context;
    if (theirs != stream_->context()) {
      return std::string(memory == source ? "A frame comes from" : "Downstream wants frames in") +
             " another CUDA context, on " + describe_device(device_of(theirs)) +
             ", while virtualptz works on " + describe_device(device_of(stream_->context())) +
             ". Have decoder and encoder work on one GPU (their property cuda-device-id).";
    }
  }
  const auto error = resample(source, target, placement);
  return error ? name_device(*error).text : "";
}

std::optional<Error> CudaResampler::resample(GstMemory* in, GstMemory* out,
                                             const Placement& placement) {
  if (is_smaller(in, format_.in_width, format_.in_height) ||
      is_smaller(out, format_.out_width, format_.out_height)) {
    return Error{"A frame's memory is smaller than its caps say"};
  }
  const MappedMemory source(in, GST_MAP_READ | static_cast<int>(GST_MAP_CUDA));
  const MappedMemory target(out, GST_MAP_WRITE | static_cast<int>(GST_MAP_CUDA));
  if (!source || !target) {
    return Error{"The CUDA memory of a frame could not be mapped"};
  }
  auto frame = lay_out(format_, placement);
  if (!frame) {
    return Error{frame.error()};
  }
  put_in_memory(*frame, {in, source}, {out, target});
  const CurrentContext current(stream_->context());
  if (current.error()) {
    return current.error();
  }
  wait_until_written(in);
  auto error = kernel_->launch(*frame);
  // Also after an error: nothing may still work on memory that goes back to its pool.
  const auto finished = kernel_->finish();
  return error ? error : finished;
}

}  // namespace gimbal::resample
