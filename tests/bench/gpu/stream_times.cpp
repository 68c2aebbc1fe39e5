#include "tests/bench/gpu/stream_times.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "gst-plugins/cuda/cuda_error.hpp"
#include "tests/bench/cpu_seconds.hpp"
#include "tests/bench/gpu/bench_pipeline.hpp"

namespace gimbal {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{30};
constexpr const char* kSink = "fakesink name=sink sync=false";

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// The frames of all pipelines. Their threads count, the bench waits.
class FrameCounter {
 public:
  /// `of_pipeline` is the frame's number in its own pipeline, from 1 on.
  void count(int of_pipeline) {
    const std::lock_guard lock(mutex_);
    ++frames_;
    warm_ += of_pipeline == kWarmUpFrames ? 1 : 0;
    if (of_pipeline == kWarmUpFrames || frames_ == awaited_) {
      changed_.notify_all();
    }
  }

  void fail(const std::string& error) {
    const std::lock_guard lock(mutex_);
    if (error_.empty()) {
      error_ = error;
      changed_.notify_all();
    }
  }

  /// Empty once all pipelines are warm, else why they are not.
  std::string await_warm(int pipelines) {
    std::unique_lock lock(mutex_);
    const bool warm =
        changed_.wait_for(lock, kPatience, [&] { return !error_.empty() || warm_ == pipelines; });
    return warm ? error_ : "no frames came in 30 s";
  }

  /// Until that many frames have come from now on and so many seconds have passed. How many it
  /// were: fewer if they do not come in 30 s or one pipeline fails.
  long await_frames(long frames, double seconds) {
    const auto begin = Clock::now();
    std::unique_lock lock(mutex_);
    const long before = frames_;
    awaited_ = before + frames;
    changed_.wait_for(lock, kPatience, [&] { return !error_.empty() || frames_ >= awaited_; });
    changed_.wait_until(
        lock,
        begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds)),
        [&] { return !error_.empty(); });
    return frames_ - before;
  }

  std::string error() {
    const std::lock_guard lock(mutex_);
    return error_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  long frames_ = 0;
  long awaited_ = -1;
  int warm_ = 0;
  std::string error_;
};

/// A pipeline without an end whose frames are counted.
struct CountedPipeline {
  FrameCounter* counter = nullptr;
  int frames = 0;
  std::unique_ptr<BenchPipeline> pipeline;

  void start() {
    pipeline->watch("sink", "sink", on_frame, this);
    gst_bus_set_sync_handler(pipeline->bus().get(), on_message, counter, nullptr);
    pipeline->play();
  }

  static GstPadProbeReturn on_frame(GstPad*, GstPadProbeInfo*, gpointer data) {
    auto* self = static_cast<CountedPipeline*>(data);
    self->counter->count(++self->frames);
    return GST_PAD_PROBE_OK;
  }

  static GstBusSyncReply on_message(GstBus*, GstMessage* message, gpointer data) {
    const MessageHandle dropped(message);
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
      static_cast<FrameCounter*>(data)->fail(error_text(message));
    }
    return GST_BUS_DROP;
  }
};

/// One frame at a time: when it was drawn, and what each took.
struct Stopwatch {
  const Setting& setting;
  Clock::time_point drawn;
  std::vector<double> microseconds;

  static GstPadProbeReturn on_drawn(GstPad*, GstPadProbeInfo* info, gpointer data) {
    finish_drawing(GST_PAD_PROBE_INFO_BUFFER(info));
    static_cast<Stopwatch*>(data)->drawn = Clock::now();
    return GST_PAD_PROBE_OK;
  }

  static GstPadProbeReturn on_frame(GstPad*, GstPadProbeInfo*, gpointer data) {
    auto* self = static_cast<Stopwatch*>(data);
    const CurrentContext current(self->setting.cuda);
    if (!current.error() && self->setting.driver.call("cuCtxSynchronize")) {
      self->microseconds.push_back(1e6 * seconds_since(self->drawn));
    }
    return GST_PAD_PROBE_OK;
  }
};

}  // namespace

Result<StreamTimes> time_streams(const Setting& setting, PictureSize size, const std::string& way,
                                 int pipelines) {
  FrameCounter counter;
  std::vector<CountedPipeline> running(static_cast<std::size_t>(pipelines));
  for (CountedPipeline& one : running) {
    auto pipeline = BenchPipeline::create(setting, size, -1, way + kSink);
    if (!pipeline) {
      return Error{pipeline.error()};
    }
    one.counter = &counter;
    one.pipeline = std::move(*pipeline);
  }
  for (CountedPipeline& one : running) {
    one.start();
  }
  if (const std::string error = counter.await_warm(pipelines); !error.empty()) {
    return Error{error};
  }
  const auto begin = Clock::now();
  const double cpu_at_begin = cpu_seconds();
  const auto frames = static_cast<double>(
      counter.await_frames(static_cast<long>(setting.frames) * pipelines, setting.seconds));
  const double seconds = seconds_since(begin);
  const double cpu = cpu_seconds() - cpu_at_begin;
  if (const std::string error = counter.error(); !error.empty()) {
    return Error{error};
  }
  if (frames == 0) {
    return Error{"no more frames came after the first ones"};
  }
  return StreamTimes{pipelines, frames / seconds, 1000 * cpu / frames};
}

Result<Spread> time_frames(const Setting& setting, PictureSize size, const std::string& way) {
  Stopwatch stopwatch{setting, {}, {}};
  const auto pipeline =
      BenchPipeline::create(setting, size, kWarmUpFrames + setting.frames, way + kSink);
  if (!pipeline) {
    return Error{pipeline.error()};
  }
  (*pipeline)->watch("src", "src", Stopwatch::on_drawn, &stopwatch);
  (*pipeline)->watch("sink", "sink", Stopwatch::on_frame, &stopwatch);
  (*pipeline)->play();
  const MessageHandle end(
      gst_bus_timed_pop_filtered((*pipeline)->bus().get(), 2 * GST_SECOND * kPatience.count(),
                                 static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR)));
  if (!end || GST_MESSAGE_TYPE(end.get()) == GST_MESSAGE_ERROR) {
    return Error{end ? error_text(end.get()) : "its frames did not come to an end"};
  }
  auto& times = stopwatch.microseconds;
  if (times.size() != static_cast<std::size_t>(kWarmUpFrames + setting.frames)) {
    return Error{std::to_string(times.size()) + " frames came"};
  }
  times.erase(times.begin(), times.begin() + kWarmUpFrames);
  return spread_of(times);
}

}  // namespace gimbal
