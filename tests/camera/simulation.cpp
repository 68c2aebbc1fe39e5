#include "tests/camera/simulation.hpp"

#include <cstddef>

#include "lib/camera/follow_path.hpp"
#include "tests/camera/chance.hpp"

namespace gimbal {

std::vector<ShownFrame> simulate(const Trace& trace, const std::vector<LateAim>& aims,
                                 FollowSettings settings, const std::vector<double>& times) {
  const TruePlace start = trace.place(0);
  settings.home = {start.x, start.y, trace.zoom};
  FollowPath path(settings);
  path.set_geometry(trace.geometry);
  std::vector<ShownFrame> frames;
  std::size_t next = 0;
  for (const double time : times) {
    for (; next < aims.size() && aims[next].arrival <= time + settings.lookahead; ++next) {
      path.observe(aims[next].aim, aims[next].arrival);
    }
    const Framing framing = path.at(time).framing;
    frames.push_back(
        {time, framing.center_x, framing.center_y, trace.geometry.width / framing.zoom});
  }
  return frames;
}

std::vector<double> even_times(double seconds, double rate) {
  std::vector<double> times;
  for (int number = 0; number / rate < seconds; ++number) {
    times.push_back(number / rate);
  }
  return times;
}

std::vector<double> uneven_times(double seconds, double rate, std::uint64_t seed) {
  Chance chance(seed);
  std::vector<double> times;
  for (double time = 0; time < seconds; time += chance.between(0.4, 1.6) / rate) {
    times.push_back(time);
  }
  return times;
}

}  // namespace gimbal
