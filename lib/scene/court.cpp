// A basketball court seen by one wide camera at the half-way line. Where everybody is comes from
// court_play; here it becomes rectangles.
#include "lib/scene/court.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "lib/scene/court_play.hpp"
#include "lib/scene/scene.hpp"

namespace gimbal {

namespace {

constexpr Color kHall{38, 42, 50};
constexpr Color kWood{196, 150, 98};
constexpr Color kPaint{150, 84, 60};
constexpr Color kLine{240, 236, 226};
constexpr Color kPost{70, 74, 84};
constexpr Color kRim{214, 84, 30};
constexpr Color kHome{200, 30, 40};
constexpr Color kHomeShorts{150, 20, 30};
constexpr Color kAway{30, 70, 190};
constexpr Color kAwayShorts{20, 48, 140};
constexpr Color kSkin{112, 74, 52};
constexpr Color kShoes{236, 236, 236};
constexpr Color kBall{240, 130, 20};
constexpr int kBallId = kPlayers + 1;

// A figure's size: larger than life, to be seen in a small picture.
constexpr double kPlayerHeight = 1.95;  // metres
constexpr double kBallSize = 0.36;

/// Rounds edges, not sizes: neighbours stay neighbours.
Rect rect_of_edges(double left, double top, double right, double bottom, Color color) {
  const auto px = [](double value) { return static_cast<int>(std::lround(value)); };
  return {px(left), px(top), px(right) - px(left), px(bottom) - px(top), color};
}

/// Turns places on the court, in metres, into pixels.
class Floor {
 public:
  Floor(int width, int height)
      : left_(width * 0.04), top_(height * 0.30), w_(width * 0.92), h_(height * 0.62) {}

  double x(double metres) const { return left_ + metres / kCourtLength * w_; }
  double y(double metres) const { return top_ + metres / kCourtWidth * h_; }
  /// Pixels a metre has for what stands upright at `y`: nearer things are larger.
  double upright(double y) const { return w_ * (0.055 + 0.020 * y / kCourtWidth) / kPlayerHeight; }
  double line() const { return std::max(1.0, std::round(w_ * 0.003)); }

  Rect area(double x0, double y0, double x1, double y1, Color color) const {
    return rect_of_edges(x(x0), y(y0), x(x1), y(y1), color);
  }
  /// A line along the court's length, with its far edge on `y0`.
  Rect along(double x0, double x1, double y0) const {
    const Rect area = this->area(x0, y0, x1, y0, kLine);
    return {area.x, area.y, area.w, static_cast<int>(line()), kLine};
  }
  /// A line across the court, with its left edge on `x0`.
  Rect across(double x0, double y0, double y1) const {
    const Rect area = this->area(x0, y0, x0, y1, kLine);
    return {area.x, area.y, static_cast<int>(line()), area.h, kLine};
  }

 private:
  double left_;
  double top_;
  double w_;
  double h_;
};

/// An arc of a circle as a chain of boxes, each at least a line wide.
void add_arc(const Floor& floor, Spot center, double radius, double from, double to, int steps,
             std::vector<Rect>& rects) {
  const auto point = [&](int step) {
    const double angle = from + (to - from) * step / steps;
    return Spot{center.x + radius * std::cos(angle), center.y + radius * std::sin(angle)};
  };
  const int line = static_cast<int>(floor.line());
  for (int step = 0; step < steps; ++step) {
    const Spot a = point(step);
    const Spot b = point(step + 1);
    Rect piece = floor.area(std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x),
                            std::max(a.y, b.y), kLine);
    piece.w = std::max(piece.w, line);
    piece.h = std::max(piece.h, line);
    rects.push_back(piece);
  }
}

void add_end(const Floor& floor, bool right, std::vector<Rect>& rects) {
  constexpr double kPaintLength = 5.8;
  constexpr double kPaintTop = 5.05;
  constexpr double kPaintBottom = 9.95;
  constexpr double kArcRadius = 6.75;
  constexpr double kHalf = std::numbers::pi / 2;
  const double near = right ? kCourtLength - kPaintLength : 0;
  const double far = right ? kCourtLength : kPaintLength;
  rects.push_back(floor.area(near, kPaintTop, far, kPaintBottom, kPaint));
  rects.push_back(floor.along(near, far, kPaintTop));
  rects.push_back(floor.along(near, far, kPaintBottom));
  rects.push_back(floor.across(right ? near : far, kPaintTop, kPaintBottom));
  Phase phase;
  phase.attack_right = right;
  const double middle = right ? 2 * kHalf : 0;
  add_arc(floor, hoop_of(phase), kArcRadius, middle - 0.86 * kHalf, middle + 0.86 * kHalf, 28,
          rects);
}

/// Rows of seats behind the far side line.
void add_stands(int width, int height, std::vector<Rect>& rects) {
  constexpr std::array<Color, 4> kRows{{{30, 34, 42}, {46, 50, 60}, {34, 38, 46}, {54, 58, 70}}};
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    const double row = static_cast<double>(i);
    rects.push_back(
        rect_of_edges(0, height * 0.06 * row, width, height * 0.06 * (row + 1), kRows[i]));
  }
}

void add_markings(const Floor& floor, std::vector<Rect>& rects) {
  constexpr Spot kMiddle{kCourtLength / 2, kCourtWidth / 2};
  rects.push_back(floor.area(0, 0, kCourtLength, kCourtWidth, kWood));
  add_end(floor, false, rects);
  add_end(floor, true, rects);
  add_arc(floor, kMiddle, 1.8, 0, 2 * std::numbers::pi, 20, rects);
  rects.push_back(floor.along(0, kCourtLength, 0));
  rects.push_back(floor.along(0, kCourtLength, kCourtWidth));
  for (const double x : {0.0, kCourtLength / 2, kCourtLength}) {
    rects.push_back(floor.across(x, 0, kCourtWidth));
  }
}

