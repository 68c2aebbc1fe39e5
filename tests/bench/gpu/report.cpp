#include "tests/bench/gpu/report.hpp"

#include <algorithm>
#include <cstdio>

#include "lib/codec/json_writer.hpp"
#include "lib/cuda/cuda_facts.hpp"

namespace gimbal {
namespace {

constexpr int kGoalHeight = 2160;

const WayReport* fastest(const std::vector<WayReport>& ways, bool stock) {
  const WayReport* best = nullptr;
  for (const WayReport& way : ways) {
    const bool slower = best != nullptr && way.frame_us.median >= best->frame_us.median;
    if (way.stock == stock && way.frame_us.median > 0 && !slower) {
      best = &way;
    }
  }
  return best;
}

void print_spread(const char* what, const Spread& us) {
  std::printf("  %-66s %9.2f %9.2f\n", what, us.median, us.p99);
}

void print_way(const WayReport& way) {
  std::printf("  %s\n", way.name.c_str());
  if (way.frame_us.median > 0) {
    print_spread("  a frame alone, from drawn to complete in CUDA memory", way.frame_us);
  }
  for (const StreamTimes& times : way.streams) {
    std::printf("    %2d at once: %49.0f frames/s %10.3f CPU ms/frame\n", times.pipelines,
                times.frames_a_second, times.cpu_ms);
  }
  if (!way.failure.empty()) {
    std::printf("    does not work here: %s\n", way.failure.c_str());
  }
}

void write_spread(JsonWriter& json, const char* name, const Spread& us) {
  json.key(name).begin_object().field("median", us.median).field("p99", us.p99).end_object();
}

void write_way(JsonWriter& json, const WayReport& way) {
  json.begin_object().field("way", way.name);
  if (way.frame_us.median > 0) {
    write_spread(json, "frame_us", way.frame_us);
  }
  json.key("streams").begin_array();
  for (const StreamTimes& times : way.streams) {
    json.begin_object()
        .field("pipelines", times.pipelines)
        .field("frames_per_s", times.frames_a_second)
        .field("cpu_ms_per_frame", times.cpu_ms)
        .end_object();
  }
  json.end_array();
  if (!way.failure.empty()) {
    json.field("failure", way.failure);
  }
  json.end_object();
}

void write_size(JsonWriter& json, const GpuReport& report, const SizeReport& size) {
  json.begin_object().field("width", size.size.width).field("height", size.size.height);
  write_spread(json, "gpu_us", size.kernel.gpu);
  write_spread(json, "events_us", size.kernel.events);
  json.field("floor_us", floor_us(report, size.size));
  write_spread(json, "map_to_unmap_us", size.kernel.map_to_unmap);
  write_spread(json, "switching_us", size.kernel.switching);
  json.key("ways").begin_array();
  for (const WayReport& way : size.ways) {
    write_way(json, way);
  }
  json.end_array();
  json.field("resample_floor_us", resample_floor_us(report, size.size));
  json.key("resampling").begin_array();
  for (const ResampleTimes& times : size.resampling) {
    json.begin_object().field("method", times.method);
    write_spread(json, "gpu_us", times.gpu_us);
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

double floor_us(const GpuReport& report, PictureSize size) {
  const double pixels = static_cast<double>(size.width) * size.height;
  return 1e6 * (4 + 1.5) * pixels / report.copy_bandwidth;
}

double resample_floor_us(const GpuReport& report, PictureSize size) {
  const double pixels = static_cast<double>(size.width) * size.height;
  return 1e6 * 1.5 * (1 + 0.25) * pixels / report.copy_bandwidth;
}

std::vector<Goal> goals_of(const GpuReport& report) {
  std::vector<Goal> goals;
  for (const SizeReport& size : report.sizes) {
    if (size.size.height != kGoalHeight) {
      continue;
    }
    const double gpu = size.kernel.gpu.median;
    goals.push_back({"GPU time of a frame at 2160p, us", gpu, 25, false});
    goals.push_back({"GPU time at 2160p, in floors", gpu / floor_us(report, size.size), 2, false});
    const WayReport* ours = fastest(size.ways, false);
    const WayReport* stock = fastest(size.ways, true);
    if (ours != nullptr && stock != nullptr) {
      goals.push_back({"a frame alone at 2160p, times faster than the best stock way",
                       stock->frame_us.median / ours->frame_us.median, 3, true});
    }
    for (const ResampleTimes& times : size.resampling) {
      if (times.method == "bilinear" || times.method == "auto") {
        goals.push_back({"GPU time of 2160p to 1080p in CUDA memory, " + times.method + ", us",
                         times.gpu_us.median, 40, false});
      }
    }
  }
  return goals;
}

void print_head(const GpuReport& report) {
  std::printf("%s, driver for CUDA %s, copies within its memory %.0f GB/s read and written\n",
              report.device.c_str(), cuda_version_text(report.driver).c_str(),
              report.copy_bandwidth * 1e-9);
  std::fflush(stdout);
}

void print_size(const GpuReport& report, const SizeReport& size) {
  std::printf("\n%4dx%-4d RGBA texture to NV12 in CUDA memory, microseconds %18s %9s\n",
              size.size.width, size.size.height, "median", "p99");
  const double floor = floor_us(report, size.size);
  print_spread("GPU time of the conversion", size.kernel.gpu);
  print_spread("  two events with nothing between them", size.kernel.events);
  std::printf("  %-66s %9.2f   the conversion is %.2f of these\n",
              "  the floor: each byte read and written once, as fast as copies are", floor,
              size.kernel.gpu.median / floor);
  print_spread("wall time from map to unmap", size.kernel.map_to_unmap);
  print_spread("  of which switching between OpenGL and CUDA", size.kernel.switching);
  for (const WayReport& way : size.ways) {
    print_way(way);
  }
  std::printf("  virtualptz, NV12 in CUDA memory to %dx%d\n", size.size.width / 2,
              size.size.height / 2);
  for (const ResampleTimes& times : size.resampling) {
    print_spread(("  GPU time, " + times.method).c_str(), times.gpu_us);
  }
  std::printf("  %-66s %9.2f\n", "  the floor: each byte read and written once",
              resample_floor_us(report, size.size));
  std::fflush(stdout);
}

void print_goals(const std::vector<Goal>& goals) {
  std::printf("\n");
  for (const Goal& goal : goals) {
    std::printf("%-62s %9.2f  goal %s %.0f %s\n", goal.what.c_str(), goal.value,
                goal.at_least ? ">=" : "<=", goal.limit, goal.met() ? "met" : "MISSED");
  }
}

std::string json_of(const GpuReport& report) {
  JsonWriter json;
  json.begin_object()
      .field("device", report.device)
      .field("driver_cuda", cuda_version_text(report.driver))
      .field("copy_bytes_per_s", report.copy_bandwidth);
  json.key("sizes").begin_array();
  for (const SizeReport& size : report.sizes) {
    write_size(json, report, size);
  }
  json.end_array().key("goals").begin_array();
  for (const Goal& goal : goals_of(report)) {
    json.begin_object()
        .field("goal", goal.what)
        .field("value", goal.value)
        .field("limit", goal.limit)
        .field("met", goal.met())
        .end_object();
  }
  json.end_array().end_object();
  return json.text() + "\n";
}

}  // namespace gimbal
