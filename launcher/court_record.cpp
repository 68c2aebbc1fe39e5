#include "launcher/court_record.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "lib/codec/json_writer.hpp"
#include "lib/scene/court_script.hpp"
#include "lib/scene/scene.hpp"

namespace gimbal {

namespace {

// Any size would do: a record says fractions.
constexpr int kWidth = 1920;
constexpr int kHeight = 1080;

struct Hints {
  const char* phase;
  const char* mode;
};

Hints hints_of(PhaseKind kind) {
  switch (kind) {
    case PhaseKind::kFastBreak:
      return {"transition", "fast_break"};
    case PhaseKind::kStop:
      return {"deadball", "half_court_lock"};
    case PhaseKind::kSetPlay:
    case PhaseKind::kOcclusion:
      break;
  }
  return {"set_offense", "follow_play"};
}

double overlap(double a, double a_size, double b, double b_size) {
  return std::max(0.0, std::min(a + a_size, b + b_size) - std::max(a, b));
}

/// The largest share of `box` that one box covers whose feet are nearer to the camera.
double covered(const Box& box, const std::vector<Box>& boxes) {
  double most = 0;
  for (const Box& other : boxes) {
    if (other.y + other.h > box.y + box.h) {
      most = std::max(most, overlap(box.x, box.w, other.x, other.w) *
                                overlap(box.y, box.h, other.y, other.h) / (box.w * box.h));
    }
  }
  return most;
}

/// No detector is sure, nor equally so from one picture to the next.
double confidence_of(const Box& box, double hidden, double chance) {
  constexpr double kNoise = 0.08;
  constexpr double kLoss = 0.7;  // of what is wholly hidden
  const double best = box.label == "ball" ? 0.8 : 0.95;
  return best * (1 - kLoss * hidden) - kNoise * chance;
}

double fraction(double pixels, int of) {
  return std::clamp(pixels / of, 0.0, 1.0);
}

void write_target(JsonWriter& json, const Box& box, double confidence) {
  json.begin_object()
      .field("id", std::to_string(box.id))
      .field("cls", box.label)
      .field("x", fraction(box.x + box.w / 2, kWidth))
      .field("y", fraction(box.y + box.h / 2, kHeight))
      .field("w", fraction(box.w, kWidth))
      .field("h", fraction(box.h, kHeight))
      .field("confidence", confidence)
      .end_object();
}

}  // namespace

std::string court_record(double seconds, std::uint64_t seed) {
  constexpr double kTicks = 1000;  // of chance, a second
  const auto tick = static_cast<std::uint64_t>(std::llround(seconds * kTicks));
  const std::vector<Box> boxes = court_boxes(seconds, kWidth, kHeight, seed);
  const Phase phase = phase_at(seconds, seed);
  const Hints hints = hints_of(phase.kind);
  JsonWriter json;
  json.begin_object().key("targets").begin_array();
  for (const Box& box : boxes) {
    const double chance = chance_of(seed + static_cast<std::uint64_t>(box.id), tick);
    write_target(json, box, confidence_of(box, covered(box, boxes), chance));
  }
  json.end_array()
      .field("source", "sim")
      .field("play_phase", hints.phase)
      .field("tracking_mode_hint", hints.mode)
      .field("possession_side", phase.attack_right ? "right" : "left")
      .end_object();
  return json.text();
}

}  // namespace gimbal