/// Post, board and rim of one basket. The board is seen from its edge.
void add_basket(const Floor& floor, bool right, std::vector<Rect>& rects) {
  Phase phase;
  phase.attack_right = right;
  const Spot hoop = hoop_of(phase);
  const double metre = floor.upright(hoop.y);
  const double base = floor.y(hoop.y);
  const double inward = right ? -1 : 1;
  const auto part = [&](double x0, double low, double x1, double high, Color color) {
    const double a = floor.x(hoop.x) + inward * x0 * metre;
    const double b = floor.x(hoop.x) + inward * x1 * metre;
    rects.push_back(rect_of_edges(std::min(a, b), base - high * metre, std::max(a, b),
                                  base - low * metre, color));
  };
  part(-2.0, 0.0, -1.8, 3.3, kPost);
  part(-2.0, 3.3, -0.4, 3.5, kPost);
  part(-0.4, 2.9, -0.28, 4.0, kLine);
  part(-0.28, kHoopHeight - 0.06, 0.25, kHoopHeight + 0.04, kRim);
}

/// A part of a player: edges in player heights, from the point between the feet and upwards.
struct BodyPart {
  double left;
  double right;
  double low;
  double high;
};

constexpr double kHalfWidth = 0.18;

CourtFigure player_figure(const Floor& floor, const CourtPlayer& player, int id, double seconds) {
  const double tall = floor.upright(player.spot.y) * kPlayerHeight;
  const double foot_x = floor.x(player.spot.x);
  const double foot_y = floor.y(player.spot.y);
  CourtFigure figure{
      {id, "player", 1, foot_x - kHalfWidth * tall, foot_y - tall, 2 * kHalfWidth * tall, tall},
      {}};
  const auto add = [&](BodyPart part, Color color) {
    figure.parts.push_back(rect_of_edges(foot_x + part.left * tall, foot_y - part.high * tall,
                                         foot_x + part.right * tall, foot_y - part.low * tall,
                                         color));
  };
  const bool home = id <= kPlayersPerTeam;
  const double run = std::min(1.0, player.speed / 3);
  const double stride = 0.045 * run * std::sin(2 * std::numbers::pi * (1.5 * seconds + 0.37 * id));
  add({-0.12 + stride, -0.02 + stride, 0.03, 0.34}, kSkin);
  add({0.02 - stride, 0.12 - stride, 0.03, 0.34}, kSkin);
  add({-0.13 + stride, -0.01 + stride, 0.0, 0.05}, kShoes);
  add({0.01 - stride, 0.13 - stride, 0.0, 0.05}, kShoes);
  add({-0.14, 0.14, 0.32, 0.52}, home ? kHomeShorts : kAwayShorts);
  add({-kHalfWidth, kHalfWidth, 0.50, 0.76}, kSkin);  // arms, beside the shirt
  add({-0.12, 0.12, 0.48, 0.83}, home ? kHome : kAway);
  add({-0.07, 0.07, 0.83, 1.0}, kSkin);
  return figure;
}

CourtFigure ball_figure(const Floor& floor, const CourtBall& ball) {
  const double metre = floor.upright(ball.spot.y);
  const double size = kBallSize * metre;
  const double left = floor.x(ball.spot.x) - size / 2;
  const double top = floor.y(ball.spot.y) - ball.height * metre - size / 2;
  return {{kBallId, "ball", 1, left, top, size, size},
          {rect_of_edges(left, top, left + size, top + size, kBall)}};
}

}  // namespace

std::vector<CourtFigure> court_figures(double seconds, int width, int height, std::uint64_t seed) {
  const Floor floor(width, height);
  const CourtMoment moment = court_moment(seconds, seed);
  std::vector<std::pair<double, CourtFigure>> by_depth;
  for (int i = 0; i < kPlayers; ++i) {
    const CourtPlayer& player = moment.players[static_cast<std::size_t>(i)];
    by_depth.emplace_back(player.spot.y, player_figure(floor, player, i + 1, seconds));
  }
  by_depth.emplace_back(moment.ball.spot.y, ball_figure(floor, moment.ball));
  std::stable_sort(by_depth.begin(), by_depth.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<CourtFigure> figures;
  figures.reserve(by_depth.size());
  for (auto& [depth, figure] : by_depth) {
    figures.push_back(std::move(figure));
  }
  return figures;
}

std::vector<Rect> draw_court(double seconds, int width, int height, std::uint64_t seed) {
  const Floor floor(width, height);
  std::vector<Rect> rects{{0, 0, width, height, kHall}};
  add_stands(width, height, rects);
  add_markings(floor, rects);
  add_basket(floor, false, rects);
  add_basket(floor, true, rects);
  for (const CourtFigure& figure : court_figures(seconds, width, height, seed)) {
    rects.insert(rects.end(), figure.parts.begin(), figure.parts.end());
  }
  return rects;
}

std::vector<Box> court_boxes(double seconds, int width, int height, std::uint64_t seed) {
  std::vector<Box> boxes;
  for (CourtFigure& figure : court_figures(seconds, width, height, seed)) {
    boxes.push_back(std::move(figure.box));
  }
  std::sort(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return a.id < b.id; });
  return boxes;
}

}  // namespace gimbal
