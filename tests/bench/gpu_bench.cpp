// From OpenGL to NV12 in CUDA memory on an NVIDIA GPU: what our way costs there, beside what
// GStreamer has, in the same run; and virtualptz's resampling of what is in CUDA memory. Usage:
// bench-gpu [--frames N] [--seconds S] [--size WxH]... [FILE]
//
// A table on standard output, and the same as JSON in FILE (gpu-bench.json). docs/gpu-bundle.md
// says what the figures mean. Status 1 where our way fails, whatever the others do; 77 where there
// is no GPU.
#include <gst/cuda/cuda-gst.h>
#include <gst/cuda/gstcudaloader.h>
#include <gst/gst.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "gst-plugins/cuda/cuda_error.hpp"
#include "gst-plugins/cuda/cuda_stream.hpp"
#include "tests/bench/gpu/cuda_timer.hpp"
#include "tests/bench/gpu/give_up.hpp"
#include "tests/bench/gpu/report.hpp"
#include "tests/gpu/noise_shader.hpp"

namespace gimbal {
namespace {

constexpr int kSkipped = 77;  // as meson knows it
constexpr const char* kToNv12 = "video/x-raw(memory:CUDAMemory),format=NV12 ! ";

struct Options {
  int frames = 300;
  double seconds = 1;
  std::vector<PictureSize> sizes;
  std::string file;
};

/// `way` is what comes between eglsrc and the sink.
struct Way {
  std::string name;
  std::string elements;
  bool stock;
  bool many;  ///< several pipelines at once as well
};

std::vector<Way> ways() {
  const std::string rgba = "video/x-raw(memory:CUDAMemory),format=RGBA ! ";
  return {
      {"cudainterop", std::string("cudainterop ! ") + kToNv12, false, true},
      {"glcolorconvert ! cudaupload",
       std::string("glcolorconvert ! video/x-raw(memory:GLMemory),format=NV12 ! cudaupload ! ") +
           kToNv12,
       true, false},
      {"cudaupload ! cudaconvert", "cudaupload ! " + rgba + "cudaconvert ! " + kToNv12, true,
       false},
      {"gldownload ! cudaupload ! cudaconvert",
       "gldownload ! video/x-raw,format=RGBA ! cudaupload ! " + rgba + "cudaconvert ! " + kToNv12,
       true, false},
  };
}

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    const char* value = name.rfind("--", 0) == 0 && i + 1 < argc ? argv[++i] : "";
    PictureSize size;
    char after = 0;
    if (name == "--frames" && std::sscanf(value, "%d%c", &options.frames, &after) == 1 &&
        options.frames > 0) {
      continue;
    }
    if (name == "--seconds" && std::sscanf(value, "%lf%c", &options.seconds, &after) == 1 &&
        options.seconds >= 0) {
      continue;
    }
    if (name == "--size" && std::sscanf(value, "%dx%d%c", &size.width, &size.height, &after) == 2 &&
        size.width > 0 && size.height > 0) {
      options.sizes.push_back(size);
      continue;
    }
    if (name.rfind("--", 0) == 0 || !options.file.empty()) {
      give_up("usage: bench-gpu [--frames N] [--seconds S] [--size WxH]... [FILE]");
    }
    options.file = name;
  }
  if (options.file.empty()) {
    options.file = "gpu-bench.json";
  }
  if (options.sizes.empty()) {
    options.sizes = {{1280, 720}, {1920, 1080}, {3840, 2160}};
  }
  return options;
}

CudaContextHandle make_context() {
  if (gst_cuda_load_library() == FALSE) {
    give_up("GStreamer cannot load the driver: GST_DEBUG=cudaloader:1 says why");
  }
  CudaContextHandle cuda(gst_cuda_context_new(0));
  if (!cuda) {
    give_up("no CUDA context could be made on device 0: nvidia-smi shows what uses it");
  }
  return cuda;
}

GpuReport describe(const Setting& setting) {
  GpuReport report;
  const CurrentContext current(setting.cuda);
  CudaStream stream(setting.cuda);
  if (const auto error = stream.open()) {
    give_up(error->text);
  }
  report.device = device_name(0);
  CuDriverGetVersion(&report.driver);
  report.copy_bandwidth = copy_bandwidth(setting.driver, stream.handle());
  return report;
}

/// Adds what 1, 4 and 16 pipelines at once do, or 1 alone.
void add_streams(const Setting& setting, PictureSize size, const Way& way, WayReport& report) {
  for (const int pipelines : way.many ? std::vector{1, 4, 16} : std::vector{1}) {
    const auto times = time_streams(setting, size, way.elements, pipelines);
    if (!times) {
      report.failure = std::to_string(pipelines) + " at once: " + times.error();
      return;
    }
    report.streams.push_back(*times);
  }
}

WayReport measure_way(const Setting& setting, PictureSize size, const Way& way) {
  WayReport report{way.name, way.stock, {}, {}, ""};
  const auto frame = time_frames(setting, size, way.elements);
  if (!frame) {
    report.failure = frame.error();
    return report;
  }
  report.frame_us = *frame;
  add_streams(setting, size, way, report);
  return report;
}

SizeReport measure_size(const Setting& setting, PictureSize size) {
  SizeReport report{size, time_kernel(setting, size), {}, time_resampling(setting, size)};
  WayReport drawing{"eglsrc alone", false, {}, {}, ""};
  add_streams(setting, size, {"", "", false, true}, drawing);
  report.ways.push_back(drawing);
  for (const Way& way : ways()) {
    report.ways.push_back(measure_way(setting, size, way));
  }
  return report;
}

void save(const std::string& file, const std::string& text) {
  std::ofstream out(file);
  out << text;
  out.close();
  if (!out) {
    give_up("cannot write " + file);
  }
}

/// Whether our own way works, whatever the others do.
bool ours_works(const GpuReport& report) {
  for (const SizeReport& size : report.sizes) {
    for (const WayReport& way : size.ways) {
      if (!way.stock && !way.failure.empty()) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace
}  // namespace gimbal

int main(int argc, char** argv) {
  using namespace gimbal;
  gst_init(&argc, &argv);
  const Options options = read_options(argc, argv);
  const CudaDriver driver;
  if (const std::string reason = why_no_gpu(driver); !reason.empty()) {
    std::printf("nothing is measured: %s\n", reason.c_str());
    return kSkipped;
  }
  const NoiseShader shader;
  const CudaContextHandle cuda = make_context();
  const Setting setting{driver, cuda.get(), shader.path(), options.frames, options.seconds};
  GpuReport report = describe(setting);
  print_head(report);
  save(options.file, json_of(report));  // and after each size, should the rest not come to its end
  for (const PictureSize size : options.sizes) {
    report.sizes.push_back(measure_size(setting, size));
    print_size(report, report.sizes.back());
    save(options.file, json_of(report));
  }
  print_goals(goals_of(report));
  std::printf("\nall of this is in %s\n", options.file.c_str());
  return ours_works(report) ? 0 : 1;
}
