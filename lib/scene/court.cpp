// A basketball court seen by one wide camera: two teams of five and a ball, moving for ever on
// paths made of sines, so that any time can be drawn without the ones before it.
#include <cmath>
#include <numbers>

#include "lib/scene/scene.hpp"

namespace gimbal {

namespace {

constexpr Color kHall{38, 42, 50};
constexpr Color kWood{196, 150, 98};
constexpr Color kPaint{150, 84, 60};
constexpr Color kLine{240, 236, 226};
constexpr Color kHome{200, 30, 40};
constexpr Color kAway{30, 70, 190};
constexpr Color kSkin{112, 74, 52};
constexpr Color kBall{240, 130, 20};
constexpr int kPlayersPerTeam = 5;

/// A point on the court's floor: x 0 to 1 from the left, y 0 to 1 from the far side.
struct Spot {
  double x = 0;
  double y = 0;
};

/// Turns places on the court into pixels.
class Floor {
 public:
  Floor(int width, int height)
      : left_(width * 0.04), top_(height * 0.30), w_(width * 0.92), h_(height * 0.62) {}

  Rect area(double x, double y, double w, double h, Color color) const {
    return {px(left_ + x * w_), px(top_ + y * h_), px(w * w_), px(h * h_), color};
  }
  Rect horizontal(double x, double y, double length) const {
    return {px(left_ + x * w_), px(top_ + y * h_), px(length * w_), line(), kLine};
  }
  Rect vertical(double x, double y, double length) const {
    return {px(left_ + x * w_), px(top_ + y * h_), line(), px(length * h_), kLine};
  }
  Spot pixel(Spot spot) const { return {left_ + spot.x * w_, top_ + spot.y * h_}; }
  double unit() const { return w_; }

 private:
  static int px(double value) { return static_cast<int>(std::lround(value)); }
  int line() const { return std::max(2, px(w_ * 0.003)); }

  double left_;
  double top_;
  double w_;
  double h_;
};

double wave(double seconds, double period, double phase) {
  return std::sin(2 * std::numbers::pi * (seconds / period + phase));
}

/// Where play is: it swings from one basket to the other.
double play_x(double seconds) {
  return 0.5 + 0.30 * wave(seconds, 16, 0) + 0.05 * wave(seconds, 5, 0.2);
}

Spot player_spot(double seconds, int team, int number) {
  const double phase = 0.13 * number + 0.41 * team;
  return {play_x(seconds - 0.15 * number) + 0.13 * wave(seconds, 7 + number, phase),
          0.5 + 0.38 * wave(seconds, 9 + 1.3 * number, phase + 0.3)};
}

void add_markings(const Floor& floor, std::vector<Rect>& rects) {
  rects.push_back(floor.area(0, 0, 1, 1, kWood));
  for (const double x : {0.0, 0.81}) {
    rects.push_back(floor.area(x, 0.33, 0.19, 0.34, kPaint));
    rects.push_back(floor.horizontal(x, 0.33, 0.19));
    rects.push_back(floor.horizontal(x, 0.67, 0.19));
  }
  rects.push_back(floor.horizontal(0, 0, 1));
  rects.push_back(floor.horizontal(0, 1, 1));
  for (const double x : {0.0, 0.5, 1.0}) {
    rects.push_back(floor.vertical(x, 0, 1));
  }
}

void add_player(const Floor& floor, Spot spot, Color shirt, std::vector<Rect>& rects) {
  const Spot foot = floor.pixel(spot);
  const double tall = floor.unit() * (0.055 + 0.020 * spot.y);  // nearer players are larger
  const auto part = [&](double x, double y, double w, double h, Color color) {
    rects.push_back({static_cast<int>(std::lround(foot.x + x * tall)),
                     static_cast<int>(std::lround(foot.y - y * tall)),
                     static_cast<int>(std::lround(w * tall)),
                     static_cast<int>(std::lround(h * tall)), color});
  };
  part(-0.14, 0.42, 0.11, 0.42, kSkin);
  part(0.03, 0.42, 0.11, 0.42, kSkin);
  part(-0.18, 0.82, 0.36, 0.45, shirt);
  part(-0.09, 1.00, 0.18, 0.18, kSkin);
}

Box player_box(const Floor& floor, Spot spot) {
  const Spot foot = floor.pixel(spot);
  const double tall = floor.unit() * (0.055 + 0.020 * spot.y);
  return {0, "player", 1, foot.x - 0.18 * tall, foot.y - tall, 0.36 * tall, tall};
}

void add_ball(const Floor& floor, double seconds, std::vector<Rect>& rects) {
  const Spot spot{play_x(seconds) + 0.05 * wave(seconds, 3, 0.1),
                  0.5 + 0.2 * wave(seconds, 6, 0.5)};
  const Spot ground = floor.pixel(spot);
  const double size = floor.unit() * 0.012;
  const double bounce = floor.unit() * 0.03 * std::fabs(wave(seconds, 1.2, 0));
  rects.push_back({static_cast<int>(std::lround(ground.x - size / 2)),
                   static_cast<int>(std::lround(ground.y - size - bounce)),
                   static_cast<int>(std::lround(size)), static_cast<int>(std::lround(size)),
                   kBall});
}

}  // namespace

std::vector<Rect> draw_court(double seconds, int width, int height, std::uint64_t) {
  const Floor floor(width, height);
  std::vector<Rect> rects{{0, 0, width, height, kHall}};
  add_markings(floor, rects);
  for (int number = 0; number < kPlayersPerTeam; ++number) {
    add_player(floor, player_spot(seconds, 0, number), kHome, rects);
    add_player(floor, player_spot(seconds, 1, number), kAway, rects);
  }
  add_ball(floor, seconds, rects);
  return rects;
}

std::vector<Box> court_boxes(double seconds, int width, int height, std::uint64_t) {
  const Floor floor(width, height);
  std::vector<Box> boxes;
  for (int id = 1; id <= 2 * kPlayersPerTeam; ++id) {
    const int team = (id - 1) / kPlayersPerTeam;
    boxes.push_back(player_box(floor, player_spot(seconds, team, (id - 1) % kPlayersPerTeam)));
    boxes.back().id = id;
  }
  return boxes;
}

}  // namespace gimbal
