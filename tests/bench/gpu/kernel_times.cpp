#include "tests/bench/gpu/kernel_times.hpp"

#include <gst/app/gstappsink.h>
#include <gst/cuda/cuda-gst.h>
#include <gst/gl/gl.h>
#include <gst/gl/gstglfuncs.h>

#include <chrono>
#include <memory>
#include <vector>

#include "gst-plugins/cuda/cuda_stream.hpp"
#include "gst-plugins/cudainterop/converter.hpp"
#include "gst-plugins/cudainterop/gl_texture_cache.hpp"
#include "gst-plugins/cudainterop/nv12_target.hpp"
#include "gst-plugins/support/gl_thread.hpp"
#include "tests/bench/gpu/bench_pipeline.hpp"
#include "tests/bench/gpu/cuda_timer.hpp"
#include "tests/bench/gpu/give_up.hpp"
#include "tests/gpu/cuda_frame.hpp"

namespace gimbal {
namespace {

using namespace cudainterop;
using SampleHandle = MiniObjectHandle<GstSample>;

void must(const std::optional<Error>& error) {
  if (error) {
    give_up(error->text);
  }
}

template <class Function>
double wall_microseconds(const Function& function) {
  const auto begin = std::chrono::steady_clock::now();
  function();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin)
      .count();
}

/// From the textures of one GL context to one frame in CUDA memory.
class Way {
 public:
  Way(const Setting& setting, GstGLContext* gl, PictureSize size)
      : setting_(setting),
        gl_(gl),
        stream_(setting.cuda),
        textures_(gl, setting.cuda),
        frame_(setting.cuda, size.width, size.height) {
    if (!frame_) {
      give_up("no CUDA memory for a frame");
    }
    const CurrentContext current(setting.cuda);
    must(current.error());
    must(stream_.open());
    auto converter = Converter::create(stream_.handle());
    if (!converter) {
      give_up(converter.error());
    }
    converter_ = std::move(*converter);
    gpu_timer_ = std::make_unique<CudaTimer>(setting.driver, stream_.handle());
    empty_timer_ = std::make_unique<CudaTimer>(setting.driver, stream_.handle());
  }

  ~Way() {
    on_gl_thread(gl_, [this] { textures_.clear(); });
    const CurrentContext current(setting_.cuda);
    gpu_timer_.reset();
    empty_timer_.reset();
    converter_.reset();
  }
  Way(const Way&) = delete;
  Way& operator=(const Way&) = delete;

  /// Calls `measure(resource, target)` on the GL thread, the CUDA context current and the texture
  /// of `drawn` finished.
  template <class Measure>
  void with_texture(GstBuffer* drawn, const Measure& measure) {
    on_gl_thread(gl_, [&] {
      GstMemory* memory = gst_buffer_peek_memory(drawn, 0);
      const MappedMemory texture(memory, GST_MAP_READ | static_cast<int>(GST_MAP_GL));
      const MappedMemory output(frame_.memory(), GST_MAP_WRITE | static_cast<int>(GST_MAP_CUDA));
      const CurrentContext current(setting_.cuda);
      must(current.error());
      gl_->gl_vtable->Finish();  // here: eglsrc may have drawn the next one meanwhile
      const auto resource = textures_.find_or_register(reinterpret_cast<GstGLMemory*>(memory));
      if (!resource) {
        give_up(resource.error());
      }
      measure(*resource, nv12_target(frame_.memory(), output));
    });
  }

  void map(CUgraphicsResource resource) {
    must(check(CuGraphicsMapResources(1, &resource, stream_.handle()), "cuGraphicsMapResources"));
  }

  void launch(CUgraphicsResource resource, const Nv12Target& target) {
    CUarray array = nullptr;
    must(check(CuGraphicsSubResourceGetMappedArray(&array, resource, 0, 0),
               "cuGraphicsSubResourceGetMappedArray"));
    must(converter_->launch(array, target, make_matrix(0.2126, 0.0722, false)));
  }

