// Frames through FFmpeg's filters by its library: no decoder, no file and no other thread counts.
#define __STDC_CONSTANT_MACROS  // NOLINT: FFmpeg's headers want it of C++
extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/frame.h>
}

#include <stdexcept>

#include "lib/base/handle.hpp"
#include "tests/bench/frame_ring.hpp"
#include "tests/bench/frame_way.hpp"

namespace gimbal {
namespace {

void free_graph(AVFilterGraph* graph) {
  avfilter_graph_free(&graph);
}
void free_frame(AVFrame* frame) {
  av_frame_free(&frame);
}

void keep(void*, std::uint8_t*) {}  // the ring owns its frames

class FfmpegWay : public FrameWay {
 public:
  FfmpegWay(FrameRing& ring, const std::string& filters)
      : ring_(ring), graph_(avfilter_graph_alloc()), out_(av_frame_alloc()) {
    graph_->nb_threads = 1;
    const std::string whole =
        "buffer@in=video_size=3840x2160:pix_fmt=nv12:time_base=1/30:pixel_aspect=1/1," + filters +
        ",format=nv12,buffersink@out";
    AVFilterInOut* open_inputs = nullptr;
    AVFilterInOut* open_outputs = nullptr;
    const bool parsed =
        avfilter_graph_parse2(graph_.get(), whole.c_str(), &open_inputs, &open_outputs) >= 0;
    avfilter_inout_free(&open_inputs);
    avfilter_inout_free(&open_outputs);
    if (!parsed || avfilter_graph_config(graph_.get(), nullptr) < 0) {
      throw std::runtime_error(filters + ": FFmpeg refuses these filters");
    }
    source_ = avfilter_graph_get_filter(graph_.get(), "buffer@in");
    sink_ = avfilter_graph_get_filter(graph_.get(), "buffersink@out");
  }

  void take(std::int64_t number) override {
    const Handle<AVFrame, free_frame> in(av_frame_alloc());
    in->width = FrameRing::kWidth;
    in->height = FrameRing::kHeight;
    in->format = AV_PIX_FMT_NV12;
    in->pts = number;
    in->data[0] = ring_.frame(number);
    in->data[1] = in->data[0] + FrameRing::kWidth * FrameRing::kHeight;
    in->linesize[0] = in->linesize[1] = FrameRing::kWidth;
    in->buf[0] = av_buffer_create(in->data[0], FrameRing::kFrameBytes, keep, nullptr,
                                  AV_BUFFER_FLAG_READONLY);
    if (av_buffersrc_add_frame(source_, in.get()) < 0 ||
        av_buffersink_get_frame(sink_, out_.get()) < 0 || out_->width != kOutWidth ||
        out_->height != kOutHeight) {
      throw std::runtime_error("no frame of 1280x720 came out of FFmpeg's filters");
    }
    av_frame_unref(out_.get());
  }

 private:
  FrameRing& ring_;
  Handle<AVFilterGraph, free_graph> graph_;
  Handle<AVFrame, free_frame> out_;
  AVFilterContext* source_ = nullptr;  ///< the graph's
  AVFilterContext* sink_ = nullptr;    ///< the graph's
};

}  // namespace

std::unique_ptr<FrameWay> ffmpeg_way(FrameRing& ring, const std::string& filters) {
  return std::make_unique<FfmpegWay>(ring, filters);
}

}  // namespace gimbal
