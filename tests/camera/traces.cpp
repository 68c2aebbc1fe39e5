#include "tests/camera/traces.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include "tests/camera/chance.hpp"

namespace gimbal {

namespace {

/// From rest to rest with the least jerk: 0 to 1.
double eased(double part) {
  const double t = std::clamp(part, 0.0, 1.0);
  return t * t * t * (10 + t * (6 * t - 15));
}

struct Pan {
  double start = 0;
  double seconds = 1;
  double to = 0;
};

struct Wave {
  double size = 0;
  double period = 1;
  double phase = 0;
};

/// Pans one after the other with waves on top; in crop widths about the middle of the source.
struct Script {
  std::vector<Pan> pans;
  std::vector<Wave> waves_x;
  std::vector<Wave> waves_y;
  double start = 0;

  static double sum(const std::vector<Wave>& waves, double time) {
    double value = 0;
    for (const Wave& wave : waves) {
      value += wave.size * std::sin(2 * std::numbers::pi * (time / wave.period + wave.phase));
    }
    return value;
  }

  double x(double time) const {
    double value = start;
    for (const Pan& pan : pans) {
      if (time > pan.start) {
        value += (pan.to - value) * eased((time - pan.start) / pan.seconds);
      }
    }
    return value + sum(waves_x, time);
  }
  double y(double time) const { return sum(waves_y, time); }
};

std::vector<Wave> waves(Chance& chance, int count, double size, double shortest, double longest) {
  std::vector<Wave> result;
  result.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    result.push_back(
        {size * chance.between(0.6, 1.2), chance.between(shortest, longest), chance.part()});
  }
  return result;
}

Trace trace_of(const char* name, double zoom, const Script& script, double seconds = 120) {
  Trace trace;
  trace.name = name;
  trace.seconds = seconds;
  trace.zoom = zoom;
  const auto shared = std::make_shared<Script>(script);
  const double across = trace.crop_width();
  const double down = trace.crop_width_down();
  trace.place = [shared, across, down](double time) {
    return TruePlace{0.5 + across * shared->x(time), 0.5 + down * shared->y(time)};
  };
  return trace;
}

}  // namespace

Trace basketball_trace(std::uint64_t seed) {
  Chance chance(seed);
  Script script;
  double side = chance.part() < 0.5 ? -1 : 1;
  script.start = side * 0.45;
  for (double time = chance.between(4, 12); time < 108;) {
    side = -side;
    const double across = chance.between(2.0, 3.0);
    script.pans.push_back({time, across, side * chance.between(0.32, 0.42)});
    time += across + chance.between(2.5, 6);
    const double closer = chance.between(1.3, 2.2);
    script.pans.push_back({time, closer, side * chance.between(0.47, 0.57)});
    time += closer + chance.between(9, 14);
  }
  script.waves_x = waves(chance, 3, 0.012, 5, 14);
  return trace_of("basketball", 2.5, script);
}

Trace soccer_trace(std::uint64_t seed) {
  Chance chance(seed);
  Script script;
  for (double time = chance.between(2, 6); time < 116 && script.pans.size() < 7;) {
    const bool counter = chance.part() < 0.25;
    const double from = script.pans.empty() ? script.start : script.pans.back().to;
    // Toward the other side where there is room, mostly.
    const double toward = from > 0.5 ? -1 : from < -0.5 ? 1 : chance.part() < 0.5 ? -1 : 1;
    const double way = toward * (counter ? chance.between(0.8, 1.1) : chance.between(0.35, 0.8));
    const double seconds = counter ? chance.between(3, 4) : chance.between(5, 9);
    script.pans.push_back({time, seconds, std::clamp(from + way, -0.95, 0.95)});
    time += seconds + chance.between(6, 12);
  }
  script.waves_x = waves(chance, 3, 0.014, 8, 20);
  script.waves_y = waves(chance, 2, 0.008, 8, 20);
  return trace_of("football", 3, script);
}

Trace speaker_trace(std::uint64_t seed) {
  Chance chance(seed);
  Script script;
  bool away = false;
  for (double time = chance.between(6, 14); time < 116;) {
    if (away || chance.part() < 0.7) {
      const double to = away ? 0 : (chance.part() < 0.5 ? -1 : 1) * chance.between(0.25, 0.5);
      const double seconds = chance.between(1.2, 2.4);
      script.pans.push_back({time, seconds, to});
      away = !away;
    } else {  // turns to the screen, and back
      const double turn = (chance.part() < 0.5 ? -1 : 1) * chance.between(0.02, 0.04);
      script.pans.push_back({time, 0.7, turn});
      script.pans.push_back({time + chance.between(2, 5), 0.7, 0});
    }
    time += chance.between(12, 24);
  }
  script.waves_x = waves(chance, 3, 0.006, 2, 6);
  script.waves_y = waves(chance, 2, 0.003, 2, 6);
  return trace_of("speaker", 4, script);
}

Trace still_trace(double seconds) {
  return trace_of("still", 2, {}, seconds);
}

Trace step_trace(double distance, double duration) {
  Script script;
  script.start = -distance / 2;
  script.pans.push_back({5, duration, distance / 2});
  return trace_of("step", 2, script, 12);
}

Trace creep_trace(double speed, double seconds) {
  Trace trace = trace_of("creep", 2, {}, seconds);
  const double across = trace.crop_width();
  trace.place = [across, speed, seconds](double time) {
    return TruePlace{0.5 + across * speed * (time - seconds / 2), 0.5};
  };
  return trace;
}

}  // namespace gimbal