  void unmap(CUgraphicsResource resource) {
    must(check(CuGraphicsUnmapResources(1, &resource, stream_.handle()),
               "cuGraphicsUnmapResources"));
    must(converter_->finish());
  }

  /// The launch between two events, and before it two events with nothing between them.
  void timed_launch(CUgraphicsResource resource, const Nv12Target& target) {
    hold_up(setting_.driver, stream_.handle());
    empty_timer_->begin();
    empty_timer_->end();
    gpu_timer_->begin();
    launch(resource, target);
    gpu_timer_->end();
  }
  double gpu_microseconds() const { return gpu_timer_->microseconds(); }
  double empty_microseconds() const { return empty_timer_->microseconds(); }

 private:
  const Setting& setting_;
  GstGLContext* gl_;  // of the pipeline, which outlives this
  CudaStream stream_;
  GlTextureCache textures_;
  CudaFrame frame_;
  std::unique_ptr<Converter> converter_;
  std::unique_ptr<CudaTimer> gpu_timer_;
  std::unique_ptr<CudaTimer> empty_timer_;
};

struct Measured {
  std::vector<double> gpu;
  std::vector<double> events;
  std::vector<double> map_to_unmap;
  std::vector<double> switching;
};

/// One of the three measurements, in turn: a texture is drawn anew for each.
void measure(Way& way, GstBuffer* drawn, int turn, Measured& measured) {
  way.with_texture(drawn, [&](CUgraphicsResource resource, const Nv12Target& target) {
    if (turn == 0) {
      measured.switching.push_back(wall_microseconds([&] {
        way.map(resource);
        way.unmap(resource);
      }));
    } else if (turn == 1) {
      measured.map_to_unmap.push_back(wall_microseconds([&] {
        way.map(resource);
        way.launch(resource, target);
        way.unmap(resource);
      }));
    } else {
      way.map(resource);
      way.timed_launch(resource, target);
      way.unmap(resource);
      measured.gpu.push_back(way.gpu_microseconds());
      measured.events.push_back(way.empty_microseconds());
    }
  });
}

SampleHandle pull(const BenchPipeline& pipeline) {
  const ElementHandle sink = pipeline.element("out");
  SampleHandle sample(gst_app_sink_try_pull_sample(GST_APP_SINK(sink.get()), 30 * GST_SECOND));
  if (!sample) {
    const MessageHandle message(gst_bus_pop_filtered(pipeline.bus().get(), GST_MESSAGE_ERROR));
    give_up(message ? error_text(message.get()) : "eglsrc gave no frame in 30 s");
  }
  return sample;
}

}  // namespace

KernelTimes time_kernel(const Setting& setting, PictureSize size) {
  constexpr int kTurns = 3;
  const int count = kTurns * (kWarmUpFrames + setting.frames);
  const auto pipeline =
      BenchPipeline::create(setting, size, count, "appsink name=out sync=false max-buffers=2");
  if (!pipeline) {
    give_up(pipeline.error());
  }
  (*pipeline)->play();
  Measured measured;
  std::unique_ptr<Way> way;
  for (int i = 0; i < count; ++i) {
    const SampleHandle sample = pull(**pipeline);
    GstBuffer* drawn = gst_sample_get_buffer(sample.get());
    if (!way) {
      auto* memory = reinterpret_cast<GstGLBaseMemory*>(gst_buffer_peek_memory(drawn, 0));
      way = std::make_unique<Way>(setting, memory->context, size);
    }
    if (i == kTurns * kWarmUpFrames) {
      measured = {};
    }
    measure(*way, drawn, i % kTurns, measured);
  }
  return {spread_of(measured.gpu), spread_of(measured.events), spread_of(measured.map_to_unmap),
          spread_of(measured.switching)};
}

}  // namespace gimbal
