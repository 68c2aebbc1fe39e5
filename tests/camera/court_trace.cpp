#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "lib/camera/framing_settings.hpp"
#include "lib/scene/court.hpp"
#include "tests/camera/traces.hpp"

namespace gimbal {

namespace {

constexpr double kRate = 60;  // looks a second
constexpr int kWidth = 1920;
constexpr int kHeight = 1080;
constexpr double kZoom = 2.0;
constexpr double kSmoothing = 1.0;  // seconds, to each side

/// What docs/framing.md says of an aim, of the players and the ball as they are: the middle of the
/// players, who all are in the play, drawn toward the ball but without a tilt for each shot, and
/// headroom. Weighed as a camera does that nobody has set up.
TruePlace action_at(double time, std::uint64_t seed) {
  TruePlace players{0, 0};
  TruePlace ball;
  int count = 0;
  for (const CourtFigure& figure : court_figures(time, kWidth, kHeight, seed)) {
    const TruePlace middle{(figure.box.x + figure.box.w / 2) / kWidth,
                           (figure.box.y + figure.box.h / 2) / kHeight};
    if (figure.box.label == "ball") {
      ball = middle;
    } else {
      players.x += middle.x;
      players.y += middle.y;
      ++count;
    }
  }
  const FramingSettings framing;
  const double x = players.x / count;
  const double y = players.y / count - framing.headroom / kZoom;
  constexpr double kBorder = 0.5 / kZoom;  // where the crop's centre ends
  return {std::clamp(x + framing.ball_weight * (ball.x - x), kBorder, 1 - kBorder), y};
}

}  // namespace

Trace court_trace(std::uint64_t seed) {
  Trace trace;
  trace.name = "court";
  trace.seconds = 120;
  trace.zoom = kZoom;
  std::vector<TruePlace> looks;
  const int reach = static_cast<int>(kSmoothing * kRate);
  for (int i = -reach; i <= static_cast<int>((trace.seconds + 2) * kRate) + reach; ++i) {
    looks.push_back(action_at(i / kRate, seed));
  }
  // The middle of the action, not each pass of the ball: an operator who swung to and fro with what
  // is over in a second would be told to stop it. The court's detections scatter about this truth;
  // tests of the whole element have the boxes themselves.
  const auto smooth = std::make_shared<std::vector<TruePlace>>();
  for (std::size_t i = 0; i + 2 * static_cast<std::size_t>(reach) < looks.size(); ++i) {
    TruePlace sum{0, 0};
    double weights = 0;
    for (int k = -reach; k <= reach; ++k) {
      const double weight = 1 + std::cos(M_PI * k / (reach + 1));
      const TruePlace& look = looks[i + static_cast<std::size_t>(k + reach)];
      sum.x += weight * look.x;
      sum.y += weight * look.y;
      weights += weight;
    }
    smooth->push_back({sum.x / weights, sum.y / weights});
  }
  trace.place = [smooth](double time) {
    const double at = std::clamp(time * kRate, 0.0, static_cast<double>(smooth->size() - 2));
    const auto i = static_cast<std::size_t>(at);
    const double part = at - static_cast<double>(i);
    const TruePlace& a = (*smooth)[i];
    const TruePlace& b = (*smooth)[i + 1];
    return TruePlace{a.x + part * (b.x - a.x), a.y + part * (b.y - a.y)};
  };
  return trace;
}

}  // namespace gimbal
